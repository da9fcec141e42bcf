import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeHelpers, NodeOperationError, Workflow } from 'n8n-workflow';
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodeTypes,
} from 'n8n-workflow';
import type { Email } from '../../../helpdesk/email/Email';
import { FIELDS } from '../../../helpdesk/rules/fields';
import { OPERATORS } from '../../../helpdesk/rules/operators';
import type { RuleField } from '../../../helpdesk/rules/Rule';
import { getOutputs, outputNames } from '../../../nodes/RuleFilter/outputs';
import { readRules } from '../../../nodes/RuleFilter/ruleParameters';
import { conditionProperties } from '../../../nodes/RuleFilter/conditionProperties';
import { RuleFilter } from '../../../nodes/RuleFilter/RuleFilter.node';
import { openBuiltInStore } from '../../../nodes/common/store';
import { AUTOMATIC_CLASSES, contextFor, mailItem } from './ruleFilterFixtures';

const userFolder = mkdtempSync(join(tmpdir(), 'rule-filter-'));
const userFolderBefore = process.env.N8N_USER_FOLDER;

// A failing node writes to the journal, which lies in n8n's user folder.
beforeAll(() => {
	process.env.N8N_USER_FOLDER = userFolder;
});

afterAll(async () => {
	await (await openBuiltInStore('')).store.close();
	if (userFolderBefore === undefined) delete process.env.N8N_USER_FOLDER;
	else process.env.N8N_USER_FOLDER = userFolderBefore;
	rmSync(userFolder, { recursive: true, force: true });
});

const { description } = new RuleFilter();
const folder = join(__dirname, '../../../nodes/RuleFilter');

function nodeWith(parameters: INodeParameters): INode {
	return { id: '1', name: 'Rule Filter', type: 'ruleFilter', typeVersion: 1, position: [0, 0], parameters };
}

/** The outputs as n8n itself works them out for editor and engine. */
function outputsOf(parameters: INodeParameters): string[] {
	const type = new RuleFilter();
	const nodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) } as unknown as INodeTypes;
	const node = nodeWith(parameters);
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return NodeHelpers.getNodeOutputs(workflow, workflow.getNode(node.name)!, description).map((output) =>
		typeof output === 'string' ? output : (output.displayName ?? ''),
	);
}

const two = { values: [{ name: 'Update Ticket' }, { name: 'New Ticket' }] };
const oneRule = (changes: IDataObject = {}, conditions: IDataObject[] = []): IDataObject => ({
	values: [{ name: 'R', output: 'New Ticket', groups: { values: [{ conditions: { values: conditions } }] }, ...changes }],
});

async function refusalOf(items: INodeExecutionData[], parameters: IDataObject): Promise<NodeOperationError> {
	try {
		await new RuleFilter().execute.call(contextFor(items, parameters, description));
	} catch (error) {
		if (error instanceof NodeOperationError) return error;
		throw error;
	}
	throw new Error('nothing was refused');
}

describe('the outputs of the node', () => {
	it('are those of the two-rule set-up at first, and "No rule matched" first', () => {
		expect(outputsOf({})).toEqual(['No rule matched', 'Update Ticket', 'New Ticket']);
	});

	it.each<[string, INodeParameters, string[]]>([
		['three names', { outputs: { values: [{ name: 'A' }, { name: ' B ' }, { name: '' }] } }, ['No rule matched', 'A', 'B', 'Output 3']],
		['no name at all', { outputs: { values: [{}] } }, ['No rule matched', 'Output 1']],
		['an emptied list', { outputs: {} }, ['No rule matched']],
		['a list without entries', { outputs: { values: [] } }, ['No rule matched']],
		['names that look like code', { outputs: { values: [{ name: '"}}); throw 1' }] } }, ['No rule matched', '"}}); throw 1']],
	])('are robust: %s', (_, parameters, expected) => {
		expect(outputsOf(parameters)).toEqual(expected);
	});

	it('are offered to rules by name, each once, without the unnamed', async () => {
		const asked = async (outputs: unknown) => await getOutputs.call({ getCurrentNodeParameter: () => outputs } as unknown as ILoadOptionsFunctions);
		expect(await asked({ values: [{ name: 'A' }, { name: '' }, { name: 'A' }, { name: 'B' }] })).toEqual([
			{ name: 'A', value: 'A' },
			{ name: 'B', value: 'B' },
		]);
		expect((await asked(undefined)).map(({ name }) => name)).toEqual(['Update Ticket', 'New Ticket']);
	});

	it('are read from whatever a workflow holds', () => {
		for (const broken of [null, undefined, 'x', 5, [], { values: 'x' }]) expect(outputNames(broken)).toEqual([]);
		expect(outputNames({ values: [null, { name: 5 }, { name: 'A' }] })).toEqual(['', '', 'A']);
	});
});

