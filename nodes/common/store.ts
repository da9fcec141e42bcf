import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { homedir } from 'node:os';
import { HelpdeskError, createJournal, createSqlDesk, createTicketSigner, openStore, storeFile, storeSecret, systemId, testPostgres } from '../../helpdesk';
import type { UnderstandingKnowledge, Desk, Journal, Store, StorePlace, TicketSigner } from '../../helpdesk';
import type { CredentialContext } from './accessToken';
import { POSTGRES, postgresSettings } from './credentials';
import { tested } from './tested';

/** Everything that the nodes keep: one file per name, the same one from every node. */
export interface HelpdeskStore {
	store: Store;
	journal: Journal;
	desk: Desk;
	signer: TicketSigner;
	/** Goes into outgoing mail, so that it is recognised when it comes back. */
	systemId: string;
}

/** A file is seen by one process on one machine; with workers or several mains each would have tickets of its own, and a mail would be handled twice. */
function refuseSharedInstances(): void {
	if (process.env.EXECUTIONS_MODE !== 'queue' && process.env.N8N_MULTI_MAIN_SETUP_ENABLED !== 'true') return;
	throw new HelpdeskError('STORE_NOT_SHARED', 'The built-in store cannot be used in queue mode or with several main processes', {
		fault: 'settings',
		remedy: 'Choose "PostgreSQL" under Store in all nodes of the help desk, or run this n8n in regular mode (EXECUTIONS_MODE=regular): a SQLite file is not shared between processes.',
	});
}

async function openAt(place: StorePlace): Promise<HelpdeskStore> {
	const store = await openStore(place);
	const [secret, id] = await Promise.all([storeSecret(store), systemId(store)]);
	return { store, journal: createJournal(store), desk: createSqlDesk(store), signer: createTicketSigner(secret), systemId: id };
}

/** The built-in store: a SQLite file in n8n's user folder. Rejects with `StoreError`, and in queue mode with `STORE_NOT_SHARED`. */
export async function openBuiltInStore(name: string): Promise<HelpdeskStore> {
	refuseSharedInstances();
	const userFolder = process.env.N8N_USER_FOLDER || homedir();
	return await openAt({ file: storeFile({ userFolder, name: name || 'default' }) });
}

/** What a node's panel says of its store. */
export interface StoreChoice {
	/** Value of the drop-down "Store". */
	store: string;
	/** Name of the built-in file. */
	storeName: string;
}

/** The store that a node has chosen, with the credential of that node. Rejects with `StoreError`. */
export async function openChosenStore(context: CredentialContext, { store, storeName }: StoreChoice, itemIndex?: number): Promise<HelpdeskStore> {
	if (store !== 'postgres') return await openBuiltInStore(storeName);
	return await openAt({ postgres: postgresSettings(await context.getCredentials(POSTGRES, itemIndex)) });
}

/** The test button of the PostgreSQL credential: signs in, looks at rights and tables, and changes nothing. */
export async function mailHelpdeskPostgresTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await tested(async () => {
		const settings = postgresSettings(credential.data ?? {});
		const { serverVersion, ready } = await testPostgres(settings);
		return `Signed in to PostgreSQL ${serverVersion}; the tables in schema "${settings.schema}" ${ready ? 'are there' : 'are made at the first use'}`;
	});
}

/** What is needed to tell our own mail and our own tickets apart from others'. */
export function knowledgeOf({ signer, systemId: id }: HelpdeskStore, ownAddresses: string[]): UnderstandingKnowledge {
	return { signer, systemId: id, ownAddresses };
}
