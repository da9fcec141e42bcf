import { DeskError } from '../DeskError';

/** For what is not among the desk's abilities. */
export function refuse(what: string): never {
	throw new DeskError('DESK_CANNOT', `The Vtiger desk cannot ${what}`, { fault: 'settings', remedy: 'Do it in Vtiger itself, or choose another desk.' });
}
