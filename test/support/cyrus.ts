import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { encodeFolder } from '../../runner/embeddedImap';
import { makeCertificates, type TestCertificates } from './certificates';
import { freePort } from './freePort';

/** A real Cyrus IMAP server with a mailbox `alice`/`secret` in a temporary folder, on 127.0.0.1. */
export interface CyrusServer {
	/** Plain text and STARTTLS. */
	port: number;
	tlsPort: number;
	certificates: TestCertificates;
	deliver(folder: string, source: string | Buffer, options?: { flags?: string[]; date?: Date }): void;
	messages(folder: string): Array<{ subject: string; flags: string[] }>;
	/** Gives the folder another UIDVALIDITY: it is made anew with the same messages. */
	renumber(folder: string): void;
	removeFolder(folder: string): void;
	/** Ends every session; the server goes on. */
	cut(): void;
	stop(): Promise<void>;
}

/** Debian's package cannot be installed beside Dovecot's: `.ci/run` unpacks it here. */
const ROOT = process.env.CYRUS_ROOT ?? '/opt/cyrus-imapd';
const BIN = join(ROOT, 'usr/lib/cyrus/bin');
const LIBRARIES = [join(ROOT, 'usr/lib/x86_64-linux-gnu'), join(ROOT, 'lib/x86_64-linux-gnu')].join(':');

/** Why there is no Cyrus here, or an empty string. */
export function cyrusMissing(): string {
	return existsSync(join(BIN, 'master')) ? '' : `Cyrus IMAP is not unpacked in ${ROOT}`;
}

export async function startCyrus({ folders = {} }: { folders?: Record<string, string> } = {}): Promise<CyrusServer> {
	const home = mkdtempSync(join(tmpdir(), 'mail-helpdesk-cyrus-'));
	const certificates = makeCertificates();
	const [port, tlsPort] = [await freePort(), await freePort()];
	const environment = { ...process.env, LD_LIBRARY_PATH: LIBRARIES };
	for (const folder of ['conf', 'spool']) mkdirSync(join(home, folder));
	writeFileSync(join(home, 'cert.pem'), certificates.cert);
	writeFileSync(join(home, 'key.pem'), certificates.key);
	writeFileSync(join(home, 'imapd.conf'), settings(home));
	writeFileSync(join(home, 'cyrus.conf'), services(home, port, tlsPort));
	const addUser = ['-c', '-p', '-f', join(home, 'sasldb2'), '-u', 'localhost', 'alice'];
	execFileSync(join(ROOT, 'usr/sbin/saslpasswd2'), addUser, { env: environment, input: 'secret' });
	giveAway(home);

	const master = spawn(join(BIN, 'master'), ['-C', join(home, 'imapd.conf'), '-M', join(home, 'cyrus.conf'), '-p', join(home, 'master.pid'), '-D'], {
		env: environment,
		stdio: 'ignore',
		// When it ends, it ends its whole process group.
		detached: true,
	});
	const endToo = () => void master.kill('SIGTERM');
	process.once('exit', endToo);
	master.once('exit', () => process.off('exit', endToo));
	await answers(port);

	const { ask, end } = dialogue(port);
	const exists = new Set(['INBOX']);
	const make = (folder: string): Command[] => {
		if (exists.has(folder)) return [];
		exists.add(folder);
		return [[`CREATE ${quoted(folder)}`]];
	};
	ask(['CREATE INBOX'], ...Object.entries(folders).map(([name, use]) => [`CREATE ${quoted(name)}${use ? ` (USE (${use}))` : ''}`]));
	for (const folder of Object.keys(folders)) exists.add(folder);

	return {
		port,
		tlsPort,
		certificates,
		deliver(folder, source, { flags = [], date = new Date() } = {}) {
			ask(...make(folder), appended(folder, Buffer.from(source), flags, internalDate(date)));
		},
		messages: (folder) => stored(ask([`EXAMINE ${quoted(folder)}`], ['UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])'])[1] ?? ''),
		renumber(folder) {
			const [, listed = ''] = ask([`EXAMINE ${quoted(folder)}`], ['UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])']);
			const copies = [...listed.matchAll(/FLAGS \(([^)]*)\)[^"\r]* INTERNALDATE "([^"]*)" BODY\[\] \{(\d+)\}\r\n/g)].map((match) => {
				const start = match.index + match[0].length;
				return appended(folder, Buffer.from(listed.slice(start, start + Number(match[3])), 'latin1'), flagsIn(match[1] ?? ''), match[2] ?? '');
			});
			ask([`DELETE ${quoted(folder)}`], [`CREATE ${quoted(folder)}`], ...copies);
		},
		removeFolder(folder) {
			ask([`DELETE ${quoted(folder)}`]);
			exists.delete(folder);
		},
		cut() {
			for (const pid of childrenOf(master)) process.kill(pid, 'SIGKILL');
		},
		async stop() {
			const ended = new Promise<void>((resolve) => master.once('exit', () => resolve()));
			const children = childrenOf(master);
			master.kill('SIGTERM');
			for (const pid of children) killIfThere(pid);
			const impatient = setTimeout(() => master.kill('SIGKILL'), 2_000);
			await ended;
			clearTimeout(impatient);
			await end();
			rmSync(home, { recursive: true, force: true });
		},
	};
}

type Command = Array<string | { literal: string }>;

/** A connection that answers at once: tests deliver and look without waiting, as they do where mail lies in files. */
function dialogue(port: number): { ask(...commands: Command[]): string[]; end(): Promise<unknown> } {
	const { port1: mine, port2: questions } = new MessageChannel();
	const ready = new Int32Array(new SharedArrayBuffer(4));
	const worker = new Worker(join(__dirname, 'imapDialogue.ts'), { workerData: { port, questions, ready }, transferList: [questions], execArgv: ['--no-warnings'] });
	worker.unref();
	return {
		ask(...commands) {
			Atomics.store(ready, 0, 0);
			mine.postMessage(commands);
			Atomics.wait(ready, 0, 0, 20_000);
			const reply = receiveMessageOnPort(mine)?.message as { answers?: string[]; error?: string } | undefined;
			if (!reply?.answers) throw new Error(`Cyrus: ${reply?.error ?? 'no answer'}`);
			return reply.answers;
		},
		async end() {
			mine.close();
			return await worker.terminate();
		},
	};
}

function settings(home: string): string {
	const owner = userInfo().uid === 0 ? ['nobody', 'nogroup'] : [userInfo().username, execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()];
	return `configdirectory: ${home}/conf
partition-default: ${home}/spool
defaultpartition: default
cyrus_user: ${owner[0]}
cyrus_group: ${owner[1]}
servername: localhost
altnamespace: yes
unixhierarchysep: yes
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: ${home}/sasldb2
sasl_mech_list: PLAIN LOGIN
autocreate_quota: -1
munge8bit: no
tls_server_cert: ${home}/cert.pem
tls_server_key: ${home}/key.pem
failedloginpause: 0
imapidlepoll: 1
expunge_mode: immediate
delete_mode: immediate
`;
}

function services(home: string, port: number, tlsPort: number): string {
	const imapd = `${BIN}/imapd -C ${home}/imapd.conf`;
	return `START {
  recover cmd="${BIN}/ctl_cyrusdb -C ${home}/imapd.conf -r"
}
SERVICES {
  imap cmd="${imapd}" listen="127.0.0.1:${port}" proto="tcp4" prefork=0
  imaps cmd="${imapd} -s" listen="127.0.0.1:${tlsPort}" proto="tcp4" prefork=0
}
EVENTS {
}
`;
}

/** Cyrus never runs as root: there, `nobody` does. */
function giveAway(home: string): void {
	if (userInfo().uid !== 0) return;
	const [user, group] = ['-u', '-g'].map((option) => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }).trim()));
	chmodSync(home, 0o755);
	for (const path of [home, ...readdirSync(home).map((name) => join(home, name))]) chownSync(path, user ?? 0, group ?? 0);
}

