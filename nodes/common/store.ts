import { homedir } from 'node:os';
import { HelpdeskError, createJournal, createSqlDesk, createTicketSigner, openStore, storeFile, storeSecret, systemId } from '../../helpdesk';
import type { UnderstandingKnowledge, Desk, Journal, Store, TicketSigner } from '../../helpdesk';

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
		remedy: 'Run this n8n in regular mode (EXECUTIONS_MODE=regular): a SQLite file is not shared between processes.',
	});
}

/** The built-in store: a SQLite file in n8n's user folder. Rejects with `StoreError`, and in queue mode with `STORE_NOT_SHARED`. */
export async function openBuiltInStore(name: string): Promise<HelpdeskStore> {
	refuseSharedInstances();
	const userFolder = process.env.N8N_USER_FOLDER || homedir();
	const store = await openStore({ file: storeFile({ userFolder, name: name || 'default' }) });
	const [secret, id] = await Promise.all([storeSecret(store), systemId(store)]);
	return { store, journal: createJournal(store), desk: createSqlDesk(store), signer: createTicketSigner(secret), systemId: id };
}

/** What is needed to tell our own mail and our own tickets apart from others'. */
export function knowledgeOf({ signer, systemId: id }: HelpdeskStore, ownAddresses: string[]): UnderstandingKnowledge {
	return { signer, systemId: id, ownAddresses };
}