describe('the panel', () => {
	const property = (name: string): INodeProperties[] => conditionProperties.filter((one) => one.name === name);
	const shown = (name: string, values: INodeParameters): INodeProperties[] =>
		property(name).filter((one) => NodeHelpers.displayParameter(values, one, nodeWith({}), description));
	const optionValues = (one: INodeProperties | undefined) => (one?.options ?? []).map((option) => (option as { value: string }).value).sort();

	it('has nothing to complain about at first', () => {
		const node = nodeWith({});
		node.parameters = NodeHelpers.getNodeParameters(description.properties, {}, true, false, node, description) ?? {};
		expect(NodeHelpers.getNodeParametersIssues(description.properties, node, description)).toBeNull();
	});

	it('keeps both default rules when n8n fills in what is missing', () => {
		const node = nodeWith({});
		const filled = NodeHelpers.getNodeParameters(description.properties, {}, true, false, node, description);
		const conditions = readRules(filled?.rules).map((rule) => rule.groups[0]?.conditions[0]);
		expect(conditions).toEqual([
			{ field: 'subject', header: '', deskField: '', operator: 'hasTicketId', value: '' },
			{ field: 'subject', header: '', deskField: '', operator: 'notEquals', value: '' },
		]);
	});

	it('offers every field of the domain', () => {
		expect(optionValues(property('field')[0])).toEqual(Object.keys(FIELDS).sort());
	});

	it.each(Object.keys(FIELDS) as RuleField[])('offers for %s exactly the operators that fit, and at most one value', (field) => {
		const lists = shown('operator', { field });
		expect(lists).toHaveLength(1);
		const fitting = Object.entries(OPERATORS).filter(([, operator]) => operator.fits.includes(FIELDS[field].kind));
		expect(optionValues(lists[0])).toEqual(fitting.map(([name]) => name).sort());
		for (const [operator, { needsValue }] of fitting) expect(shown('value', { field, operator })).toHaveLength(needsValue ? 1 : 0);
	});

	it('offers every kind of message', () => {
		expect(optionValues(shown('value', { field: 'automaticClass', operator: 'equals' })[0])).toEqual([...AUTOMATIC_CLASSES].sort());
	});

	it('asks for a header name only for headers', () => {
		expect(shown('header', { field: 'header' })).toHaveLength(1);
		expect(shown('header', { field: 'subject' })).toHaveLength(0);
	});

	it('gives a new condition the operator and value that its field shows', () => {
		// n8n's editor takes the defaults of all properties in order; of two with one name the last counts.
		const fresh: INodeParameters = Object.fromEntries(conditionProperties.map((one) => [one.name, one.default]));
		expect(fresh).toEqual({ field: 'subject', header: '', deskField: '', operator: 'contains', value: '' });
		expect(optionValues(shown('operator', fresh)[0])).toContain(fresh.operator);
	});

	it('stores the names that saved workflows count on', () => {
		const rules = description.properties.find(({ name }) => name === 'rules')!;
		const names = (of: INodeProperties): string[] => (of.options as INodePropertyCollection[])[0]!.values.map(({ name }) => name);
		const inner = (of: INodeProperties, name: string) => (of.options as INodePropertyCollection[])[0]!.values.find((one) => one.name === name)!;
		expect(description.properties.map(({ name }) => name)).toEqual(['outputs', 'rules', 'desk', 'store', 'options']);
		expect(names(rules)).toEqual(['name', 'enabled', 'output', 'combine', 'groups', 'limits']);
		expect(names(inner(rules, 'groups'))).toEqual(['combine', 'conditions']);
		expect([...new Set(names(inner(inner(rules, 'groups'), 'conditions')))]).toEqual(['field', 'header', 'deskField', 'operator', 'value']);
		expect((inner(rules, 'limits').options as INodeProperties[]).map(({ name }) => name)).toEqual(['folders', 'mailboxes']);
	});

	it('has its icons and its codex entry', () => {
		const icon = description.icon as { light: string; dark: string };
		for (const file of Object.values(icon)) expect(readFileSync(join(folder, file.replace('file:', '')), 'utf8')).toMatch(/^<svg .*viewBox="0 0 60 60"/);
		expect(JSON.parse(readFileSync(join(folder, 'RuleFilter.node.json'), 'utf8'))).toMatchObject({ node: 'n8n-nodes-mail-helpdesk.ruleFilter' });
	});
});

