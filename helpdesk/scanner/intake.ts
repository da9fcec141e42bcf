import type { UnderstandingKnowledge } from '../conversation/understand';
import type { MailboxAccount } from '../mailbox/MailboxAccount';
import { MailboxError } from '../mailbox/MailboxError';
import type { Envelope, MailboxSession } from '../mailbox/MailboxSession';
import type { Journal, JournalMessage } from '../store/Journal';
import { acknowledge } from './acknowledge';
import { createIntakePause } from './intakePause';
import { lanesOf, startable, type Queued } from './lanes';
import { readMessage } from './readMessage';
import type { DeliveryOutcome, ScannedMessage, ScannerHost, ScannerSettings } from './Scanner';

export interface IntakeDependencies {
	settings: ScannerSettings;
	knowledge: UnderstandingKnowledge;
	journal: Journal;
	host: ScannerHost;
	now: () => Date;
	/** Id of this scanner run, written to messages in hand. */
	owner: string;
	/** The connection of this moment, for acknowledging; null while there is none. */
	session: () => MailboxSession | null;
	/** Called when a message has left the hands of the intake. */
	changed: () => void;
}

/** Where one connection stands: who signs in, and the UIDVALIDITY of each folder as last seen. */
export interface Connection {
	session: MailboxSession;
	account: MailboxAccount;
	uidValidity: Map<string, string>;
}

export interface Intake {
	/** Starts as many due messages as limits and lanes allow, and returns without waiting for them. */
	startDue(connection: Connection): Promise<void>;
	/** Whether this message is in an execution right now. */
	holds(message: JournalMessage): boolean;
	/** When a paused intake may try again; null when it is not paused. */
	probeAt(): Date | null;
	/** Starts nothing more and resolves when nothing is in hand, or after `ms`. */
	drain(ms: number | null): Promise<void>;
}

/** Due messages looked at per step, so that one busy conversation does not hide the others. */
const WINDOW = 200;

