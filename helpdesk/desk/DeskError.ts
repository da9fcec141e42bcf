import { HelpdeskError } from '../errors';

/** A desk could not do what it was asked. */
export class DeskError extends HelpdeskError {}

/** For calls that a desk has no means for; its `abilities` say so beforehand. `what` completes "cannot". */
export function deskCannot(desk: string, what: string): DeskError {
	return new DeskError('DESK_CANNOT', `${desk} cannot ${what}`, { fault: 'settings', remedy: 'Choose another action, or another desk. The page of each desk lists what it can do.' });
}
