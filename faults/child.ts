/** The process that is killed: the shipped workflow with the built nodes under n8n's real trigger context. The driver says over IPC when and how to begin. */
import { join } from 'node:path';
import type { IExecuteFunctions, INode, INodeType } from 'n8n-workflow';
import { prepareEngine } from '../runner/engine';
import { loadPackage } from '../runner/loadPackage';
import { startWorkflow } from '../runner/startWorkflow';
import type { WorkflowFile } from '../runner/execution';
import type { ChildSetting } from './childProcess';
import { saveCompiledCode } from './compiledCode';

const FAILING = 'faults.failing';

/** A node of somebody else's that throws for its first few items. */
function failingNode(times: number): INodeType {
	let left = times;
	return {
		description: {
			name: FAILING,
			displayName: 'Failing',
			group: ['transform'],
			version: 1,
			description: 'Fails a few times',
			defaults: { name: 'Failing' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			left -= 1;
			if (left >= 0) throw new Error('Injected failure');
			return [this.getInputData()];
		},
	};
}

/** Puts the failing node in front of another one. */
function insertBefore(workflow: WorkflowFile, target: string): void {
	workflow.nodes.push({ id: 'failing', name: 'Failing', type: FAILING, typeVersion: 1, position: [0, 0], parameters: {} } satisfies INode);
	for (const { main = [] } of Object.values(workflow.connections)) {
		for (const wire of main.flatMap((wires) => wires ?? [])) if (wire.node === target) wire.node = 'Failing';
	}
	workflow.connections.Failing = { main: [[{ node: target, type: 'main', index: 0 }]] };
}

function prepare(setting: ChildSetting): WorkflowFile {
	const workflow = structuredClone(setting.workflow);
	for (const node of workflow.nodes) {
		if (node.type.endsWith('.imapScannerTrigger')) {
			Object.assign(node.parameters, { folders: setting.folders, firstStart: setting.firstStart });
			node.parameters.options = { retryMinutes: Array.from({ length: 12 }, () => '0.01').join(', '), pollSeconds: 2 };
		}
		if (node.name === setting.continueOnFail) node.onError = 'continueRegularOutput';
	}
	if (setting.failing) insertBefore(workflow, setting.failing.node);
	return workflow;
}

async function main(): Promise<void> {
	const root = process.env.FAULTS_ROOT ?? join(__dirname, '..');
	await prepareEngine(process.env.FAULTS_WARM ?? '');
	const types = await loadPackage({ dist: join(root, 'dist') });
	process.on('disconnect', () => process.exit(1));
	process.on('message', (message: ChildSetting | 'save compiled code') => {
		if (message === 'save compiled code') {
			saveCompiledCode();
			process.send?.('saved');
			return;
		}
		void begin(message).catch((error: unknown) => {
			process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
			process.exit(1);
		});
	});
	process.send?.('ready');

	const begin = async (setting: ChildSetting) => {
		let left = setting.kill?.nth ?? 0;
		const reached = (when: 'before' | 'after') => (name: string) => {
			if (setting.kill?.when !== when || setting.kill.node !== name) return;
			left -= 1;
			if (left === 0) process.kill(process.pid, 'SIGKILL');
		};
		await startWorkflow({
			workflow: prepare(setting),
			credentials: { mailHelpdeskImapApi: setting.imap, mailHelpdeskSmtpApi: setting.smtp },
			types: { ...types, nodes: { ...types.nodes, [FAILING]: failingNode(setting.failing?.times ?? 0) } },
			dataFolder: setting.dataFolder,
			activation: setting.activation,
			keepRuns: false,
			onRun: ({ run, error }) => process.send?.({ ended: run?.status ?? 'refused', error: (error ?? run?.data.resultData.error)?.message ?? '' }),
			watch: { before: reached('before'), after: reached('after') },
		});
		process.send?.('listening');
	};
}

void main();
