const DIGITS = /^\d{1,16}$/;

/** The row that an id names, or null when it cannot name one: ids come from mails, so anything may stand there. */
export function rowId(id: string): number | null {
	const text = id.trim();
	const number = DIGITS.test(text) ? Number(text) : 0;
	return Number.isSafeInteger(number) && number > 0 ? number : null;
}