describe('parameters as a workflow holds them', () => {
	it('get the defaults that the editor shows', () => {
		expect(readRules({ values: [{ groups: { values: [{ conditions: { values: [{}] } }] } }] })).toEqual([
			{
				name: '',
				enabled: true,
				output: '',
				folders: [],
				mailboxes: [],
				combine: 'all',
				groups: [{ combine: 'all', conditions: [{ field: 'subject', header: '', deskField: '', operator: 'contains', value: '' }] }],
			},
		]);
	});

	it('may be broken without a throw', () => {
		for (const broken of [null, undefined, 'x', 5, [], {}, { values: {} }]) expect(readRules(broken)).toEqual([]);
		for (const broken of [null, 5, { groups: 'x', limits: 7, enabled: 'false' }]) expect(readRules({ values: [broken] })).toHaveLength(1);
	});

	it('may come from expressions', () => {
		const value = (one: unknown) => readRules({ values: [{ groups: { values: [{ conditions: { values: [{ value: one }] } }] } }] })[0]?.groups[0]?.conditions[0]?.value;
		expect(value(5)).toBe('5');
		expect(value(true)).toBe('true');
		expect(value(new Date('2026-01-31T00:00:00Z'))).toBe('2026-01-31T00:00:00.000Z');
		expect(value({ toISO: () => '2026-01-31T00:00:00.000+01:00' })).toBe('2026-01-31T00:00:00.000+01:00');
		expect(value(new Date('x'))).toBe('');
		expect(value(null)).toBe('');
		expect(readRules({ values: [{ limits: { folders: 'INBOX', mailboxes: ['a', '', null] } }] })[0]).toMatchObject({ folders: ['INBOX'], mailboxes: ['a'] });
	});
});

