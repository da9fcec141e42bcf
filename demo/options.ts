import { parseArgs } from 'node:util';

export interface DemoOptions {
	help: boolean;
	/** Folder of .eml files instead of the demo's own conversation. */
	mail: string | null;
	/** File for the final state. */
	json: string | null;
	/** A real mailbox, to be read only. */
	imap: RealMailbox | null;
	/** How many messages of the real mailbox, newest first. */
	newest: number;
	/** n8n's user folder for this run; null: a new temporary one. */
	data: string | null;
}

export interface RealMailbox {
	host: string;
	port: number;
	security: 'tls' | 'starttls';
	user: string;
	password: string;
	folder: string;
}

/** The command line is wrong; the message says how, in plain words and without a password. */
export class OptionError extends Error {}

export const HELP = `npm run demo -- [options]

Runs workflows/two-rule-helpdesk.json with this package's nodes in n8n's own engine, against a mailbox
and an SMTP server that live only as long as the demo, and shows what became of every mail.

  --mail DIR    use the .eml files of this folder, in the order of their names, instead of the demo's mails
  --imap URL    use copies of the newest messages of a real mailbox: imaps://user:password@host/folder
                (imap:// means STARTTLS on port 143). The mailbox is opened read-only; nothing is changed
                on the server, and answers go to the demo's own SMTP server only. Write @ in the user
                name as %40. Without a password in the URL, the variable IMAP_PASSWORD is used.
  --newest N    how many messages --imap reads (default 50)
  --json FILE   write the final state as JSON
  --data DIR    keep the help desk's data in this folder (default: a new temporary folder)
  --help        show this text

The exit status is 0 when every message ended in a decision, 1 when one did not, 2 when the command is wrong.`;

const SCHEMES: Record<string, { security: RealMailbox['security']; port: number }> = {
	'imaps:': { security: 'tls', port: 993 },
	'imap:': { security: 'starttls', port: 143 },
};

const URL_FORM = 'It has to look like imaps://user:password@host/folder, with @ in the user name written as %40.';

function decoded(part: string, what: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		throw new OptionError(`The ${what} in the --imap URL has a wrong percent sign. ${URL_FORM}`);
	}
}

/** Reads `imaps://user:password@host:port/folder`; the folder defaults to INBOX, the password to `fallbackPassword`. Throws `OptionError`. */
export function parseMailboxUrl(text: string, fallbackPassword: string): RealMailbox {
	if (!URL.canParse(text)) throw new OptionError(`The --imap URL cannot be read. ${URL_FORM}`);
	const url = new URL(text);
	const scheme = SCHEMES[url.protocol];
	if (!scheme) throw new OptionError(`--imap knows imaps:// and imap://, not ${url.protocol}//.`);
	const user = decoded(url.username, 'user name');
	const password = decoded(url.password, 'password') || fallbackPassword;
	if (!url.hostname || !user) throw new OptionError(`The --imap URL names no ${url.hostname ? 'user' : 'host'}. ${URL_FORM}`);
	if (!password) throw new OptionError('The --imap URL has no password, and the variable IMAP_PASSWORD is not set.');
	return {
		host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
		port: url.port ? Number(url.port) : scheme.port,
		security: scheme.security,
		user,
		password,
		folder: decoded(url.pathname.slice(1), 'folder') || 'INBOX',
	};
}

function parse(args: string[]) {
	const text = { type: 'string' } as const;
	try {
		return parseArgs({
			args,
			allowPositionals: true,
			options: { mail: text, json: text, imap: text, newest: text, data: text, help: { type: 'boolean', short: 'h' } },
		});
	} catch (error) {
		const code = (error as { code?: string }).code;
		const name = /'(?:-\w, )?(-[^' =]*)/.exec((error as Error).message)?.[1] ?? '';
		if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw new OptionError(`There is no option ${name}. --help lists the options.`);
		throw new OptionError(`The option ${name} is not complete, or has a value where none belongs. --help shows how it is written.`);
	}
}

/** Reads the command line after the script's name. Throws `OptionError`. */
export function parseOptions(args: string[], environment: Record<string, string | undefined> = {}): DemoOptions {
	const { values, positionals } = parse(args);
	const empty = Object.entries(values).find(([, value]) => value === '');
	if (positionals.length > 0) throw new OptionError(`"${positionals[0]}" belongs to no option. --help lists the options.`);
	if (empty) throw new OptionError(`The option --${empty[0]} needs a value.`);
	if (values.mail !== undefined && values.imap !== undefined) throw new OptionError('--mail and --imap cannot be used together.');
	const newest = values.newest ?? '50';
	if (!/^[1-9]\d{0,5}$/.test(newest)) throw new OptionError(`--newest needs a number of messages, not "${newest}".`);
	if (values.newest !== undefined && values.imap === undefined) throw new OptionError('--newest belongs to --imap.');
	return {
		help: values.help ?? false,
		mail: values.mail ?? null,
		json: values.json ?? null,
		imap: values.imap === undefined ? null : parseMailboxUrl(values.imap, environment.IMAP_PASSWORD ?? ''),
		newest: Number(newest),
		data: values.data ?? null,
	};
}
