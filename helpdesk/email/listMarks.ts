const ROMAN: readonly (readonly [number, string])[] = [
	[1_000, 'm'], [900, 'cm'], [500, 'd'], [400, 'cd'], [100, 'c'], [90, 'xc'], [50, 'l'], [40, 'xl'], [10, 'x'], [9, 'ix'], [5, 'v'], [4, 'iv'], [1, 'i'],
];
const MAX_ROMAN = 3_999;
const MAX_LETTERS = 1_000_000_000;
const LETTERS = 26;
const CODE_OF_A = 0x61;

function romanOf(number: number): string {
	let rest = number;
	let roman = '';
	for (const [value, letters] of ROMAN) {
		for (; rest >= value; rest -= value) roman += letters;
	}
	return roman;
}

/** 1 is `a`, 26 is `z`, 27 is `aa`. */
function lettersOf(number: number): string {
	let letters = '';
	for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / LETTERS)) letters = String.fromCharCode(CODE_OF_A + ((rest - 1) % LETTERS)) + letters;
	return letters;
}

/** As the `type` of a list wants it; in digits where letters or Roman numerals end. */
function numberAs(type: string, number: number): string {
	const small = type.toLowerCase();
	let text = String(number);
	if (small === 'a' && number >= 1 && number <= MAX_LETTERS) text = lettersOf(number);
	if (small === 'i' && number >= 1 && number <= MAX_ROMAN) text = romanOf(number);
	return type === small ? text : text.toUpperCase();
}

/** What stands before the items of a list, for one item after the other. */
export class ListMarks {
	/** Of the longest mark so far. */
	width = 0;
	private number: number;

	/**
	 * @param type of a numbered list, as the attribute has it: `1`, `a`, `A`, `i` or `I`; null for a list of bullets
	 * @param start the attribute; what is no whole number counts as 1
	 * @param isNested marks of a list in an item of another one have no blank before them
	 */
	constructor(private readonly type: string | null, start: string, private readonly isNested: boolean) {
		const number = Number(start || '1');
		this.number = Number.isSafeInteger(number) ? number : 1;
	}

	next(): string {
		const mark = `${this.isNested ? '' : ' '}${this.type === null ? '*' : `${numberAs(this.type, this.number++)}.`} `;
		if (mark.length > this.width) this.width = mark.length;
		return mark;
	}

	/** How wide the marks of a short list are. */
	expectedWidth(): number {
		const indent = this.isNested ? 0 : 1;
		return indent + (this.type === null ? 2 : numberAs(this.type, this.number).length + 2);
	}
}

/**
 * The widths of the lists of one text, in the order of their beginnings. The width of the marks is known when a list ends, but needed for its first line: it is
 * guessed, and where a guess was wrong the text has to be written once more.
 */
export class ListWidths {
	isWrong = false;
	private lists = 0;
	private readonly measured: number[] = [];

	/** @param known by an earlier writing of the same text */
	constructor(private readonly known: readonly number[] = []) {}

	/** Of the next list. */
	begin(expected: number): { list: number; width: number } {
		const list = this.lists++;
		return { list, width: this.known[list] ?? expected };
	}

	/** How wide the marks of that list were in the end. */
	end(list: number, width: number, measured: number): void {
		this.measured[list] = measured;
		if (measured !== width) this.isWrong = true;
	}

	/** With what has been measured, for the second writing. */
	corrected(): ListWidths {
		return new ListWidths(this.measured);
	}
}
