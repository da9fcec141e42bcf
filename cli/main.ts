import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

import { DEFAULT_SCHEMA, HelpdeskError, storeFile, transferStore, type PostgresSettings, type StorePlace } from '../helpdesk';

const HELP = `Backup, restore and move of a help desk.

  backup  STORE FILE     copy the store into a new file; n8n may be running
  restore FILE STORE     copy a backup into a place where no help desk is yet; stop n8n first
  move    STORE STORE    copy from one store to another, for instance from SQLite to PostgreSQL; stop n8n first

STORE is one of
  default                             the built-in file of this name ("Store Name") in n8n's user folder (N8N_USER_FOLDER)
  /path/to/file.sqlite                a file
  postgres://user@host:5432/database  PostgreSQL; the password from PGPASSWORD or the address. Further:
      ?schema=NAME                    (default ${DEFAULT_SCHEMA})
      &sslmode=disable                no encryption; require: certificate not checked; verify-full (default): checked
      &sslrootcert=FILE               certificate of your own authority

Nothing is ever overwritten. Ids, claims and the secret that signs ticket ids are kept.
`;

const ENCRYPTION: Record<string, PostgresSettings['encryption']> = { disable: 'none', require: 'unchecked', 'verify-full': 'checked' };

function postgresAt(address: string): StorePlace {
	const url = new URL(address);
	const sslmode = url.searchParams.get('sslmode') ?? 'verify-full';
	const encryption = ENCRYPTION[sslmode];
	if (!encryption) throw new HelpdeskError('USAGE', `sslmode=${sslmode} is not known`, { fault: 'settings', remedy: `Use one of ${Object.keys(ENCRYPTION).join(', ')}.` });
	const authority = url.searchParams.get('sslrootcert');
	return {
		postgres: {
			host: url.hostname.replace(/^\[|\]$/g, ''),
			port: Number(url.port || 5432),
			database: decodeURIComponent(url.pathname.slice(1)),
			user: decodeURIComponent(url.username),
			password: decodeURIComponent(url.password) || (process.env.PGPASSWORD ?? ''),
			encryption,
			certificateAuthority: authority === null ? '' : readFileSync(authority, 'utf8'),
			schema: url.searchParams.get('schema') ?? DEFAULT_SCHEMA,
		},
	};
}

function placeOf(text: string): StorePlace {
	if (/^postgres(?:ql)?:\/\//.test(text)) return postgresAt(text);
	if (/[./\\]/.test(text)) return { file: resolve(text) };
	return { file: storeFile({ userFolder: process.env.N8N_USER_FOLDER ?? homedir(), name: text }) };
}

async function main([command = '', from, to, ...rest]: string[]): Promise<number> {
	if (!['backup', 'restore', 'move'].includes(command) || from === undefined || to === undefined || rest.length > 0) {
		process.stdout.write(HELP);
		return command === '--help' || command === 'help' ? 0 : 2;
	}
	// Of a backup, and of what is restored, one side is always a file, whatever its name looks like.
	const [source, target] = [command === 'restore' ? { file: resolve(from) } : placeOf(from), command === 'backup' ? { file: resolve(to) } : placeOf(to)];
	const rows = await transferStore(source, target);
	const count = Object.values(rows).reduce((sum, each) => sum + each, 0);
	process.stdout.write(`${command}: ${String(rows.tickets ?? 0)} tickets, ${String(rows.contacts ?? 0)} contacts, ${String(count)} rows in all\n`);
	return 0;
}

main(process.argv.slice(2)).then(
	(status) => {
		process.exitCode = status;
	},
	(error: unknown) => {
		const text = error instanceof HelpdeskError ? `${error.message.replace(/[^.!?]$/, '$&.')} ${error.remedy}` : String(error instanceof Error ? error.message : error);
		process.stderr.write(`${text.trim()}\n`);
		process.exitCode = 1;
	},
);
