import { ChunkedText } from '../email/chunkedText';
import { keepShape } from '../email/keepShape';
import { LineTable } from './replyLineTable';
import { NO_STRUCTURE, ReplyLines, type LineStructure } from './replyLines';

/** Characters of one line that are kept as pieces before they are joined. */
const LONG = 8_192;

/** Collects lines that are written piece by piece. */
export class HtmlLineWriter {
	private readonly table = new LineTable();
	private readonly structures: LineStructure[] = [NO_STRUCTURE];
	private readonly source = new ChunkedText('\n');
	private offset = 0;
	private piece = '';
	/** What stands before `piece` of a line that is long. */
	private long: ChunkedText | null = null;
	private endsInBlank = true;

	/** Lines so far, without the one that is being written. */
	get length(): number {
		return this.table.length;
	}

	get lastIsEmpty(): boolean {
		const last = this.table.length - 1;
		return this.table.start(last) === this.table.end(last);
	}

	/** Adds to the line that is being written. */
	write(piece: string): void {
		if (piece === '') return;
		this.endsInBlank = piece.endsWith(' ');
		this.piece += piece;
		if (this.piece.length < LONG) return;
		(this.long ??= new ChunkedText()).add(this.piece);
		this.piece = '';
	}

	/** A blank that stands between two words; at the beginning of a line and behind a blank there is none. */
	writeBlank(): void {
		if (!this.endsInBlank) this.write(' ');
	}

	/** What was written since the last line. */
	take(): string {
		this.long?.add(this.piece);
		const line = this.long?.toString() ?? this.piece;
		this.piece = '';
		this.long = null;
		this.endsInBlank = true;
		return line;
	}

	/** Adds a line, with what it stands in. */
	push(line: string, { kind, client }: LineStructure = NO_STRUCTURE): void {
		let structure = this.structures.findIndex((known) => known.kind === kind && known.client === client);
		if (structure === -1) structure = this.structures.push({ kind, client }) - 1;
		const shown = kind === 'quote' && line !== '' ? `> ${line}` : line;
		this.table.add(shown, 0, shown.length, this.offset, structure);
		this.source.add(shown);
		this.offset += shown.length + 1;
	}

	lines(): ReplyLines {
		return new ReplyLines(this.source.toString(), this.table, this.structures);
	}
}

keepShape(new HtmlLineWriter());
