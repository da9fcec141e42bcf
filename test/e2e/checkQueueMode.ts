import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startSmtpSink, type SmtpSink } from '../../runner/smtpSink';
import { startDovecot, type DovecotServer } from '../support/dovecot';
import { postgresMissing, startPostgres, type PostgresServer } from '../support/postgres';
import type { Checks } from './checks';
import { mail, mailWithFiles, SUPPORT } from './mails';
import { signIn, type N8nClient, type Workflow } from './n8nClient';
import { startN8n, startWorker, type N8nServer } from './n8nServer';
import { installInto } from './packedPackage';
import { waitUntil } from './processes';
import { redisMissing, startRedis, type RedisServer } from './redis';
import { imapData, PASSWORD, shippedWorkflow, smtpData, triggerOf } from './stage';

const MAILS = 40;
const WITH_FILES = 8;
const FILE_BYTES = 50_000;
const DONE_BEFORE_KILL = 8;
/** A worker that is gone is noticed by its jobs: n8n's defaults would have the test wait for minutes. */
const QUICK_TO_NOTICE = { QUEUE_WORKER_LOCK_DURATION: '5000', QUEUE_WORKER_LOCK_RENEW_TIME: '1000', QUEUE_WORKER_STALLED_INTERVAL: '2000' };

/** n8n spread over processes that share no file: a main one that scans, and two workers that run the executions. */
interface Cluster {
	postgres: PostgresServer;
	redis: RedisServer;
	dovecot: DovecotServer;
	sink: SmtpSink;
	main: N8nServer;
	workers: N8nServer[];
	client: N8nClient;
}

/** Why queue mode cannot be checked here, or an empty string. */
export function queueModeMissing(): string {
	return [postgresMissing(), redisMissing()].filter((reason) => reason !== '').join('; ');
}

/** The two-rule workflow in queue mode, with its store in PostgreSQL; a worker is killed while it works. */
export async function checkQueueMode(check: Checks['check'], temporary: string, tarball: string): Promise<void> {
	const stops: Array<() => Promise<void>> = [];
	try {
		const cluster = await startCluster(temporary, tarball, (stop) => stops.unshift(stop));
		await checkRefusal(check, cluster);
		await checkKilledWorker(check, cluster);
	} finally {
		for (const stop of stops) await stop().catch(() => undefined);
	}
}

async function startCluster(temporary: string, tarball: string, started: (stop: () => Promise<void>) => void): Promise<Cluster> {
	const postgres = await startPostgres();
	started(async () => await postgres.stop());
	await postgres.sql('create database n8n', 'postgres');
	const redis = await startRedis(join(temporary, 'redis'));
	started(async () => await redis.stop());
	const dovecot = await startDovecot({ users: { [SUPPORT]: PASSWORD } });
	if (dovecot === null) throw new Error('Dovecot did not start.');
	started(async () => await dovecot.stop());
	const sink = await startSmtpSink();
	started(async () => await sink.stop());
	const { host, port, user, password } = postgres.account();
	const setting = {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: host,
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'n8n',
		DB_POSTGRESDB_USER: user,
		DB_POSTGRESDB_PASSWORD: password,
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		...QUICK_TO_NOTICE,
	};
	const folderOf = (name: string) => {
		const folder = join(temporary, 'queue', name);
		installInto(folder, tarball);
		return folder;
	};
	const main = await startN8n(folderOf('main'), setting);
	started(async () => await main.stop());
	const workers = await Promise.all(['worker-1', 'worker-2'].map(async (name) => await startWorker(folderOf(name), setting)));
	for (const worker of workers) started(async () => await worker.stop());
	return { postgres, redis, dovecot, sink, main, workers, client: await signIn(main.url) };
}

async function checkRefusal(check: Checks['check'], { client, dovecot, sink, postgres }: Cluster): Promise<void> {
	await client.createCredential({ name: 'Support mailbox', type: 'mailHelpdeskImapApi', data: imapData(dovecot.port) });
	await client.createCredential({ name: 'Support outgoing mail', type: 'mailHelpdeskSmtpApi', data: smtpData(sink.port) });
	await check('in queue mode a workflow that keeps its tickets in a file is refused, and n8n says why', async () => {
		const workflowId = await client.importWorkflow(shippedWorkflow());
		await client.activate(workflowId);
		const said = await waitUntil(
			'the refusal',
			async () => {
				const [row] = await postgres.sql(`select "errorMessage" from workflow_publication_trigger_status where "workflowId" = '${workflowId}' and status = 'failed'`, 'n8n');
				return row === undefined ? undefined : String(row['errorMessage']);
			},
			120_000,
		);
		match(said, /queue mode/);
		await client.deactivate(workflowId);
	});
}

