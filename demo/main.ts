import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { loadDomain, type BuiltDomain } from './builtDomain';
import { isDecided } from './decision';
import { conversationMails, folderMails, type MailToDeliver } from './mailSources';
import { HELP, OptionError, parseOptions, type DemoOptions } from './options';
import { readRealMailbox } from './realMailbox';
import { formatReport } from './report';

const ROOT = resolve(__dirname, '..');
const DEMO_ADDRESS = 'support@nordlicht.example';

const say = (line = '') => void process.stdout.write(`${line}\n`);

/** npm runs scripts in the package's folder; what a person types is meant from where they stand. */
const from = process.env.npm_lifecycle_event === 'demo' ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
const here = (path: string) => resolve(from, path);

function dataFolder({ data }: DemoOptions): string {
	if (data === null) return mkdtempSync(join(tmpdir(), 'mail-helpdesk-demo-'));
	const folder = here(data);
	try {
		mkdirSync(folder, { recursive: true });
		accessSync(folder, constants.W_OK);
	} catch {
		throw new OptionError(`Nothing can be written to the folder ${folder}.`);
	}
	return folder;
}

function jsonFile({ json }: DemoOptions): string | null {
	if (json === null) return null;
	const file = here(json);
	try {
		accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
	} catch {
		throw new OptionError(`The file ${file} cannot be written.`);
	}
	if (existsSync(file) && statSync(file).isDirectory()) throw new OptionError(`${file} is a folder, not a file.`);
	return file;
}

async function mailsFor(options: DemoOptions, { openMailbox }: BuiltDomain): Promise<{ mails: MailToDeliver[]; address: string }> {
	if (options.imap) {
		const { imap, newest } = options;
		say(`Reading the newest ${newest} messages of ${imap.folder} at ${imap.host}, read-only ...`);
		const address = imap.user.includes('@') ? imap.user.toLowerCase() : `${imap.user.toLowerCase()}@${imap.host}`;
		return { mails: await readRealMailbox(openMailbox, imap, newest), address };
	}
	if (options.mail !== null) return { mails: folderMails(here(options.mail)), address: DEMO_ADDRESS };
	return { mails: conversationMails(join(__dirname, 'mails'), Date.now().toString(36)), address: DEMO_ADDRESS };
}

async function demo(args: string[]): Promise<number> {
	const options = parseOptions(args, process.env);
	if (options.help) {
		say(HELP);
		return 0;
	}
	const json = jsonFile(options);
	const domain = await loadDomain(ROOT);
	const { mails, address } = await mailsFor(options, domain);
	const folder = dataFolder(options);
	say(`Running workflows/two-rule-helpdesk.json in n8n's engine, with the built nodes; ${mails.length} messages for ${address}.`);
	say();
	// n8n's engine takes seconds to load: what is wrong with options or mailbox is said before.
	const { runHelpdesk } = await import('./helpdeskRun');
	const { state, storeFile } = await runHelpdesk({ domain, root: ROOT, dataFolder: folder, address, mails, say });
	if (json) writeFileSync(json, `${JSON.stringify(state, null, '\t')}\n`);
	say(`\n\n${formatReport(state, mails.map(({ name }) => name))}\n`);
	if (options.imap) say(`\nThese were copies: nothing was changed in ${options.imap.folder} at ${options.imap.host}, and no mail left this machine.`);
	say(`\nThe help desk's SQLite file: ${storeFile}`);
	if (json) say(`The final state as JSON:     ${json}`);
	const undecided = state.messages.filter((message) => !isDecided(message)).length;
	say(undecided === 0 ? `\nAll ${mails.length} messages ended in a decision.` : `\n${undecided} of ${mails.length} messages did not end in a decision.`);
	return undecided === 0 ? 0 : 1;
}

function explain(error: unknown): number {
	const message = error instanceof Error ? error.message : String(error);
	const { remedy } = error as { remedy?: unknown };
	process.stderr.write(`${message}${typeof remedy === 'string' ? ` ${remedy}` : ''}\n`);
	return error instanceof OptionError ? 2 : 1;
}

void demo(process.argv.slice(2))
	.catch(explain)
	.then((status) => {
		process.exitCode = status;
	});
