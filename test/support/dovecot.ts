import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { makeCertificates, type TestCertificates } from './certificates';
import { freePort } from './freePort';

export interface DovecotOptions {
	/** User name -> password. */
	users?: Record<string, string>;
	/** Folders beside INBOX, with their special use or an empty string. */
	folders?: Record<string, string>;
	/** Sign-in by OAuth2 access tokens, which are shown to this URL; the mechanisms offered are both where none are named. */
	oauth?: { introspectionUrl: string; mechanisms?: Array<'xoauth2' | 'oauthbearer'> };
	/** Connections that one user may have at a time. */
	maxConnections?: number;
}

export interface MaildirMessage {
	/** Name of the file without flags: tells copies apart. */
	name: string;
	flags: string[];
	subject: string;
	source: Buffer;
}

/** A real Dovecot with a mailbox in a temporary folder, on 127.0.0.1. */
export interface DovecotServer {
	/** Plain text and STARTTLS. */
	port: number;
	/** TLS from the start. */
	tlsPort: number;
	certificates: TestCertificates;
	/** Puts a message into the first user's mailbox, past IMAP: also one with bytes that IMAP cannot carry in. */
	deliver(folder: string, source: string | Buffer, options?: { flags?: string[]; date?: Date; user?: string }): void;
	/** What lies in a folder, read from the files: not what the server or its client says. */
	messages(folder: string, user?: string): MaildirMessage[];
	/** Gives the folder another UIDVALIDITY, as a rebuilt mailbox has. For when nobody has the folder open. */
	renumber(folder: string): void;
	removeFolder(folder: string): void;
	renameFolder(folder: string, name: string): void;
	/** Ends the server and every session. */
	halt(): Promise<void>;
	/** Starts it again after `halt`, with the same ports and mail. */
	resume(): Promise<void>;
	/** Suspends the processes of the server: connections stay open and nothing answers. */
	freeze(): void;
	thaw(): void;
	stop(): Promise<void>;
}

const DOVECOT = '/usr/sbin/dovecot';
const FLAG_LETTERS: Record<string, string> = { '\\Draft': 'D', '\\Flagged': 'F', '\\Answered': 'R', '\\Seen': 'S', '\\Deleted': 'T' };

/** Why there is no Dovecot here, or an empty string. Only the 2.3 series is understood: 2.4 changed its settings. */
export function dovecotMissing(): string {
	missing ??= whatIsMissing();
	return missing;
}

let missing: string | null = null;

function whatIsMissing(): string {
	if (!existsSync(DOVECOT)) return 'Dovecot is not installed';
	const version = spawnSync(DOVECOT, ['--version'], { encoding: 'utf8' }).stdout.trim();
	return version.startsWith('2.3.') ? '' : `Dovecot ${version.split(' ')[0]} is installed, and the tests know 2.3`;
}

