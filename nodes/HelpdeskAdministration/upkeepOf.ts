import { HelpdeskError } from '../../helpdesk';
import type { Desk, DeskUpkeep } from '../../helpdesk';
import type { DeskCall } from '../common/deskAction';

/** Rejects with `DESK_CANNOT` where people look after the desk in its own pages. */
export function upkeepOf(desk: Desk): DeskUpkeep {
	if (desk.upkeep) return desk.upkeep;
	throw new HelpdeskError('DESK_CANNOT', 'This desk is not administered from here', { fault: 'settings', remedy: 'Do it in the pages of the desk itself.' });
}

/** Entries of a text field, separated by commas or lines. */
export function listIn({ text }: DeskCall, name: string): string[] {
	return text(name)
		.split(/[,;\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

/** A number of the panel; null for 0, which stands for "none". */
export function numberOrNull({ context, itemIndex }: DeskCall, name: string): number | null {
	const value = Number(context.getNodeParameter(name, itemIndex, 0));
	return value === 0 ? null : value;
}
