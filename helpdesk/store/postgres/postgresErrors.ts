import type { FaultOf } from '../../errors';
import { StoreError } from '../StoreError';
import type { PostgresSettings } from './PostgresSettings';

/** `{server}`, `{user}`, `{database}` and `{schema}` stand for those of the settings. */
interface Meaning {
	code: string;
	message: string;
	fault: FaultOf;
	remedy: string;
}

function meaning(code: string, fault: FaultOf, message: string, remedy: string): Meaning {
	return { code, fault, message, remedy };
}

const NOT_FOUND = meaning('STORE_HOST_NOT_FOUND', 'settings', 'There is no host of the name of the PostgreSQL server {server}', 'Check "Host" in the PostgreSQL credential. Between containers it is the name of the service, not "localhost".');
const REFUSED = meaning('STORE_UNREACHABLE', 'world', 'The PostgreSQL server {server} refused the connection', 'Check host and port, that the server is running, and that it listens on this network (listen_addresses).');
const SILENT = meaning('STORE_UNREACHABLE', 'world', 'The PostgreSQL server {server} does not answer', 'Check host and port, and whether a firewall is in between.');
const LOST = meaning('STORE_CONNECTION_LOST', 'world', 'The connection to the PostgreSQL server {server} was lost', 'Work goes on by itself when the server is back; nothing was half written.');
const STOPPING = meaning('STORE_CONNECTION_LOST', 'world', 'The PostgreSQL server {server} is starting or shutting down', 'Work goes on by itself when the server is back; nothing was half written.');
const NO_TLS = meaning('STORE_TLS', 'settings', 'The PostgreSQL server {server} offers no encryption', 'Switch on TLS there (ssl = on), or choose the encryption "None" if it runs on this machine or in a private network.');
const TLS_WANTED = meaning('STORE_TLS', 'settings', 'The PostgreSQL server {server} takes no unencrypted connection of this user', 'Choose an encryption with TLS in the PostgreSQL credential.');
const UNTRUSTED = meaning('STORE_TLS', 'settings', 'The certificate of the PostgreSQL server {server} is not from a known authority', 'Paste the certificate of the authority into the PostgreSQL credential.');
const OUTDATED = meaning('STORE_TLS', 'settings', 'The certificate of the PostgreSQL server {server} is not valid at this time', 'Renew it on the server, and check the clocks of both machines.');
const OTHER_NAME = meaning('STORE_TLS', 'settings', 'The certificate of the PostgreSQL server {server} is for another name', 'Use the host name that the certificate is made out to.');
const SIGN_IN = meaning('STORE_SIGN_IN_REFUSED', 'settings', 'The PostgreSQL server {server} refused the sign-in of user "{user}"', 'Check user and password, and that the server lets this user in from this machine (pg_hba.conf).');
const NO_DATABASE = meaning('STORE_DATABASE_MISSING', 'settings', 'There is no database "{database}" on the PostgreSQL server {server}', 'Create it (createdb), or check "Database" in the PostgreSQL credential.');
const NO_RIGHTS = meaning(
	'STORE_NO_RIGHTS',
	'settings',
	'User "{user}" may not do what the help desk needs in schema "{schema}" of database "{database}"',
	'Let the user own the schema: CREATE SCHEMA {schema} AUTHORIZATION the user; or give it the right to create schemas in the database.',
);
const TOO_MANY = meaning('STORE_TOO_MANY_CONNECTIONS', 'world', 'The PostgreSQL server {server} has no connection left', 'Raise max_connections there, or close other programs. Each n8n process takes up to 8 for one help desk.');
const READ_ONLY = meaning('STORE_NOT_WRITABLE', 'world', 'The PostgreSQL server {server} takes no changes at present', 'It may be a copy (standby) of another server, or its disk may be nearly full: check "Host", and the server.');
const FULL = meaning('STORE_FULL', 'world', 'The PostgreSQL server {server} has no room left', 'Free some space there. Work goes on by itself; nothing was half written.');
const BUSY = meaning('STORE_BUSY', 'world', 'Others were changing the same records of the help desk for too long', 'It is tried again. If it happens often, look for long transactions on the server (pg_stat_activity).');
const SLOW = meaning('STORE_TIMEOUT', 'world', 'The PostgreSQL server {server} took too long', 'It is tried again. If it happens often, look at the load of the server.');
const DAMAGED = meaning('STORE_CORRUPT', 'world', 'The PostgreSQL server {server} reports damaged data', 'Look into its log, and restore the last backup.');
const DISK = meaning('STORE_IO', 'world', 'The PostgreSQL server {server} reports an error of its disk', 'Check disk and file system there.');
const NO_TABLES = meaning('STORE_TABLES_MISSING', 'settings', 'Tables of the help desk are missing from schema "{schema}"', 'Somebody removed or renamed them: restore the last backup, or name another schema in the PostgreSQL credential.');
const CONTRADICTION = meaning('STORE_CONSTRAINT', 'message', 'The help desk refused data that contradicts what it holds', '');
const TOO_BIG = meaning('STORE_TOO_BIG', 'message', 'A text or file is larger than PostgreSQL can hold', '');
const FAILED = meaning('STORE_FAILED', 'message', 'The help desk\'s database could not do what it was asked', '');

/** SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), codes of Node.js and of OpenSSL. */
const BY_CODE: Record<string, Meaning> = {
	ENOTFOUND: NOT_FOUND,
	EAI_AGAIN: { ...NOT_FOUND, fault: 'world' },
	ECONNREFUSED: REFUSED,
	ETIMEDOUT: SILENT,
	EHOSTUNREACH: SILENT,
	ENETUNREACH: SILENT,
	ECONNRESET: LOST,
	EPIPE: LOST,
	EPROTO: { ...NO_TLS, message: 'No encrypted connection to the PostgreSQL server {server} came about', remedy: 'Check host and port: something else may be listening there.' },
	DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
	SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
	UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
	CERT_HAS_EXPIRED: OUTDATED,
	CERT_NOT_YET_VALID: OUTDATED,
	ERR_TLS_CERT_ALTNAME_INVALID: OTHER_NAME,
	'28000': SIGN_IN,
	'28P01': SIGN_IN,
	'3D000': NO_DATABASE,
	'3F000': NO_TABLES,
	'42P01': NO_TABLES,
	'42703': NO_TABLES,
	'42501': NO_RIGHTS,
	'53100': FULL,
	'53200': { ...SLOW, code: 'STORE_UNAVAILABLE', message: 'The PostgreSQL server {server} is out of memory' },
	'53300': TOO_MANY,
	'25006': READ_ONLY,
	'57P01': STOPPING,
	'57P02': STOPPING,
	'57P03': STOPPING,
	'57P05': LOST,
	'40001': BUSY,
	'40P01': BUSY,
	'55P03': BUSY,
	'57014': SLOW,
	'25P03': SLOW,
	'58030': DISK,
	XX001: DAMAGED,
	XX002: DAMAGED,
	'54000': TOO_BIG,
};

const BY_CLASS: Record<string, Meaning> = {
	'08': LOST,
	'22': FAILED,
	'23': CONTRADICTION,
	'53': FULL,
	'54': TOO_BIG,
	'57': STOPPING,
	'58': DISK,
};

/** What the driver says in words only. */
const BY_TEXT: ReadonlyArray<[RegExp, Meaning]> = [
	[/does not support SSL/i, NO_TLS],
	[/no pg_hba\.conf entry.*(?:no encryption|SSL off)/i, TLS_WANTED],
	[/connection terminated due to connection timeout|timeout exceeded when trying to connect|timeout expired/i, SILENT],
	[/query read timeout/i, SLOW],
	[/connection terminated|not queryable|connection error|client was closed|write after end|establishing an SSL connection/i, LOST],
	[/invalid length|invalid string/i, TOO_BIG],
	[/SASL|SCRAM|password/i, SIGN_IN],
	[/certificate|PEM|wrong version number/i, { ...UNTRUSTED, message: 'No encrypted connection to the PostgreSQL server {server} came about', remedy: 'Check the certificate authority in the PostgreSQL credential: it is PEM text, from BEGIN CERTIFICATE to END CERTIFICATE.' }],
];

const SQLSTATE = /^[0-9A-Z]{5}$/;
/** Codes after which the same connection may be used on. */
const LIVES_ON = /^(?!08|57P|25P03|XX)[0-9A-Z]{5}$/;

function codeOf(error: unknown): string {
	// Node.js tries all addresses of a name and reports them together.
	const single = error instanceof AggregateError ? (error.errors as unknown[])[0] : error;
	const code = (single as { code?: unknown } | null)?.code;
	return typeof code === 'string' ? code : '';
}

function meaningOf(error: unknown): Meaning {
	const code = codeOf(error);
	const text = error instanceof Error ? error.message : '';
	if (code === '28000' && TLS_WANTED === BY_TEXT.find(([pattern]) => pattern.test(text))?.[1]) {
		return TLS_WANTED;
	}
	const byClass = SQLSTATE.test(code) ? BY_CLASS[code.slice(0, 2)] : undefined;
	return BY_CODE[code] ?? byClass ?? (SQLSTATE.test(code) ? FAILED : (BY_TEXT.find(([pattern]) => pattern.test(text))?.[1] ?? FAILED));
}

/** What an error of the driver, the network or the server means for the user. The original is its `cause`; a `StoreError` is returned as it is. */
export function postgresErrorOf(error: unknown, settings: PostgresSettings): StoreError {
	if (error instanceof StoreError) {
		return error;
	}
	const { code, message, fault, remedy } = meaningOf(error);
	const values: Record<string, string> = { server: `${settings.host}:${settings.port}`, user: settings.user, database: settings.database, schema: settings.schema };
	const filled = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
	return new StoreError(code, filled(message), { fault, remedy: filled(remedy), cause: error });
}

/** Whether the connection on which this happened is of no more use. */
export function isBroken(error: unknown): boolean {
	return !LIVES_ON.test(codeOf(error));
}
