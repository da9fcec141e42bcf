import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ITriggerFunctions, INodeType, Logger, INodeTypeDescription, IRun, INode, INodeExecutionData } from 'n8n-workflow';
import { CORE_NODES } from '../../runner/coreNodes';
import type { WorkflowFile } from '../../runner/execution';
import { joinCatalogues, type TypeCatalogue } from '../../runner/nodeTypes';
import { startWorkflow, type RunningWorkflow } from '../../runner/startWorkflow';

type Done = Parameters<ITriggerFunctions['emit']>[2];

let emitFromTrigger: (subject: string, key?: string) => Promise<IRun | undefined>;
let seenCredential: unknown;
let closed = 0;
let seenActivation = '';
let ofTrigger: { log(line: string): void; failed(error: Error): void; broken(error: Error): void };

const description = (name: string, rest: Partial<INodeTypeDescription> = {}): INodeTypeDescription => ({
	name, displayName: name, group: ['transform'], version: 1, description: name, defaults: { name }, inputs: ['main'], outputs: ['main'], properties: [], ...rest,
});

const trigger: INodeType = {
	description: description('trigger', { inputs: [], group: ['trigger'] }),
	async trigger() {
		ofTrigger = {
			log: (line) => this.logger.info(line),
			failed: (error) => this.saveFailedExecution(error as never),
			broken: (error) => this.emitError(error),
		};
		seenActivation = this.getActivationMode();
		const item = async (subject: string): Promise<INodeExecutionData> => {
			const bytes = await this.helpers.prepareBinaryData(Buffer.from(`bytes of ${subject}`), 'note.txt', 'text/plain');
			return { json: { subject }, binary: { attachment_0: bytes } };
		};
		emitFromTrigger = async (subject, key) => {
			const one = await item(subject);
			return await new Promise<IRun | undefined>((resolve, reject) => {
				const done = { promise: Promise.resolve(), resolve, reject } as unknown as NonNullable<Done>;
				this.emit([[one]], undefined, done, key);
			});
		};
		return {
			closeFunction: async () => void (closed += 1),
			manualTriggerFunction: async () => this.emit([[await item('by hand')]]),
		};
	},
};

const failing: INodeType = {
	description: description('failing', { properties: [{ displayName: 'When', name: 'when', type: 'string', default: '' }] }),
	async execute() {
		const items = this.getInputData();
		items.forEach((item, index) => {
			if (item.json.subject === this.getNodeParameter('when', index)) throw new Error('told to fail');
		});
		return [items];
	},
};

const branching: INodeType = {
	description: description('branching', {
		outputs: ['main', 'main'],
		properties: [{ displayName: 'Yes', name: 'yes', type: 'boolean', default: false }],
	}),
	async execute() {
		const items = this.getInputData();
		const yes = items.map((_, index) => this.getNodeParameter('yes', index) === true);
		return [items.filter((_, index) => yes[index]), items.filter((_, index) => !yes[index])];
	},
};

const reading: INodeType = {
	description: description('reading', { credentials: [{ name: 'tinyApi', required: true }] }),
	async execute() {
		seenCredential = await this.getCredentials('tinyApi', 0);
		const bytes = await this.helpers.getBinaryDataBuffer(0, 'attachment_0');
		return [[{ json: { ...this.getInputData()[0]?.json, read: bytes.toString() }, pairedItem: { item: 0 } }]];
	},
};

const types: TypeCatalogue = joinCatalogues(CORE_NODES, {
	nodes: { 'tiny.trigger': trigger, 'tiny.failing': failing, 'tiny.branching': branching, 'tiny.reading': reading },
	credentials: {
		tinyApi: {
			name: 'tinyApi', displayName: 'Tiny',
			properties: [
				{ displayName: 'User', name: 'user', type: 'string', default: '' },
				{ displayName: 'Port', name: 'port', type: 'number', default: 993 },
			],
		},
	},
});

const node = (name: string, type: string, parameters: INode['parameters'] = {}, rest: Partial<INode> = {}): INode => ({
	id: name, name, type, typeVersion: 1, position: [0, 0], parameters, ...rest,
});
const to = (...names: string[]) => names.map((name) => ({ node: name, type: 'main' as const, index: 0 }));

function tinyWorkflow(onError?: INode['onError']): WorkflowFile {
	return {
		name: 'tiny',
		nodes: [
			node('Start', 'tiny.trigger'),
			node('Fail', 'tiny.failing', { when: '={{ "bad" + " mail" }}' }, onError ? { onError } : {}),
			node('Branch', 'tiny.branching', { yes: '={{ $json.subject.startsWith("Re:") }}' }),
			node('Read', 'tiny.reading'),
			node('Rest', 'n8n-nodes-base.noOp'),
			node('Note', 'n8n-nodes-base.stickyNote', { content: 'words' }),
		],
		connections: {
			Start: { main: [to('Fail')] },
			Fail: { main: [to('Branch')] },
			Branch: { main: [to('Read'), to('Rest')] },
		},
		settings: { executionOrder: 'v1' },
	};
}

