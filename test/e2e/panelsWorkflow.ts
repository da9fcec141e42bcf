import type { Credential, Workflow, WorkflowNode } from './n8nClient';

type Parameters = Record<string, unknown>;

const PACKAGE = 'n8n-nodes-mail-helpdesk';
export const VTIGER_CREDENTIAL = 'mailHelpdeskVtigerApi';
export const POSTGRES_CREDENTIAL = 'mailHelpdeskPostgresApi';

/** One panel to open: the node's name in the workflow is the name of its picture. */
export interface Panel {
	name: string;
	type: string;
	parameters: Parameters;
}

const ticketLocator = { __rl: true, mode: 'list', value: '' };

/** The nodes that the shipped workflow does not have, and those whose panel depends on the desk, once on each. */
export const PANELS: readonly Panel[] = [
	{ name: 'ticketBuiltIn', type: 'createOrUpdateTicket', parameters: {} },
	{ name: 'ticketVtiger', type: 'createOrUpdateTicket', parameters: { desk: 'vtiger' } },
	{ name: 'contactBuiltIn', type: 'createContactIfNotExists', parameters: {} },
	{ name: 'contactVtiger', type: 'createContactIfNotExists', parameters: { desk: 'vtiger' } },
	{ name: 'linkEmail', type: 'linkEmail', parameters: {} },
	{ name: 'linkEmailVtiger', type: 'linkEmail', parameters: { desk: 'vtiger' } },
	{ name: 'helpdeskTicket', type: 'helpdeskTicket', parameters: { action: 'assign', ticket: ticketLocator } },
	{ name: 'helpdeskTicketGet', type: 'helpdeskTicket', parameters: {} },
	{ name: 'helpdeskTicketVtiger', type: 'helpdeskTicket', parameters: { desk: 'vtiger', action: 'merge' } },
	{ name: 'helpdeskTicketFields', type: 'helpdeskTicket', parameters: { desk: 'vtiger', action: 'changeFields' } },
	{ name: 'helpdeskTicketSearch', type: 'helpdeskTicket', parameters: { action: 'search', conditions: { queue: '', state: 'open', status: '' } } },
	{ name: 'helpdeskTicketComment', type: 'helpdeskTicket', parameters: { action: 'addComment' } },
	{ name: 'helpdeskAdministration', type: 'helpdeskAdministration', parameters: { action: 'setPriority', priorityName: 'High', reactionMinutes: 60, warningMinutes: 240, resolutionMinutes: 480 } },
	{ name: 'helpdeskAdministrationAddress', type: 'helpdeskAdministration', parameters: { action: 'addAddress' } },
	{ name: 'helpdeskAdministrationVtiger', type: 'helpdeskAdministration', parameters: { desk: 'vtiger', action: 'setAgent' } },
	{ name: 'mailbox', type: 'mailbox', parameters: {} },
	{ name: 'mailboxFetch', type: 'mailbox', parameters: { action: 'fetchMessage', findBy: 'messageId' } },
	{ name: 'ruleFilterContact', type: 'ruleFilter', parameters: { outputs: { values: [{ name: 'VIP' }] }, rules: { values: [{ name: 'VIP', output: 'VIP', groups: { values: [{ conditions: { values: [{ field: 'contactField', deskField: 'vip', operator: 'equals', value: 'true' }] } }] } }] } } },
	{ name: 'mailboxScan', type: 'mailbox', parameters: { action: 'scanNow' } },
	{ name: 'storePostgres', type: 'linkEmail', parameters: { store: 'postgres' } },
];

/** A workflow that only has these panels, each with the credentials that it asks for. */
export function panelsWorkflow(credentials: Credential[]): Workflow {
	const nodes = PANELS.map(({ name, type, parameters }, index): WorkflowNode & { typeVersion: number; position: [number, number] } => ({
		id: `panel-${index}`,
		name,
		type: `${PACKAGE}.${type}`,
		typeVersion: 1,
		position: [(index % 5) * 260, Math.floor(index / 5) * 220],
		parameters,
		credentials: Object.fromEntries(credentials.map((credential) => [credential.type, { id: credential.id, name: credential.name }])),
	}));
	return { name: 'Panels', nodes, connections: {}, settings: {} };
}
