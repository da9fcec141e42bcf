import { HelpdeskError } from '../errors';

/**
 * Something is wrong with the rules themselves, so the fault is always the settings'. Codes: `BAD_PATTERN`, `BAD_VALUE`, `OPERATOR_DOES_NOT_FIT`, `HEADER_MISSING`,
 * `UNKNOWN_FIELD`, `UNKNOWN_OPERATOR`, `UNKNOWN_OUTPUT`, `DUPLICATE_OUTPUT`.
 */
export class RuleError extends HelpdeskError {
	constructor(code: string, message: string, remedy: string) {
		super(code, message, { fault: 'settings', remedy });
	}
}