describe('the runner', () => {
	const folder = mkdtempSync(join(tmpdir(), 'runner-'));
	let running: RunningWorkflow | null = null;

	const start = async (workflow = tinyWorkflow(), more: Partial<Parameters<typeof startWorkflow>[0]> = {}) => {
		running = await startWorkflow({ workflow, types, dataFolder: folder, credentials: { tinyApi: { user: '={{ "ada" + "@example.com" }}' } }, ...more });
		return running;
	};
	const outputOf = (run: IRun | null | undefined, name: string) => run?.data.resultData.runData[name]?.[0]?.data?.main ?? [];

	afterEach(async () => {
		await running?.stop();
		running = null;
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it('activates the trigger and runs what it emits through the engine, with real expressions choosing the branch', async () => {
		const workflow = await start();
		const reply = await emitFromTrigger('Re: hello');
		const other = await emitFromTrigger('hello');
		expect(seenActivation).toBe('activate');
		expect(reply?.status).toBe('success');
		expect(outputOf(reply, 'Read')[0]?.[0]?.json).toEqual({ subject: 'Re: hello', read: 'bytes of Re: hello' });
		expect(outputOf(other, 'Rest')[0]?.[0]?.json.subject).toBe('hello');
		expect(outputOf(other, 'Read')).toEqual([]);
		expect(workflow.runs.map((each) => each.run?.status)).toEqual(['success', 'success']);
	});

	it('gives a node its credential with the defaults of the type and with expressions resolved', async () => {
		await start();
		await emitFromTrigger('Re: hello');
		expect(seenCredential).toEqual({ user: 'ada@example.com', port: 993 });
	});

	it('leaves the given workflow as it was', async () => {
		const workflow = tinyWorkflow();
		const before = JSON.stringify(workflow);
		await start(workflow);
		await emitFromTrigger('Re: hello');
		expect(JSON.stringify(workflow)).toBe(before);
	});

	it('resolves the trigger\'s promise with a run in status error when a node throws', async () => {
		await start();
		const run = await emitFromTrigger('bad mail');
		expect(run?.status).toBe('error');
		expect(run?.data.resultData.error?.message).toBe('told to fail');
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)('calls a run whose node failed under %s a success, as n8n does', async (onError) => {
		await start(tinyWorkflow(onError));
		expect((await emitFromTrigger('bad mail'))?.status).toBe('success');
	});

	it('starts nothing for a deduplication key that was used, also when its execution failed', async () => {
		const workflow = await start();
		expect((await emitFromTrigger('bad mail', 'k-1'))?.status).toBe('error');
		expect(await emitFromTrigger('good mail', 'k-1')).toBeUndefined();
		expect((await emitFromTrigger('good mail', 'k-2'))?.status).toBe('success');
		expect(workflow.runs).toHaveLength(2);
		expect(workflow.duplicateEmits).toEqual(['k-1']);
	});

	it('runs several executions at once', async () => {
		let inside = 0;
		let allInside: () => void = () => undefined;
		const together = new Promise<void>((resolve) => (allInside = resolve));
		await start(tinyWorkflow(), {
			watch: {
				before: async (name) => {
					if (name !== 'Rest') return;
					if ((inside += 1) === 3) allInside();
					await together;
				},
			},
		});
		const ended = await Promise.all(['a', 'b', 'c'].map(async (subject) => await emitFromTrigger(subject)));
		expect(ended.map((run) => run?.status)).toEqual(['success', 'success', 'success']);
	});

	it('ends an execution at the node where the watch throws', async () => {
		await start(tinyWorkflow(), {
			watch: {
				before: (name) => {
					if (name === 'Branch') throw new Error('crash here');
				},
			},
		});
		const run = await emitFromTrigger('Re: hello');
		expect(run?.status).not.toBe('success');
		expect(run?.data.resultData.runData.Read).toBeUndefined();
	});

	it('does what Execute in the editor does, without an execution of the active workflow', async () => {
		const workflow = await start();
		const before = closed;
		const run = await workflow.runManually({ node: 'Start' });
		expect(run.mode).toBe('manual');
		expect(run.status).toBe('success');
		expect(outputOf(run, 'Rest')[0]?.[0]?.json.subject).toBe('by hand');
		expect(closed).toBe(before + 1);
	});

	it('hands the log lines of nodes to the logger it was given', async () => {
		const lines: string[] = [];
		const logger: Logger = { debug: () => undefined, info: (line) => void lines.push(line), warn: () => undefined, error: () => undefined };
		await start(tinyWorkflow(), { logger });
		ofTrigger.log('connected');
		expect(lines).toEqual(['connected']);
	});

	it('keeps failed executions and errors that the trigger reports', async () => {
		const workflow = await start();
		ofTrigger.failed(new Error('given up'));
		ofTrigger.broken(new Error('gone'));
		expect(workflow.failedExecutions.map((each) => each.message)).toEqual(['given up']);
		expect(workflow.triggerErrors.map((each) => each.message)).toEqual(['gone']);
	});

	it('waits for running executions when it stops, and writes nothing outside its data folder', async () => {
		const workflow = await start();
		const last = emitFromTrigger('Re: late');
		await new Promise((resolve) => setImmediate(resolve));
		await workflow.stop();
		expect(workflow.runs.at(-1)?.run?.status).toBe('success');
		expect((await last)?.status).toBe('success');
		expect(process.env.N8N_USER_FOLDER).toBe(folder);
		expect(existsSync(join(folder, '.n8n'))).toBe(true);
		expect(readdirSync(folder)).toEqual(['.n8n']);
	});

	it('says in plain words which node type or credential is missing', async () => {
		const unknown = tinyWorkflow();
		unknown.nodes.push(node('Odd', 'tiny.unheardOf'));
		await expect(start(unknown)).rejects.toThrow('The node type tiny.unheardOf is not known to the runner');
		const named = tinyWorkflow();
		named.nodes[3]!.credentials = { tinyApi: { id: 'x', name: 'Not there' } };
		await start(named, { credentials: {} });
		const run = await emitFromTrigger('Re: hello');
		expect(run?.data.resultData.error?.message).toContain('No credential "Not there" of type tinyApi');
	});

	it('refuses another data folder while a workflow runs', async () => {
		await start();
		const other = startWorkflow({ workflow: tinyWorkflow(), types, dataFolder: join(folder, 'other'), credentials: {} });
		await expect(other).rejects.toThrow('A workflow is still running');
	});
});
