import { createHash } from 'node:crypto';

import { StoreError } from '../StoreError';

/** How the connection to the server is kept private: in plain text, encrypted to whoever answers, or encrypted to a server that shows a valid certificate. */
export type PostgresEncryption = 'none' | 'unchecked' | 'checked';

/** Where a store in PostgreSQL lies, and who asks for it. */
export interface PostgresSettings {
	host: string;
	port: number;
	database: string;
	user: string;
	password: string;
	encryption: PostgresEncryption;
	/** PEM of an own authority; empty for the public ones. */
	certificateAuthority: string;
	/** PostgreSQL schema that holds the tables; made when it is missing. */
	schema: string;
}

export const DEFAULT_SCHEMA = 'mail_helpdesk';

/** Names that need no quotes in anybody's tools, and are not PostgreSQL's own. */
const SCHEMA_NAME = /^(?!pg_)[a-z_][a-z0-9_]{0,62}$/;

function missing(what: string): StoreError {
	return new StoreError('STORE_SETTINGS', `The PostgreSQL credential names no ${what}`, { fault: 'settings', remedy: 'Fill it in.' });
}

/** Throws `StoreError` `STORE_SETTINGS` for what can be seen to be wrong without a server. The driver would fill gaps from environment variables that nobody thinks of. */
export function checkPostgresSettings({ host, database, user, schema, port }: PostgresSettings): void {
	if (host === '') throw missing('host');
	if (database === '') throw missing('database');
	if (user === '') throw missing('user');
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new StoreError('STORE_SETTINGS', 'The port of the PostgreSQL server is not a number from 1 to 65535', { fault: 'settings', remedy: 'PostgreSQL usually listens at 5432.' });
	}
	if (!SCHEMA_NAME.test(schema)) {
		throw new StoreError('STORE_SETTINGS', 'This name cannot be used for the PostgreSQL schema of a help desk', {
			fault: 'settings',
			remedy: 'Use 1 to 63 small letters (a to z), digits and underscores, beginning with a letter, and not with "pg_".',
		});
	}
}

/** Tells one store and sign-in from another without keeping the password in a readable form. */
export function postgresIdentity(settings: PostgresSettings): string {
	const { host, port, database, user, password, encryption, certificateAuthority, schema } = settings;
	const parts = [host, port, database, user, password, encryption, certificateAuthority, schema];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