function appended(folder: string, source: Buffer, flags: string[], date: string): Command {
	return [`APPEND ${quoted(folder)} (${flags.join(' ')}) "${date}" `, { literal: source.toString('base64') }];
}

function quoted(folder: string): string {
	return `"${encodeFolder(folder)}"`;
}

/** ` 3-Mar-2026 10:00:00 +0000` (RFC 9051, date-time). */
function internalDate(date: Date): string {
	const [, day, month, year, time] = date.toUTCString().split(' ');
	return `${day}-${month}-${year} ${time} +0000`;
}

function stored(answer: string): Array<{ subject: string; flags: string[] }> {
	return [...answer.matchAll(/FLAGS \(([^)]*)\)[^\r]*\{\d+\}\r\n(?:subject:[ \t]*([^\r\n]*))?/gi)].map(([, flags = '', subject = '']) => ({ subject, flags: flagsIn(flags) }));
}

function flagsIn(list: string): string[] {
	return list.split(' ').filter((flag) => flag !== '' && flag !== '\\Recent');
}

function childrenOf({ pid }: ChildProcess): number[] {
	const children = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).stdout.trim();
	return children === '' ? [] : children.split(/\s+/).map(Number);
}

function killIfThere(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

async function answers(port: number): Promise<void> {
	const until = Date.now() + 60_000;
	while (Date.now() < until) {
		const greeted = await new Promise<boolean>((resolve) => {
			const socket = connect(port, '127.0.0.1');
			socket.once('data', () => {
				socket.destroy();
				resolve(true);
			});
			socket.once('error', () => resolve(false));
			socket.once('close', () => resolve(false));
			socket.setTimeout(5_000, () => socket.destroy());
		});
		if (greeted) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error('Cyrus did not start');
}