/** Starts Dovecot as whoever runs the test, or returns null where there is none: `dovecotMissing` says why. */
export async function startDovecot(options: DovecotOptions = {}): Promise<DovecotServer | null> {
	if (dovecotMissing() !== '') return null;
	const users = options.users ?? { alice: 'secret' };
	const home = mkdtempSync(join(tmpdir(), 'mail-helpdesk-dovecot-'));
	const owner = mailOwner();
	const certificates = makeCertificates();
	const [port, tlsPort] = [await freePort(), await freePort()];
	// Dovecot's own users read these; the passwords are the test's.
	const write = (name: string, text: string) => writeFileSync(join(home, name), text, { mode: 0o644 });
	write('cert.pem', certificates.cert);
	write('key.pem', certificates.key);
	write('users', Object.entries(users).map(([user, password]) => `${user}:{PLAIN}${password}::::::\n`).join(''));
	if (options.oauth) write('oauth2.conf', `introspection_url = ${options.oauth.introspectionUrl}\nintrospection_mode = auth\nusername_attribute = email\nactive_attribute = active\nactive_value = true\n`);
	write('dovecot.conf', configuration(home, owner, port, tlsPort, options));
	for (const name of ['mail', ...Object.keys(users).map((user) => `mail/${user}`)]) {
		mkdirSync(join(home, name), { mode: 0o700 });
		owner.take(join(home, name));
	}
	// Login processes run as another user and must come through to their sockets.
	chmodSync(home, 0o755);

	const firstUser = Object.keys(users)[0] ?? 'alice';
	const maildir = (folder: string, user = firstUser) =>
		join(home, 'mail', user, 'Maildir', folder.toUpperCase() === 'INBOX' ? '.' : `.${folder.replaceAll('/', '.')}`);
	const doveadm = (...command: string[]) => void execFileSync('/usr/bin/doveadm', ['-c', join(home, 'dovecot.conf'), ...command]);
	let process: ChildProcess | null = null;
	let delivered = 0;
	let renumbered = 0;
	const sources = new Map<string, Buffer>();

	const server: DovecotServer = {
		port,
		tlsPort,
		certificates,
		deliver(folder, source, { flags = [], date = new Date(), user } = {}) {
			const letters = flags.map((flag) => FLAG_LETTERS[flag] ?? '').sort().join('');
			const directory = maildir(folder, user);
			for (const part of ['cur', 'new', 'tmp']) makeOwned(join(directory, part), owner.take);
			const name = `${Math.floor(Date.now() / 1000)}.M${String(++delivered).padStart(6, '0')}.test`;
			const file = join(directory, letters ? 'cur' : 'new', letters ? `${name}:2,${letters}` : name);
			// Written beside and moved in, as a delivery agent does: the server must not see half a message.
			const temporary = join(directory, 'tmp', name);
			writeFileSync(temporary, source);
			owner.take(temporary);
			utimesSync(temporary, date, date);
			renameSync(temporary, file);
		},
		messages(folder, user) {
			return ['cur', 'new'].flatMap((part) => {
				const directory = join(maildir(folder, user), part);
				if (!existsSync(directory)) return [];
				return readdirSync(directory).flatMap((file) => {
					const unique = file.split(':')[0] ?? file;
					// What is in a message never changes under its name.
					const source = sources.get(unique) ?? readStored(directory, file);
					if (source === null) return [];
					sources.set(unique, source);
					return [messageOf(file, source)];
				});
			}).sort((a, b) => a.name.localeCompare(b.name));
		},
		renumber(folder) {
			const validity = String(2_000_000_000 + ++renumbered);
			doveadm('mailbox', 'update', '-u', firstUser, '--uid-validity', validity, folder);
		},
		removeFolder: (folder) => doveadm('mailbox', 'delete', '-u', firstUser, folder),
		renameFolder: (folder, name) => doveadm('mailbox', 'rename', '-u', firstUser, folder, name),
		async halt() {
			if (!process) return;
			const ended = new Promise<void>((resolve) => process?.once('exit', () => resolve()));
			// Dovecot lets sessions live on when its master ends, and its master waits for them; a machine that is shut down does neither.
			signal(process, 'SIGTERM');
			const impatient = setTimeout(() => signal(process, 'SIGKILL'), 400);
			await ended;
			clearTimeout(impatient);
			process = null;
		},
		async resume() {
			const child = spawn(DOVECOT, ['-F', '-c', join(home, 'dovecot.conf')], { stdio: 'ignore' });
			process = child;
			const endToo = () => void child.kill('SIGTERM');
			globalThis.process.once('exit', endToo);
			child.once('exit', () => globalThis.process.off('exit', endToo));
			await answers(port, () => readIfThere(join(home, 'dovecot.log')));
		},
		freeze: () => signal(process, 'SIGSTOP'),
		thaw: () => signal(process, 'SIGCONT'),
		async stop() {
			await server.halt();
			rmSync(home, { recursive: true, force: true });
		},
	};
	await server.resume();
	return server;
}

interface MailOwner {
	user: string;
	group: string;
	isRoot: boolean;
	take(path: string): void;
}

let owner: MailOwner | null = null;

/** Dovecot never lets root own mail: there, `nobody` does. */
function mailOwner(): MailOwner {
	owner ??= findMailOwner();
	return owner;
}

function findMailOwner(): MailOwner {
	const { username, uid } = userInfo();
	const id = (option: string, name: string) => execFileSync('id', [option, name], { encoding: 'utf8' }).trim();
	if (uid !== 0) return { user: username, group: id('-gn', username), isRoot: false, take: () => undefined };
	const [nobody, nogroup] = [Number(id('-u', 'nobody')), Number(id('-g', 'nobody'))];
	return { user: 'nobody', group: id('-gn', 'nobody'), isRoot: true, take: (path) => chownSync(path, nobody, nogroup) };
}

