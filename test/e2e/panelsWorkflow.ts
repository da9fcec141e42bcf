import type { Credential, Workflow, WorkflowNode } from './n8nClient';

type Parameters = Record<string, unknown>;

const PACKAGE = 'n8n-nodes-mail-helpdesk';
export const VTIGER_CREDENTIAL = 'mailHelpdeskVtigerApi';

/** One panel to open. */
export interface Panel {
	/** Of the node. */
	name: string;
	/** Of the file that the photograph goes to; null: it is not opened, only its lists are asked for. */
	picture: string | null;
	type: string;
	parameters: Parameters;
}

/** A locator that is filled with nothing yet, so that its list can be opened. */
const FROM_LIST = { __rl: true, mode: 'list', value: '' };
const VIP = { field: 'contactField', deskField: 'vip', operator: 'equals', value: 'true' };
const VIP_RULES = { values: [{ name: 'VIP', output: 'VIP', groups: { values: [{ conditions: { values: [VIP] } }] } }] };

/** The nodes that the shipped workflow does not have, and those whose panel depends on the desk. */
export const PANELS: readonly Panel[] = [
	{ name: 'Scanner with Options', picture: 'scannerOptions', type: 'imapScannerTrigger', parameters: { options: { once: 'mailbox', pollSeconds: 60, retryMinutes: '1, 5, 30, 120, 360' } } },
	{ name: 'Create/Update Ticket', picture: 'ticketFields', type: 'createOrUpdateTicket', parameters: {} },
	{ name: 'Create/Update Ticket in Vtiger', picture: 'ticketFieldsVtiger', type: 'createOrUpdateTicket', parameters: { desk: 'vtiger' } },
	{ name: 'Create Contact in Vtiger', picture: null, type: 'createContactIfNotExists', parameters: { desk: 'vtiger' } },
	{ name: 'Link E-mail', picture: 'linkEmail', type: 'linkEmail', parameters: { desk: 'vtiger' } },
	{ name: 'Helpdesk Ticket', picture: 'helpdeskTicket', type: 'helpdeskTicket', parameters: { action: 'assign', ticket: FROM_LIST } },
	{ name: 'Change Fields', picture: null, type: 'helpdeskTicket', parameters: { desk: 'vtiger', action: 'changeFields' } },
	{ name: 'Merge', picture: 'mergeVtiger', type: 'helpdeskTicket', parameters: { desk: 'vtiger', action: 'merge' } },
	{ name: 'Search', picture: null, type: 'helpdeskTicket', parameters: { action: 'search', conditions: { queue: '', state: 'open', status: '' } } },
	{ name: 'Helpdesk Administration', picture: 'helpdeskAdministration', type: 'helpdeskAdministration', parameters: { action: 'setPriority', priorityName: 'High', reactionMinutes: 60, warningMinutes: 240, resolutionMinutes: 480 } },
	{ name: 'Change Contact', picture: 'changeContact', type: 'helpdeskAdministration', parameters: { action: 'changeContact' } },
	{ name: 'Mailbox', picture: 'mailbox', type: 'mailbox', parameters: {} },
	{ name: 'Fetch', picture: 'fetchMessage', type: 'mailbox', parameters: { action: 'fetchMessage', findBy: 'messageId' } },
	{ name: 'VIP Filter', picture: 'ruleFilterContact', type: 'ruleFilter', parameters: { outputs: { values: [{ name: 'VIP' }] }, rules: VIP_RULES } },
];

/** Of these the photographs are shown in the documentation; the others are only looked at. */
export const DOCUMENTED: readonly string[] = ['linkEmail', 'helpdeskTicket', 'helpdeskAdministration', 'mailbox', 'ticketFieldsVtiger'];

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