/** The life of each message from "due" to "acknowledged", "to be tried again" or "quarantined". */
export function createIntake(dependencies: IntakeDependencies): Intake {
	const { settings, journal, host, now } = dependencies;
	const { scope } = settings;
	const pause = createIntakePause();
	const inHand = new Map<string, { lanes: string[]; done: Promise<void> }>();
	const envelopes = new Map<string, Envelope>();
	let closing = false;

	const idOf = (message: JournalMessage) => `${message.folder}\n${message.uidValidity}\n${message.uid}`;

	/** Envelopes of due messages; those that are gone from the server are forgotten, those of an old UIDVALIDITY found again. */
	const queueOf = async (connection: Connection, due: JournalMessage[]): Promise<Array<Queued<JournalMessage>>> => {
		const wanted = new Set(due.map(idOf));
		for (const id of envelopes.keys()) if (!wanted.has(id)) envelopes.delete(id);
		for (const folder of new Set(due.map((message) => message.folder))) {
			const ofFolder = due.filter((message) => message.folder === folder);
			const uidValidity = connection.uidValidity.get(folder);
			if (uidValidity === undefined) continue;
			for (const message of ofFolder) if (message.uidValidity !== uidValidity) await replaceOutdated(connection, message, uidValidity);
			const unknown = ofFolder.filter((message) => message.uidValidity === uidValidity && !envelopes.has(idOf(message)));
			if (unknown.length === 0) continue;
			const fetched = new Map((await connection.session.fetchEnvelopes(folder, unknown.map(({ uid }) => uid))).map((e) => [e.uid, e]));
			for (const message of unknown) {
				const envelope = fetched.get(message.uid);
				if (envelope) envelopes.set(idOf(message), envelope);
				else await journal.drop(scope, message);
			}
		}
		return due.flatMap((message) => {
			const envelope = envelopes.get(idOf(message));
			return envelope ? [{ message, envelope }] : [];
		});
	};

	const replaceOutdated = async ({ session }: Connection, message: JournalMessage, uidValidity: string) => {
		const cursor = await journal.cursor(scope, message.folder);
		const { messageId } = message;
		if (cursor?.uidValidity === uidValidity && messageId) {
			const uids = await session.findUids(message.folder, { messageId });
			await journal.discover(scope, cursor, uids.map((uid) => ({ uid, messageId })), now().toISOString());
		}
		await journal.drop(scope, message);
	};

	/** Tries again after the next wait of the ladder, or quarantines. */
	const fail = async (message: JournalMessage, email: ScannedMessage['email'] | null, outcome: { error: string; fault: 'message' | 'world' }) => {
		const attempt = message.attempts + 1;
		const byWorld = pause.record(email?.mailbox.key ?? idOf(message), outcome.fault, now());
		const wait = byWorld ? 0 : settings.retrySeconds[attempt - 1];
		if (wait === undefined) {
			await journal.quarantine(scope, message, outcome.error);
			host.quarantined({ email, folder: message.folder, uid: message.uid }, outcome.error);
			return;
		}
		const nextTryAt = byWorld ? (pause.probeAt() ?? now()) : new Date(now().getTime() + wait * 1000);
		await journal.retry(scope, message, nextTryAt.toISOString(), outcome.error, !byWorld);
	};

	const handle = async (connection: Connection, message: JournalMessage) => {
		let read: Omit<ScannedMessage, 'attempt'>;
		try {
			read = await readMessage({ ...connection, settings, knowledge: dependencies.knowledge }, message.folder, message.uidValidity, message.uid, false);
		} catch (error) {
			if (!(error instanceof MailboxError) || !connection.session.alive) return;
			if (error.code === 'MESSAGE_GONE') return await journal.drop(scope, message);
			if (await journal.start(scope, message, message.key ?? '', message.messageId ?? '', dependencies.owner)) {
				await fail(message, null, { error: `${error.message} ${error.remedy}`.trim(), fault: 'message' });
			}
			return;
		}
		const { email } = read;
		const { key } = email.mailbox;
		if (await journal.isHandled(scope, key)) {
			return await acknowledge(connection.session, journal, scope, { ...message, key }, settings.afterSuccess, now);
		}
		const quarantined = await journal.inState(scope, 'quarantined');
		if (quarantined.some((other) => other.key === key && idOf(other) !== idOf(message))) return await journal.drop(scope, message);
		if (!(await journal.start(scope, message, key, message.messageId ?? '', dependencies.owner))) return;

		const outcome = await judged(key, await host.deliver({ ...read, attempt: message.attempts + 1 }));
		if (!outcome.ok) return await fail(message, email, outcome);
		pause.record(key, 'ok', now());
		const handled = { ...message, key, state: 'acknowledging' as const };
		await journal.succeed(scope, handled);
		const session = dependencies.session();
		if (session?.alive) await acknowledge(session, journal, scope, handled, settings.afterSuccess, now);
	};

	/** n8n calls an execution a success whose node failed under "continue on fail": the failures that nodes noted decide. */
	const judged = async (key: string, outcome: DeliveryOutcome): Promise<DeliveryOutcome> => {
		const failures = settings.ignoreNodeFailures && outcome.ok ? [] : await journal.failures(key);
		const [first] = failures;
		if (!first) return outcome;
		const fault = failures.some((failure) => failure.fault !== 'message') ? 'world' : 'message';
		return { ok: false, error: `${first.node}: ${first.message}`, fault };
	};

	const launch = ({ message, envelope }: Queued<JournalMessage>, connection: Connection) => {
		const id = idOf(message);
		const done = handle(connection, message)
			// What failed here (store or connection) left the row as it was: a later look takes it up again.
			.catch(() => pause.record(id, 'world', now()))
			.then(() => {
				inHand.delete(id);
				dependencies.changed();
			});
		inHand.set(id, { lanes: lanesOf(envelope), done });
	};

	return {
		async startDue(connection) {
			const room = pause.limit(settings.concurrency, now()) - inHand.size;
			if (closing || room <= 0) return;
			const due = await journal.due(scope, settings.folders, now().toISOString(), WINDOW + inHand.size);
			const queue = await queueOf(connection, due.filter((message) => !inHand.has(idOf(message))));
			const busy = [...inHand.values()].flatMap(({ lanes }) => lanes);
			for (const queued of startable(queue, busy, room)) launch(queued, connection);
		},
		holds: (message) => inHand.has(idOf(message)),
		probeAt: () => pause.probeAt(),
		async drain(ms) {
			closing = true;
			const all = Promise.all([...inHand.values()].map(({ done }) => done)).then(() => undefined);
			await (ms === null ? all : Promise.race([all, new Promise<void>((resolve) => setTimeout(resolve, ms).unref())]));
		},
	};
}