async function checkKilledWorker(check: Checks['check'], { client, dovecot, postgres, sink, workers }: Cluster): Promise<void> {
	const tickets = async () => await postgres.sql('select id, title from mail_helpdesk.tickets order by title');
	const titles = Array.from({ length: MAILS }, (_, index) => `Queued ${String(index).padStart(3, '0')}`);
	await check(`in queue mode, with PostgreSQL, a worker is killed in the middle of ${MAILS} messages: every message has one ticket and one answer`, async () => {
		const store = await client.createCredential({ name: 'Tickets', type: 'mailHelpdeskPostgresApi', data: { ...postgres.account() } });
		await client.activate(await client.importWorkflow(inPostgres(shippedWorkflow(), store)));
		await waitUntil('the first look into INBOX', async () => (await scanned(postgres)) || undefined, 120_000);
		titles.forEach((subject, index) => dovecot.deliver('INBOX', queuedMail(index, subject)));
		await waitUntil('the first tickets', async () => (await ticketsSoFar(tickets)) >= DONE_BEFORE_KILL || undefined, 120_000, 50);
		await workers[0]?.kill();
		ok((await ticketsSoFar(tickets)) < MAILS, 'all was done before the kill');
		const left = () => dovecot.messages('INBOX').length;
		await waitUntil('the rest of the messages', () => left() === 0 || undefined, 240_000);
		deepEqual((await tickets()).map(({ title }) => title), titles);
		equal(new Set(sink.messages.map(({ inReplyTo }) => inReplyTo)).size, MAILS);
		// An answer whose try was cut off goes out again under the same Message-ID; never a second, different one.
		equal(new Set(sink.messages.map(({ messageId }) => messageId)).size, MAILS);
	});
	await check('the files of those messages came to their tickets, though other processes ran the executions', async () => {
		const files = await postgres.sql('select t.title, f.file_name, f.size from mail_helpdesk.files f join mail_helpdesk.tickets t on t.id = f.ticket_id order by t.title, f.id');
		equal(files.length, WITH_FILES * 2);
		deepEqual([...new Set(files.map(({ title }) => title))], titles.slice(0, WITH_FILES));
		deepEqual([...new Set(files.map(({ size }) => Number(size)))], [FILE_BYTES]);
	});
	await check("none of those files is left in n8n's store without an execution to go with", async () => {
		const [row] = await postgres.sql("select count(*) as stored, count(*) filter (where \"sourceId\" = 'temp') as stray from binary_data", 'n8n');
		ok(Number(row?.['stored']) >= WITH_FILES * 2, 'no file was stored');
		equal(Number(row?.['stray']), 0);
	});
}

async function scanned(postgres: PostgresServer): Promise<boolean> {
	const rows = await postgres.sql("select 1 from mail_helpdesk.folder_cursors where folder = 'INBOX'").catch(() => []);
	return rows.length > 0;
}

async function ticketsSoFar(tickets: () => Promise<unknown[]>): Promise<number> {
	return (await tickets().catch(() => [])).length;
}

function queuedMail(index: number, subject: string): string {
	const parts = { id: `queued-${index}`, from: `queued${index}@customer.example`, subject, text: 'One of many.' };
	return index < WITH_FILES ? mailWithFiles(parts, FILE_BYTES) : mail(parts);
}

/** As a person does it who chooses PostgreSQL in every node. Failed messages come again within seconds. */
function inPostgres(workflow: Workflow, { id, name }: { id: string; name: string }): Workflow {
	for (const node of workflow.nodes.filter(({ type }) => type.startsWith('n8n-nodes-mail-helpdesk.'))) {
		node.parameters['store'] = 'postgres';
		node.credentials = { ...node.credentials, mailHelpdeskPostgresApi: { id, name } };
	}
	Object.assign(triggerOf(workflow), { options: { retryMinutes: '0.05, 0.1, 0.2, 1, 1' } });
	return { ...workflow, name: 'Tickets in PostgreSQL' };
}
