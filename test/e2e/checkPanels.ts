import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { VtigerDouble } from '../support/vtigerDouble/startVtigerDouble';
import type { Checks } from './checks';
import type { Credential, N8nClient, PanelList, Workflow } from './n8nClient';
import { ANNA, fillDesks, TITLES } from './panelDesks';
import { DOCUMENTED, PANELS, panelsWorkflow, VTIGER_CREDENTIAL } from './panelsWorkflow';
import { openEditor, type EditorWindow, type Picture } from './pictures';
import { imapData, ROOT, smtpData, type Stage } from './stage';

/** What is done in a panel before its picture is taken. */
const INSIDE: Readonly<Record<string, (page: Page) => Promise<void>>> = {
	ticketFields: async (page) => await openFieldList(page, 'Queue'),
	ticketFieldsVtiger: async (page) => await openFieldList(page, 'Severity'),
	helpdeskTicket: async (page) => await openRecords(page, 'ticket', TITLES[0] ?? ''),
	mergeVtiger: async (page) => await page.getByText('The chosen desk cannot do this: Merge').waitFor(),
	changeContact: async (page) => await openRecords(page, 'contact', 'Eva Example'),
	mailbox: async (page) => await showsAction(page, 'List Quarantine'),
	fetchMessage: async (page) => await showsAction(page, 'Fetch One Message'),
};

/** What the dialog of a credential says once it has tried the connection; nobody can sign in by OAuth here. */
const DIALOG_SAYS: Readonly<Record<string, string>> = {
	mailHelpdeskImapApi: 'Connection tested successfully',
	mailHelpdeskSmtpApi: 'Connection tested successfully',
	mailHelpdeskVtigerApi: 'Connection tested successfully',
	mailHelpdeskPostgresApi: 'connect with these settings',
	mailHelpdeskMicrosoftOAuth2Api: 'OAuth Redirect URL',
	mailHelpdeskGoogleOAuth2Api: 'OAuth Redirect URL',
};

/** Opens "Add field" of a field mapper and waits for one of the desk's fields in it. */
async function openFieldList(page: Page, field: string): Promise<void> {
	const mapper = page.locator(`[data-test-id="ndv"] [data-test-id="resource-mapper-container"]`).first();
	await mapper.waitFor();
	await mapper.locator('[data-test-id="add-fields-select"] button').first().click();
	await page.getByRole('menuitem', { name: field, exact: true }).first().waitFor();
}

/** A panel may lose its drop-down of actions: n8n leaves out what credentials depend on. */
async function showsAction(page: Page, action: string): Promise<void> {
	equal(await page.locator('[data-test-id="parameter-input-action"] input').first().inputValue(), action);
}

/** Opens the list of a resource locator and waits for one of its records. */
async function openRecords(page: Page, parameter: string, record: string): Promise<void> {
	await page.locator(`[data-test-id="resource-locator-${parameter}"] [data-test-id="rlc-input"]`).first().click();
	await page.locator('[data-test-id="rlc-item"]').filter({ hasText: record }).first().waitFor();
}

/** As people would call them; no name is part of another. */
const NAMES: Readonly<Record<string, string>> = {
	mailHelpdeskImapApi: 'Mailbox of the panels',
	mailHelpdeskSmtpApi: 'Outgoing mail of the panels',
	mailHelpdeskVtigerApi: 'Vtiger of the panels',
	mailHelpdeskPostgresApi: 'Database of the panels',
	mailHelpdeskMicrosoftOAuth2Api: 'Microsoft account of the panels',
	mailHelpdeskGoogleOAuth2Api: 'Google account of the panels',
};

/** Every credential type with what a person would have filled in; the OAuth ones are signed in to by nobody. */
async function makeCredentials({ client, dovecot, sink }: Stage, double: VtigerDouble): Promise<Credential[]> {
	const { url, user, accessKey } = double.account;
	const data: Record<string, Record<string, unknown>> = {
		mailHelpdeskImapApi: imapData(dovecot.port),
		mailHelpdeskSmtpApi: smtpData(sink.port),
		[VTIGER_CREDENTIAL]: { url, user, apiKey: accessKey },
		mailHelpdeskPostgresApi: { host: '127.0.0.1', port: 5432, database: 'helpdesk', user: 'helpdesk', password: 'x', encryption: 'none', schema: 'mail_helpdesk' },
		mailHelpdeskMicrosoftOAuth2Api: { grantType: 'authorizationCode', user: 'anna@example.com', address: 'support@example.com' },
		mailHelpdeskGoogleOAuth2Api: { user: 'support@example.com' },
	};
	return await Promise.all(Object.entries(data).map(async ([type, values]) => await client.createCredential({ name: NAMES[type] ?? type, type, data: values })));
}

