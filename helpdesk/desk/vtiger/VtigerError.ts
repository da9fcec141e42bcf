import type { HelpdeskErrorDetails } from '../../errors';
import { DeskError } from '../DeskError';

/** Vtiger could not be reached, or refused, or answered oddly. */
export class VtigerError extends DeskError {
	constructor(
		code: string,
		message: string,
		details: HelpdeskErrorDetails,
		/** Whether the request may have had its effect all the same: then what it made must be looked for before it is sent again. */
		readonly mayBeDone: boolean,
	) {
		super(code, message, details);
	}
}
