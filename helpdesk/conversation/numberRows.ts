import { keepShape } from '../email/keepShape';

const ROWS_SHIFT = 10;
const ROW_MASK = (1 << ROWS_SHIFT) - 1;
/** Enough for most mails, for which a whole page would cost more than all that is put into it. */
const FIRST_ROWS = 64;

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
		if (this.length === FIRST_ROWS) this.enlargeFirst();
		else if ((this.length & ROW_MASK) === 0) this.pages.push(new Int32Array(this.width * (this.length === 0 ? FIRST_ROWS : ROW_MASK + 1)));
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

	private enlargeFirst(): void {
		const whole = new Int32Array(this.width << ROWS_SHIFT);
		whole.set(this.pages[0] ?? []);
		this.pages[0] = whole;
	}
}

keepShape(new NumberRows(1));
