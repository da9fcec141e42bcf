import { keepShape } from '../email/keepShape';

const KINDS = ['empty', 'text', 'quote', 'attribution', 'original', 'forwarded', 'headers', 'cut', 'mark', 'rule', 'phone', 'delimiter', 'signature'] as const;

/** What one line of a mail is. */
export type LineKind = (typeof KINDS)[number];

const NUMBERS = Object.fromEntries(KINDS.map((kind, number) => [kind, number])) as Record<LineKind, number>;

/** Some kinds, one bit for each. */
export type KindSet = number;

export function setOfKinds(...kinds: readonly LineKind[]): KindSet {
	return kinds.reduce((set, kind) => set | (1 << NUMBERS[kind]), 0);
}

/** The kinds of all lines of a mail, a byte each: a list of 100,000 words is ten times as large, and the garbage collector reads all of it. */
export class LineKinds {
	private constructor(private readonly numbers: Uint8Array) {}

	/** All `empty`. */
	static ofLength(length: number): LineKinds {
		return new LineKinds(new Uint8Array(length));
	}

	/** Wants an index of a line. */
	at(index: number): LineKind {
		return KINDS[this.numbers[index] ?? 0] ?? 'empty';
	}

	/** False beyond the first and the last. */
	is(index: number, kind: LineKind): boolean {
		return this.numbers[index] === NUMBERS[kind];
	}

	isOf(index: number, kinds: KindSet): boolean {
		const number = this.numbers[index];
		return number !== undefined && ((kinds >> number) & 1) === 1;
	}

	/** Index of the first line of [from, end) of one of the kinds; -1 when there is none. */
	find(kinds: KindSet, from: number, end: number): number {
		for (let i = from; i < end; i++) if (this.isOf(i, kinds)) return i;
		return -1;
	}

	/** Index of the last line before `end` of the kind; -1 when there is none. */
	findLast(kind: LineKind, end: number): number {
		return end <= 0 ? -1 : this.numbers.lastIndexOf(NUMBERS[kind], end - 1);
	}

	includes(kind: LineKind): boolean {
		return this.numbers.includes(NUMBERS[kind]);
	}

	set(index: number, kind: LineKind): void {
		this.numbers[index] = NUMBERS[kind];
	}

	/** Sets those of [from, to). */
	fill(kind: LineKind, from: number, to: number): void {
		this.numbers.fill(NUMBERS[kind], from, to);
	}

	/** Another list, which can be changed without this one. */
	copy(): LineKinds {
		return new LineKinds(this.numbers.slice());
	}
}

keepShape(LineKinds.ofLength(1));
