/** An error that Vtiger names in its answer. */
export class Refusal extends Error {
	constructor(
		readonly code: string | number,
		message: string,
	) {
		super(message);
	}
}

/** PHP died: status 500 and nothing in the body. */
export class Crash extends Error {}

/** What Vtiger writes after it has stored a record whose owner or ticket does not exist. */
export class RestrictedFile extends Error {}

export const denied = (what = ''): Refusal => new Refusal('ACCESS_DENIED', `Permission to perform the operation is denied${what}`);
/** The profile of the user lacks the right to do this to a record that it may see. */
export const mayNot = (what: 'write' | 'read given object'): Refusal => new Refusal('ACCESS_DENIED', `Permission to ${what} is denied`);
/** The code is a number here (capture C7). */
export const duplicate = (): Refusal => new Refusal(0, 'Duplicate(s) detected!');
export const internal = (): Refusal => new Refusal('INTERNAL_SERVER_ERROR', 'Unknown Error while processing request');
export const wrongId = (): Refusal => new Refusal('INVALID_ID_ATTRIBUTE', 'Id specified is incorrect');
export const noValue = (field: string): Refusal => new Refusal('MANDATORY_FIELDS_MISSING', `${field} does not have a value`);