function configuration(home: string, owner: MailOwner, port: number, tlsPort: number, { folders = {}, maxConnections = 40, oauth }: DovecotOptions): string {
	const mailboxes = Object.entries(folders).map(
		([name, specialUse]) => `  mailbox "${name}" {\n    auto = create\n${specialUse ? `    special_use = ${specialUse}\n` : ''}  }\n`,
	);
	const tokens = oauth?.mechanisms ?? ['xoauth2', 'oauthbearer'];
	// A refused token is no guess at a password: the growing pause after each would only slow the tests.
	const noPenalty = 'service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\n';
	const oauthUsers = oauth ? `${noPenalty}passdb {\n  driver = oauth2\n  mechanisms = ${tokens.join(' ')}\n  args = ${home}/oauth2.conf\n}\n` : '';
	const unprivileged = `default_login_user = ${owner.user}
default_internal_user = ${owner.user}
default_internal_group = ${owner.group}
service imap-login {
  chroot =
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
	return `base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/dovecot.log
ssl_cert = <${home}/cert.pem
ssl_key = <${home}/key.pem
${owner.isRoot ? '' : unprivileged}
protocols = imap
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login ${oauth ? tokens.join(' ') : ''}
mail_max_userip_connections = ${maxConnections}
mail_location = maildir:~/Maildir:UTF-8
maildir_stat_dirs = yes
first_valid_uid = 1
auth_failure_delay = 0
ssl = yes
passdb {
  driver = passwd-file
  args = ${home}/users
}
${oauthUsers}userdb {
  driver = static
  args = uid=${owner.user} gid=${owner.group} home=${home}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
${mailboxes.join('')}}
service imap-login {
  # One process for all connections, where a new one for each costs more than the connection.
  service_count = 0
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
`;
}

function makeOwned(path: string, take: (path: string) => void): void {
	if (existsSync(path)) return;
	makeOwned(dirname(path), take);
	mkdirSync(path, { mode: 0o700 });
	take(path);
}

function messageOf(file: string, source: Buffer): MaildirMessage {
	const [name = file, letters = ''] = file.split(':2,');
	const flags = Object.entries(FLAG_LETTERS).filter(([, letter]) => letters.includes(letter)).map(([flag]) => flag);
	return { name: name.split(',')[0] ?? name, flags, subject: /^subject:[ \t]*([^\r\n]*)/im.exec(source.toString('latin1'))?.[1] ?? '', source };
}

function signal(process: ChildProcess | null, name: NodeJS.Signals): void {
	if (!process?.pid) return;
	for (const pid of [...descendants(process.pid), process.pid]) {
		try {
			globalThis.process.kill(pid, name);
		} catch (error) {
			// It ended between being listed and being signalled.
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}
}

/** All processes below this one, the farthest first. */
function descendants(pid: number): number[] {
	const children = new Map<number, number[]>();
	for (const name of readdirSync('/proc')) {
		const parent = /^\d+$/.test(name) ? parentOf(name) : null;
		if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
	}
	const below = (parent: number): number[] => (children.get(parent) ?? []).flatMap((child) => [...below(child), child]);
	return below(pid);
}

/** Null for a process that has ended since it was listed. The fields after the name in brackets: state, parent, ... (proc(5)). */
function parentOf(pid: string): number | null {
	try {
		const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
		return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		return null;
	}
}

async function answers(port: number, log: () => string): Promise<void> {
	const until = Date.now() + 60_000;
	while (Date.now() < until) {
		const greeted = await new Promise<boolean>((resolve) => {
			const socket = connect(port, '127.0.0.1');
			socket.setTimeout(5_000, () => socket.destroy());
			socket.once('data', () => {
				resolve(true);
				socket.destroy();
			});
			socket.once('error', () => resolve(false));
			socket.once('close', () => resolve(false));
		});
		if (greeted) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`Dovecot did not start:\n${log().slice(-2_000)}`);
}

function readIfThere(file: string): string {
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** A message of a Maildir; null where it was moved away meanwhile. Dovecot may have renamed the file, because its flags are part of its name. */
function readStored(directory: string, file: string): Buffer | null {
	const unique = file.split(':')[0] ?? file;
	let now: string | undefined = join(directory, file);
	for (let tries = 20; tries > 0; tries -= 1) {
		try {
			if (now !== undefined) return readFileSync(now);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		}
		[now] = [directory, join(directory, '..', 'cur')].flatMap((folder) =>
			readdirSync(folder).filter((name) => name.split(':')[0] === unique).map((name) => join(folder, name)),
		);
	}
	return null;
}
