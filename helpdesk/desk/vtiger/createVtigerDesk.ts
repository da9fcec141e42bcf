import { HelpdeskError } from '../../errors';
import type { Store } from '../../store/openStore';
import type { Desk } from '../Desk';
import { DeskError } from '../DeskError';
import { changesSince } from './changes';
import { findEffect } from './claims';
import { createClient } from './client';
import { addComment, listComments } from './comments';
import { createContext, type VtigerContext, type VtigerOptions } from './context';
import { createContact } from './createContact';
import { listFiles, readFile } from './documents';
import { describeDesk } from './describeDesk';
import { findTickets } from './findTickets';
import { createModules } from './modules';
import { findPerson, getContact, getOrganization, listContacts } from './people';
import { linkMail, listLinkedMails } from './linkedMails';
import { refuse } from './refuse';
import { addContactAddress } from './contactAddresses';
import { createOrganization } from './createOrganization';
import { deleteTicket } from './deleteTicket';
import { searchPeople, searchTickets } from './search';
import { ownSession, sharedSession, type Session } from './session';
import { addParticipants, listMessages, storeMessage } from './threads';
import { peopleIn } from '../messageRows';
import { existingRecord, getTicket, listTickets } from './tickets';
import { createTicket, updateTicket } from './writeTickets';
import { numberOf } from './modules';
import { deskName, type VtigerAccount } from './VtigerAccount';
import type { Fetch } from './request';

export interface VtigerDeskOptions extends Partial<VtigerOptions> {
	fetch?: Fetch;
	/** For one request. Default 60 000. */
	timeoutMs?: number;
	/** A session of its own instead of the one that the process shares for the account. */
	ownSession?: boolean;
}

const DEFAULTS: VtigerOptions = { now: () => new Date(), tellAgents: true, settleMs: 30_000, leaseMs: 180_000 };
const TIMEOUT_MS = 60_000;

/** Trouble of the store keeps its code, fault and remedy. */
function deskErrorOf(error: unknown): DeskError {
	if (error instanceof DeskError) {
		return error;
	}
	if (error instanceof HelpdeskError) {
		return new DeskError(error.code, error.message, { fault: error.fault, remedy: error.remedy, cause: error });
	}
	return new DeskError('DESK_FAILED', 'The Vtiger desk could not do what it was asked', { fault: 'message', remedy: 'Report this with the version of your Vtiger.', cause: error });
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw deskErrorOf(error);
	}
}

/** What was learned of a Vtiger lasts as long as the session of its account. */
const contexts = new WeakMap<Session, Map<Store['db'], VtigerContext>>();

function contextOf(session: Session, store: Store, desk: string, options: VtigerOptions): VtigerContext {
	const ofSession = contexts.get(session) ?? new Map<Store['db'], VtigerContext>();
	contexts.set(session, ofSession);
	const client = createClient(session);
	const known = ofSession.get(store.db) ?? createContext({ client, modules: createModules(client, () => performance.now()), store, desk, options });
	ofSession.set(store.db, known);
	return { ...known, store, options };
}

/**
 * Tickets in a Vtiger CRM (7.0 to 8.0), reached by its web service; what Vtiger cannot keep (claims, Message-IDs, who takes part) is in the store. Nothing is
 * asked before the first call.
 */
export function createVtigerDesk(store: Store, account: VtigerAccount, more: VtigerDeskOptions = {}): Desk {
	const sessionOptions = { fetch: more.fetch ?? fetch, timeoutMs: more.timeoutMs ?? TIMEOUT_MS };
	const session = more.ownSession ? ownSession(account, sessionOptions) : sharedSession(account, sessionOptions);
	const { now, tellAgents, settleMs, leaseMs } = { ...DEFAULTS, ...more };
	const context = contextOf(session, store, deskName(account.url), { now, tellAgents, settleMs, leaseMs });

	return {
		describe: async () => await guarded(async () => await describeDesk(context)),
		findPerson: async (address) => await guarded(async () => await findPerson(context, address)),
		createContact: async (claim, contact) => await guarded(async () => await createContact(context, claim, contact)),
		findTickets: async (evidence) => await guarded(async () => await findTickets(context, evidence)),
		createTicket: async (claim, ticket) => await guarded(async () => await createTicket(context, claim, ticket)),
		addComment: async (claim, ticketId, comment) => await guarded(async () => await addComment(context, claim, ticketId, comment)),
		updateTicket: async (claim, ticketId, change) => await guarded(async () => await updateTicket(context, claim, ticketId, change)),
		recordMessage: async (ticketId, message) =>
			await guarded(async () => {
				const number = numberOf((await existingRecord(context, ticketId)).id ?? '');
				await store.transaction(async (trx) => {
					await storeMessage(trx, context.desk, { ticketId: number, commentId: null, internal: false }, message);
					await addParticipants(trx, context.desk, number, peopleIn(message));
				});
			}),
		findEffect: async (key, actions) => await guarded(async () => await findEffect(context, key, actions)),
		getTicket: async (id) => await guarded(async () => await getTicket(context, id)),
		getContact: async (id) => await guarded(async () => await getContact(context, id)),
		getOrganization: async (id) => await guarded(async () => await getOrganization(context, id)),
		listTickets: async () => await guarded(async () => await listTickets(context)),
		listContacts: async () => await guarded(async () => await listContacts(context)),
		listComments: async (ticketId) => await guarded(async () => await listComments(context, ticketId)),
		listFiles: async (ticketId) => await guarded(async () => await listFiles(context, ticketId)),
		listMessages: async (ticketId) => await guarded(async () => await listMessages(context, ticketId)),
		readFile: async (fileId) => await guarded(async () => await readFile(context, fileId)),
		deleteTicket: async (claim, ticketId) => await guarded(async () => await deleteTicket(context, claim, ticketId)),
		createOrganization: async (claim, organization) => await guarded(async () => await createOrganization(context, claim, organization)),
		addContactAddress: async (claim, contactId, address) => await guarded(async () => await addContactAddress(context, claim, contactId, address)),
		searchTickets: async (query) => await guarded(async () => await searchTickets(context, query)),
		searchPeople: async (text, limit) => await guarded(async () => await searchPeople(context, text, limit)),
		mergeTickets: async () => refuse('merge tickets'),
		linkMail: async (claim, link) => await guarded(async () => await linkMail(context, claim, link)),
		listLinkedMails: async (target, id) => await guarded(async () => await listLinkedMails(context, target, id)),
		changesSince: async (cursor, limit) => await guarded(async () => await changesSince(context, cursor, limit)),
		isBlocked: async () => false,
		upkeep: null,
	};
}
