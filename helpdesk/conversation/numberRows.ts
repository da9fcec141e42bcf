const ROWS_SHIFT = 10;
const ROW_MASK = (1 << ROWS_SHIFT) - 1;

/**
 * A long list of rows of a few whole numbers each. Kept in pages, so that nothing is moved as it grows, and no piece is so large that the system has to
 * find fresh memory for it each time.
 */
export class NumberRows {
	length = 0;
	private readonly pages: Int32Array[] = [];

	constructor(private readonly width: number) {}

	/** Adds a row of zeros and gives its index. */
	add(): number {
		if ((this.length & ROW_MASK) === 0) this.pages.push(new Int32Array(this.width << ROWS_SHIFT));
		return this.length++;
	}

	/** 0 beyond the last row. */
	get(row: number, field: number): number {
		return this.pages[row >> ROWS_SHIFT]?.[(row & ROW_MASK) * this.width + field] ?? 0;
	}

	set(row: number, field: number, value: number): void {
		const page = this.pages[row >> ROWS_SHIFT];
		if (page !== undefined) page[(row & ROW_MASK) * this.width + field] = value;
	}
}
