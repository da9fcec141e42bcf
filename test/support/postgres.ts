import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';

import type { PostgresSettings } from '../../helpdesk/store/postgres/PostgresSettings';
import { makeCertificates } from './certificates';
import { freePort } from './freePort';
import { makeDataFolder } from './postgresTemplate';

export interface PostgresOptions {
	/** Further settings as in postgresql.conf. */
	settings?: Record<string, string>;
	/** Writes really reach the disk; otherwise a crash of the machine (not of the server) would lose them. */
	durable?: boolean;
}

export interface PostgresServer {
	port: number;
	/** Folder with the server's programs: pg_dump, psql ... */
	programs: string;
	/** PEM of the authority of its certificate for `localhost`. */
	authority: string;
	/** How its superuser signs in to the database `helpdesk`, without encryption. */
	account(overrides?: Partial<PostgresSettings>): PostgresSettings;
	/** Runs SQL as its superuser. */
	sql(text: string, database?: string): Promise<Array<Record<string, unknown>>>;
	/** Ends server and connections; `immediate` as a crash does. */
	halt(how?: 'fast' | 'immediate'): Promise<void>;
	resume(): Promise<void>;
	stop(): Promise<void>;
}

const PASSWORD = 'secret';

/** The newest installed server, as Debian lays them out. */
function programsFolder(): string | null {
	const found = globSync('/usr/lib/postgresql/*/bin/initdb').sort((a, b) => Number(/(\d+)\/bin/.exec(a)?.[1]) - Number(/(\d+)\/bin/.exec(b)?.[1]));
	const newest = found.at(-1);
	return newest === undefined ? null : dirname(newest);
}

/** Why there is no PostgreSQL here, or an empty string. */
export function postgresMissing(): string {
	return programsFolder() === null ? 'PostgreSQL is not installed' : '';
}

/** PostgreSQL never runs as root: there, its own user does, or `nobody`. */
function serverUser(): { uid?: number; gid?: number } {
	if (userInfo().uid !== 0) return {};
	const id = (option: string, name: string) => Number(spawnSync('id', [option, name], { encoding: 'utf8' }).stdout.trim() || NaN);
	const own = { uid: id('-u', 'postgres'), gid: id('-g', 'postgres') };
	return Number.isNaN(own.uid) ? { uid: id('-u', 'nobody'), gid: id('-g', 'nobody') } : own;
}

/** Starts a new, empty server on 127.0.0.1, or throws where there is none: `postgresMissing` says why. */
export async function startPostgres({ settings = {}, durable = false }: PostgresOptions = {}): Promise<PostgresServer> {
	const programs = programsFolder();
	if (programs === null) throw new Error('no PostgreSQL');
	const user = serverUser();
	const home = mkdtempSync(join(tmpdir(), 'mail-helpdesk-postgres-'));
	const own = (path: string) => {
		if (user.uid !== undefined && user.gid !== undefined) chownSync(path, user.uid, user.gid);
	};
	own(home);
	const certificates = makeCertificates();
	const write = (name: string, text: string) => {
		const path = join(home, name);
		writeFileSync(path, text, { mode: 0o600 });
		own(path);
		return path;
	};
	const data = join(home, 'data');
	const passwordFile = write('password', PASSWORD);
	await makeDataFolder(data, user, (folder) => {
		const options = ['-U', 'admin', '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync', ...(durable ? [] : ['--wal-segsize=1'])];
		const initdb = spawnSync(join(programs, 'initdb'), ['-D', folder, ...options], { ...user, encoding: 'utf8', cwd: home });
		if (initdb.status !== 0) throw new Error(`initdb failed: ${initdb.stderr}`);
	});
	const port = await freePort();
	const configuration: Record<string, string> = {
		listen_addresses: "'127.0.0.1'",
		port: String(port),
		unix_socket_directories: "''",
		ssl: 'on',
		ssl_cert_file: `'${write('cert.pem', certificates.cert)}'`,
		ssl_key_file: `'${write('key.pem', certificates.key)}'`,
		shared_buffers: "'64MB'",
		...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
		...settings,
	};
	writeFileSync(join(data, 'postgresql.auto.conf'), Object.entries(configuration).map(([name, value]) => `${name} = ${value}\n`).join(''));
	own(join(data, 'postgresql.auto.conf'));
	chmodSync(home, 0o755);
	let child: ChildProcess | null = null;

	const account = (overrides: Partial<PostgresSettings> = {}): PostgresSettings => {
		return { host: '127.0.0.1', port, database: 'helpdesk', user: 'admin', password: PASSWORD, encryption: 'none', certificateAuthority: '', schema: 'mail_helpdesk', ...overrides };
	};
	const sql = async (text: string, database = 'helpdesk') => {
		const client = new Client({ host: '127.0.0.1', port, user: 'admin', password: PASSWORD, database });
		client.on('error', () => undefined);
		await client.connect();
		try {
			const result: unknown = await client.query(text);
			return (result as { rows?: Array<Record<string, unknown>> }).rows ?? [];
		} finally {
			await client.end();
		}
	};
	const server: PostgresServer = {
		port,
		programs,
		authority: certificates.authority,
		account,
		sql,
		async halt(how = 'fast') {
			const running = child;
			child = null;
			if (!running?.pid || running.exitCode !== null) return;
			const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
			running.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
			await ended;
		},
		async resume() {
			const log = join(home, 'log');
			const started = spawn(join(programs, 'postgres'), ['-D', data, '-c', 'logging_collector=off', '-c', `log_destination=stderr`], { ...user, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] });
			started.stderr.on('data', (text: Buffer) => writeFileSync(log, text, { flag: 'a' }));
			globalThis.process.once('exit', () => started.kill('SIGQUIT'));
			child = started;
			const giveUpAt = Date.now() + 60_000;
			while (!(await sql('select 1', 'postgres').then(() => true, () => false))) {
				if (Date.now() > giveUpAt || started.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : ''}`);
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		},
		async stop() {
			await server.halt('immediate');
			rmSync(home, { recursive: true, force: true });
		},
	};
	await server.resume();
	await sql('create database helpdesk', 'postgres');
	return server;
}
