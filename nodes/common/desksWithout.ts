import type { DeskAbility } from '../../helpdesk';

/** As the drop-down "Desk" names those that cannot do everything. */
export const DESK_NAMES: Readonly<Record<string, string>> = { vtiger: 'Vtiger' };

/** What each desk cannot do, by its value in the drop-down "Desk": the panel must know before any server is asked. The built-in desk can do everything. */
export const CANNOT: Readonly<Record<string, readonly DeskAbility[]>> = {
	vtiger: ['merge', 'queues', 'priorityTimes', 'readFiles', 'setUp', 'blockList', 'retention', 'exportPerson', 'erasePerson'],
};

/** Desks that cannot do this. */
export function desksWithout(ability: DeskAbility | undefined): string[] {
	return ability === undefined ? [] : Object.keys(CANNOT).filter((desk) => CANNOT[desk]?.includes(ability));
}
