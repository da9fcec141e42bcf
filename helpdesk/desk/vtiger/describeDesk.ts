import type { DeskAbility, DeskDescription } from '../DeskDescription';
import type { VtigerContext } from './context';
import { describedContactFields, describedOrganizationFields, describedTicketFields, statuses } from './fields';
import { owners } from './owners';

const ABILITIES: DeskAbility[] = ['deleteTickets', 'internalComments', 'overwriteDescription', 'searchText', 'groups', 'createOrganizations', 'contactAddresses', 'linkMails', 'changeFeed'];

/** The desk as its admin has set it up in Vtiger. */
export async function describeDesk(context: VtigerContext): Promise<DeskDescription> {
	const tickets = await context.modules.of('HelpDesk');
	const contacts = await context.modules.of('Contacts');
	const organizations = await context.modules.of('Accounts');
	const { open, closed } = statuses(tickets);
	const all = await owners(context);
	return {
		name: 'Vtiger CRM',
		ticketFields: describedTicketFields(tickets),
		contactFields: describedContactFields(contacts),
		organizationFields: describedOrganizationFields(organizations),
		openStatus: open,
		closedStatuses: closed,
		abilities: [...ABILITIES],
		people: all.filter(({ isGroup }) => !isGroup).map(({ id, name, address }) => ({ id, name, address })),
		groups: all.filter(({ isGroup }) => isGroup).map(({ id, name }) => ({ id, name, people: [] })),
		queues: [],
		priorities: (tickets.fields.find(({ name }) => name === 'ticketpriorities')?.values ?? []).map((name) => ({ name, reactionMinutes: null, warningMinutes: null, resolutionMinutes: null })),
	};
}