/** Opens every panel and dialog in the editor, with its lists filled from a real desk. */
export async function checkPanels(check: Checks['check'], stage: Stage, { folder, updatePictures }: { folder: string; updatePictures: boolean }): Promise<void> {
	const double = await fillDesks(stage.n8n.userFolder);
	let editor: EditorWindow | undefined;
	try {
		const credentials = await makeCredentials(stage, double);
		const workflow = panelsWorkflow(credentials);
		await checkLists(check, stage.client, workflow);
		const window = (editor = await openEditor(stage.n8n, stage.client, await stage.client.importWorkflow(workflow), folder));
		const pictures: Picture[] = [];
		await check('every panel opens, with its lists filled from the desk', async () => {
			for (const { name, picture } of PANELS) {
				if (picture !== null) pictures.push(await window.photographNode(name, picture, INSIDE[picture]));
			}
		});
		await check('the dialogs of all six credentials open, and say whether they can sign in', async () => {
			for (const { name, type } of credentials) pictures.push(await window.photographCredential(name, type, DIALOG_SAYS[type] ?? ''));
		});
		if (updatePictures) keepDocumented(folder);
		await check('none of these pictures is blank', () => deepEqual(pictures.filter(({ colours }) => colours < 100).map(({ name }) => name), []));
	} finally {
		await editor?.close();
		await double.close();
	}
}

function keepDocumented(folder: string): void {
	for (const name of DOCUMENTED) copyFileSync(join(folder, `${name}.png`), join(ROOT, 'docs', 'images', `${name}.png`));
}

interface Found {
	results: { name: string; value: string }[];
	paginationToken?: string;
}

async function checkLists(check: Checks['check'], client: N8nClient, workflow: Workflow): Promise<void> {
	const node = (name: string): PanelList['node'] => {
		const found = workflow.nodes.find((each) => each.name === name);
		if (!found) throw new Error(`There is no panel "${name}".`);
		return found;
	};
	const records = async (name: string, list: Omit<PanelList, 'node'>) => (await client.panelList<Found>('resource-locator-results', { ...list, node: node(name) })).results;
	const fields = async (name: string, parameter: string, methodName: string) =>
		(await client.panelList<{ fields: { displayName: string; options?: { name: string }[] }[] }>('resource-mapper-fields', { parameter, methodName, node: node(name) })).fields;

	await check('tickets and people are searched in the built-in desk and in Vtiger', async () => {
		for (const panel of ['Helpdesk Ticket', 'Change Fields']) {
			const found = await records(panel, { parameter: 'ticket', methodName: 'searchTickets', filter: 'invoice' });
			equal(found.length, 1);
			match(found[0]?.name ?? '', /^TT\d+ Invoice 4711 is missing$/);
			ok((await records(panel, { parameter: 'ticket', methodName: 'searchTickets' })).length >= TITLES.length);
		}
		deepEqual(await records('Helpdesk Ticket', { parameter: 'person', methodName: 'searchAgents', filter: 'ANNA' }), [{ name: ANNA.name, value: ANNA.address }]);
		match((await records('Change Contact', { parameter: 'contact', methodName: 'searchContacts', filter: 'eva@customer' }))[0]?.name ?? '', /^Eva Example <eva@/);
	});
	await check('queues and groups are in the drop-downs, and the fields of each desk in its field mapper', async () => {
		const options = async (parameter: string, methodName: string) =>
			(await client.panelList<{ name: string }[]>('options', { parameter, methodName, node: node('Search') })).map(({ name }) => name);
		deepEqual(await options('conditions.queue', 'loadQueues'), ['Any', 'Sales', 'Support']);
		deepEqual(await options('group', 'loadGroups'), ['First Line']);
		ok((await options('conditions.status', 'loadStatuses')).includes('In Progress'));
		const names = (found: { displayName: string }[]) => found.map(({ displayName }) => displayName);
		ok(names(await fields('Create/Update Ticket', 'createFields', 'newTicketFields')).includes('Queue'));
		const ofVtiger = await fields('Create/Update Ticket in Vtiger', 'createFields', 'newTicketFields');
		deepEqual(ofVtiger.find(({ displayName }) => displayName === 'Priority')?.options?.map(({ name }) => name), ['Low', 'Normal', 'High', 'Urgent']);
		ok(names(await fields('Create Contact in Vtiger', 'fields', 'contactFields')).includes('Lead Source'));
	});
}
