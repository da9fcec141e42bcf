import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import type * as Domain from '../../helpdesk';
import type { Desk, Journal, JournalMessage, PostgresSettings, Ticket } from '../../helpdesk';
import type { NodeWatch, WorkflowFile } from '../../runner/execution';
import { loadPackage } from '../../runner/loadPackage';
import { startSmtpSink, type SmtpSink } from '../../runner/smtpSink';
import { startWorkflow, type RunningWorkflow } from '../../runner/startWorkflow';
import { dovecotMissing } from './dovecot';
import { startMailServer, type MailServer, type ServerKind } from './mailServer';

const ROOT = join(__dirname, '..', '..');

/** A real Dovecot where there is one, the embedded server otherwise. */
export const BEST_SERVER: ServerKind = dovecotMissing() ? 'the embedded server' : 'Dovecot';

export type ChangeWorkflow = (workflow: WorkflowFile, node: (name: string) => { parameters: IDataObject; onError?: string }) => void;

/** A node of the package, to be put into a workflow. */
export function packageNode(name: string, type: string, parameters: IDataObject): INode {
	return { id: name, name, type: `n8n-nodes-mail-helpdesk.${type}`, typeVersion: 1, position: [0, 0], parameters } as unknown as INode;
}

/** The shipped workflow, or another one that is shipped, with changes. */
export function shippedWorkflow(change: ChangeWorkflow = () => undefined, file = 'two-rule-helpdesk.json'): WorkflowFile {
	const workflow = JSON.parse(readFileSync(join(ROOT, 'workflows', file), 'utf8')) as WorkflowFile;
	change(workflow, (name) => {
		const found = workflow.nodes.find((node) => node.name === name);
		if (!found) throw new Error(`The workflow has no node "${name}"`);
		return found;
	});
	return workflow;
}

/** Executions of messages; those of the health output are left out. */
export function messageRuns(running: RunningWorkflow): RunningWorkflow['runs'] {
	return running.runs.filter(({ emitted }) => emitted[0]?.some(({ json }) => json.mailbox !== undefined));
}

/** A mail server, an outgoing server and a store, with the shipped workflow on top: what a person has who follows the README. */
export interface HelpdeskRun {
	server: MailServer;
	sink: SmtpSink;
	desk: Desk;
	journal: Journal;
	dataFolder: string;
	credentials: Record<string, Record<string, unknown>>;
	start(change?: ChangeWorkflow, watch?: NodeWatch): Promise<RunningWorkflow>;
	/** Waits until `condition` holds, at most 100 s. */
	until(condition: () => boolean | Promise<boolean>, what: string): Promise<void>;
	/** Whether the scanner has nothing left to do: what was found is acknowledged or put aside. */
	settled(): Promise<boolean>;
	/** Whether so many messages of the scanner are in this state. */
	inState(state: JournalMessage['state'], count: number): Promise<boolean>;
	/** Number, title and comments of all tickets. */
	tickets(): Promise<Array<Ticket & { comments: string[] }>>;
	stop(): Promise<void>;
}

export interface HelpdeskRunOptions {
	keepData?: string;
	/** The store is there instead of in a file of the data folder. */
	postgres?: PostgresSettings;
	/** Another shipped workflow. */
	workflow?: string;
	/** Further credentials, by type. */
	credentials?: Record<string, Record<string, unknown>>;
}

export async function startHelpdeskRun({ keepData, postgres, workflow, credentials: more = {} }: HelpdeskRunOptions = {}): Promise<HelpdeskRun> {
	const domain = (await import(join(ROOT, 'dist', 'helpdesk.js'))) as typeof Domain;
	const types = await loadPackage({ dist: join(ROOT, 'dist') });
	const dataFolder = keepData ?? mkdtempSync(join(tmpdir(), 'mail-helpdesk-test-'));
	const server = await startMailServer(BEST_SERVER, { folders: { Trash: '\\Trash' } });
	const sink = await startSmtpSink();
	const store = await domain.openStore(postgres ? { postgres } : { file: domain.storeFile({ userFolder: dataFolder, name: 'default' }) });
	const desk = domain.createSqlDesk(store);
	const journal = domain.createJournal(store);
	const rows = async (states: Array<JournalMessage['state']>) => {
		const [state] = await journal.states();
		return state ? (await Promise.all(states.map(async (each) => await journal.inState(state.scope, each)))).flat() : null;
	};
	const account = server.account();
	const credentials = {
		mailHelpdeskImapApi: { host: account.host, port: account.port, security: 'none', user: 'alice', password: 'secret', address: 'support@example.com' },
		mailHelpdeskSmtpApi: { host: '127.0.0.1', port: sink.port, security: 'none', user: '', password: '', fromAddress: 'support@example.com', fromName: '' },
		...(postgres ? { mailHelpdeskPostgresApi: { ...postgres } } : {}),
		...more,
	};
	const started: RunningWorkflow[] = [];
	return {
		server,
		sink,
		desk,
		journal,
		dataFolder,
		credentials,
		async start(change, watch) {
			const running = await startWorkflow({ workflow: shippedWorkflow(change, workflow), credentials: credentials, types, dataFolder, watch });
			started.push(running);
			return running;
		},
		async until(condition, what) {
			const end = Date.now() + 100_000;
			while (!(await condition())) {
				if (Date.now() > end) throw new Error(`Waited in vain: ${what}`);
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		},
		settled: async () => (await rows(['waiting', 'running', 'acknowledging']))?.length === 0,
		inState: async (state, count) => (await rows([state]))?.length === count,
		async tickets() {
			const tickets = await desk.listTickets();
			return await Promise.all(
				tickets.map(async (ticket) => ({ ...ticket, comments: (await desk.listComments(ticket.id)).map(({ text }) => text) })),
			);
		},
		async stop() {
			for (const running of started) await running.stop();
			await sink.stop();
			await server.stop();
			await store.close();
			if (keepData === undefined) rmSync(dataFolder, { recursive: true, force: true });
		},
	};
}
