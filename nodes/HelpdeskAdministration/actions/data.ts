import type { DeskAction } from '../../common/deskAction';
import { numberOrNull, upkeepOf } from '../upkeepOf';

const days = { type: 'number' as const, typeOptions: { minValue: 0 }, default: 0 };
const address = { displayName: 'Address', name: 'personAddress', type: 'string' as const, default: '', required: true, placeholder: 'e.g. anna@example.com', description: 'An address of the person; all addresses of the same contact count' };

export const eraseOld: DeskAction = {
	option: { name: 'Erase Old Tickets and Files', value: 'eraseOld', description: 'Keep closed tickets and their files only for so many days', action: 'Erase old tickets and files' },
	needs: 'retention',
	writes: true,
	properties: [
		{ ...days, displayName: 'Keep Closed Tickets for (Days)', name: 'ticketDays', description: 'Counted from the last change. 0 keeps them for ever. Open tickets are never erased.' },
		{ ...days, displayName: 'Keep Their Files for (Days)', name: 'fileDays', description: 'Counted from the last change of the ticket. 0 keeps them as long as the ticket.' },
	],
	run: async (call) => ({ erased: await upkeepOf(call.desk).expire({ ticketsAfterDays: numberOrNull(call, 'ticketDays'), filesAfterDays: numberOrNull(call, 'fileDays') }) }),
};

export const exportPerson: DeskAction = {
	option: { name: 'Export Person', value: 'exportPerson', description: 'Everything that the desk knows of one person', action: 'Export a person' },
	needs: 'exportPerson',
	writes: false,
	properties: [address],
	run: async ({ desk, text }) => [{ ...(await upkeepOf(desk).exportPerson(text('personAddress'))) }],
};

export const erasePerson: DeskAction = {
	option: { name: 'Erase Person', value: 'erasePerson', description: 'Erase contact, tickets and mails of one person, for good', action: 'Erase a person' },
	needs: 'erasePerson',
	writes: true,
	properties: [address],
	run: async ({ desk, text }) => ({ erased: { ...(await upkeepOf(desk).erasePerson(text('personAddress'))) } }),
};
