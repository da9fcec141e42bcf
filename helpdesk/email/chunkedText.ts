import { keepShape } from './keepShape';

/** So many pieces, or characters of them, are joined into one: what they were is gone while it is still young. */
const MAX_PIECES = 256;
const MAX_PENDING = 16_384;

/**
 * A long text that is made of many short pieces. Collected in a list or added up with `+=`, each piece would live until the end, and of 100,000 of them
 * the garbage collector makes more work than the text; here they are joined on the way.
 */
export class ChunkedText {
	/** Characters so far. */
	length = 0;
	private readonly chunks: string[] = [];
	private pieces: string[] = [];
	private pending = 0;

	/** `separator` stands between two pieces, of which `first` may be the first. */
	constructor(private readonly separator = '', first?: string) {
		if (first !== undefined) this.add(first);
	}

	add(piece: string): void {
		this.length += piece.length;
		this.pending += piece.length;
		if (this.pieces.push(piece) >= MAX_PIECES || this.pending >= MAX_PENDING) this.joinPieces();
	}

	toString(): string {
		if (this.pieces.length > 0) this.joinPieces();
		return this.chunks.length === 1 ? (this.chunks[0] ?? '') : this.chunks.join(this.separator);
	}

	private joinPieces(): void {
		this.chunks.push(this.pieces.join(this.separator));
		this.pieces = [];
		this.pending = 0;
	}
}

keepShape(new ChunkedText());
