import { homedir } from 'node:os';
import { createJournal, createSqlDesk, createTicketSigner, openStore, storeFile, storeSecret, systemId } from '../../helpdesk';
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

/** The built-in store: a SQLite file in n8n's user folder. Rejects with `StoreError`. */
export async function openBuiltInStore(name: string): Promise<HelpdeskStore> {
	const userFolder = process.env.N8N_USER_FOLDER || homedir();
	const store = await openStore({ file: storeFile({ userFolder, name: name || 'default' }) });
	const [secret, id] = await Promise.all([storeSecret(store), systemId(store)]);
	return { store, journal: createJournal(store), desk: createSqlDesk(store), signer: createTicketSigner(secret), systemId: id };
}

/** What is needed to tell our own mail and our own tickets apart from others'. */
export function knowledgeOf({ signer, systemId: id }: HelpdeskStore, ownAddresses: string[]): UnderstandingKnowledge {
	return { signer, systemId: id, ownAddresses };
}