describe('the node at work', () => {
	it('sends a reply to the first output and any other mail to the second, as Vtiger would', async () => {
		const items = [mailItem({ subject: 'Re: TT15 [ Ticket Id : 1483 ] Printer' }), mailItem({ subject: 'Printer' }), mailItem({ subject: '' })];
		const [unmatched, update, create] = await new RuleFilter().execute.call(contextFor(items, {}, description));
		expect(update!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(create!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
		expect(unmatched).toEqual([]);
		expect(update![0]!.json.verdict).toEqual({
			rule: { name: 'Reply to a ticket', position: 1, output: 'Update Ticket' },
			captured: '1483',
			reasons: [expect.stringContaining('Rule 1 "Reply to a ticket" matched: Subject has a ticket id holds')],
			explanation: expect.arrayContaining([expect.stringContaining('Rule 1 "Reply to a ticket" matched')]),
		});
	});

	it('makes a new ticket of every reply when the two rules are swapped', async () => {
		const node = nodeWith({});
		const filled = NodeHelpers.getNodeParameters(description.properties, {}, true, false, node, description)!;
		const rules = { values: [...((filled.rules as IDataObject).values as INodeParameters[])].reverse() };
		const [, update, create] = await new RuleFilter().execute.call(contextFor([mailItem({ subject: '[ Ticket Id : 1 ]' })], { rules }, description));
		expect([update!.length, create!.length]).toEqual([0, 1]);
	});

	it('sends what no rule matches to the first output, with the reasons', async () => {
		const rules = oneRule({}, [{ field: 'subject', operator: 'contains', value: 'invoice' }]);
		const results = await new RuleFilter().execute.call(contextFor([mailItem()], { outputs: two, rules }, description));
		expect(results.map(({ length }) => length)).toEqual([1, 0, 0]);
		expect(results[0]![0]!.json.verdict).toMatchObject({ rule: null, captured: '', reasons: [expect.any(String), 'No rule matched.'] });
	});

	it('keeps binary data, other fields and what the verdict held, and leaves the incoming item as it was', async () => {
		const item = mailItem({ verdict: { decision: 'x' } });
		item.binary = { attachment_0: { data: 'eA==', mimeType: 'text/plain' } };
		const before = structuredClone(item);
		const [, , create] = await new RuleFilter().execute.call(contextFor([item], {}, description));
		expect(create![0]!.binary).toEqual(item.binary);
		expect(create![0]!.json).toMatchObject({ messageId: '<one@example.com>', verdict: { decision: 'x', rule: { position: 2 } } });
		expect(item).toEqual(before);
	});

	it('refuses a bad pattern and an unknown output, and names item, cause and remedy', async () => {
		const bad = oneRule({}, [{ field: 'subject', operator: 'regex', value: 'a(' }]);
		const refused = await refusalOf([mailItem()], { outputs: two, rules: bad });
		expect(refused).toBeInstanceOf(NodeOperationError);
		expect(refused.message).toContain('error at character 2');
		expect(refused.description).toContain('Add the missing ")"');
		expect(refused.context.itemIndex).toBe(0);
		const unknown = await refusalOf([mailItem()], { outputs: two, rules: oneRule({ output: 'Gone' }) });
		expect(unknown.message).toBe('Rule 1 "R" points at the output "Gone", which does not exist');
		expect(unknown.description).toBe('Choose one of the outputs "Update Ticket", "New Ticket" in the rule.');
	});

	it('notes a failure in the journal, so that the message is not acknowledged', async () => {
		const item = mailItem({ mailbox: { ...mailItem().json.mailbox as unknown as Email['mailbox'], key: 'noted' } });
		const rules = oneRule({ output: 'Gone' });
		await new RuleFilter().execute.call(contextFor([item], { outputs: two, rules }, description, true));
		const { journal } = await openBuiltInStore('');
		expect(await journal.failures('noted')).toMatchObject([{ node: 'Rule Filter', fault: 'settings' }]);
	});

	it('refuses an item that is no e-mail in plain words', async () => {
		const refused = await refusalOf([{ json: { subject: 'x' } }], {});
		expect(refused.message).toBe('This item is not an e-mail from the IMAP Scanner Trigger');
		expect(refused.description).toContain('IMAP Scanner Trigger');
	});

	it('puts a failed item on the first output under "continue on fail", and goes on with the others', async () => {
		const results = await new RuleFilter().execute.call(contextFor([{ json: { subject: 'x' } }, mailItem()], {}, description, true));
		expect(results.map(({ length }) => length)).toEqual([1, 0, 1]);
		expect(results[0]![0]).toMatchObject({
			json: { subject: 'x', error: { message: 'This item is not an e-mail from the IMAP Scanner Trigger' } },
			pairedItem: { item: 0 },
		});
	});
});
