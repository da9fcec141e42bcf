import type { UnderstandingKnowledge } from '../conversation/understand';
import type { Email } from '../email/Email';
import { keyInFolder, sharedId } from '../email/identity';
import type { MailboxAccount } from '../mailbox/MailboxAccount';
import { HelpdeskError } from '../errors';
import { messageGone } from '../mailbox/MailboxError';
import type { MailboxSession, Spooled } from '../mailbox/MailboxSession';
import type { Journal, JournalMessage } from '../store/Journal';
import type { Acknowledger } from './acknowledger';
import { createCopies } from './copies';
import { createIntakePause } from './intakePause';
import { lanesOf, startable, type Queued } from './lanes';
import { persist } from './persist';
import { createMessageQueue, idOf } from './queue';
import { readFetched, readMessage, SPOOLING, withKey } from './readMessage';
import type { DeliveryOutcome, ScannedMessage, ScannerHost, ScannerSettings } from './Scanner';
import { fetchTakenAway } from './takenAway';

export interface IntakeDependencies {
	settings: ScannerSettings;
	knowledge: UnderstandingKnowledge;
	journal: Journal;
	host: ScannerHost;
	now: () => Date;
	/** Id of this scanner run, written to messages in hand. */
	owner: string;
	acknowledger: Acknowledger;
	/** The connection of this moment, for acknowledging; null while there is none. */
	session: () => MailboxSession | null;
	/** Called when messages have left the hands of the intake. */
	changed: () => void;
	/** How long intake rests first when the world is at fault; 15 s where nobody says otherwise. */
	firstPauseMs?: number;
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

interface Started {
	message: JournalMessage;
	email: Email;
	key: string;
}

type Failure = Extract<DeliveryOutcome, { ok: false }>;

/** Due messages looked at per step. One busy conversation must not hide the others, so more are looked at while places stay empty. */
const WINDOW = 200;
/** Due messages whose envelopes are fetched meanwhile, in one command. */
const AHEAD = 1_000;
const WIDEST_WINDOW = 5_000;
const LATER_MS = 30_000;
/** A scanner that has said nothing of itself for so long is not running: it does so every 30 seconds. */
const ALIVE_MS = 120_000;
/** However many messages an execution may have: no more is read for it when its messages have so many bytes in memory, or eight times as many on disk. */
const FULL_BYTES = 32 * 1024 * 1024;
const DISK_SHARE = 8;
/** The message is well; it is only not the moment to read it. */
const NOT_NOW = new Set(['FOLDER_CHANGED', 'FOLDER_MISSING', 'CONNECTION_LOST', 'TIMEOUT']);

/** The life of each message from "due" to "acknowledged", "to be tried again" or "quarantined". */
export function createIntake(dependencies: IntakeDependencies): Intake {
	const { settings, journal, host, now, acknowledger } = dependencies;
	const { scope } = settings;
	const pause = createIntakePause(dependencies.firstPauseMs);
	const queue = createMessageQueue(scope, journal);
	const copies = createCopies({ settings, journal, acknowledger, now });
	const inHand = new Map<string, string[]>();
	const executions = new Map<Promise<void>, { probe: boolean }>();
	let closing = false;
	const lasting = async <T>(write: () => Promise<T>) => await persist(write, () => closing);

	const later = async (message: JournalMessage, ms: number, why: string) => {
		await journal.retry(scope, message, new Date(now().getTime() + ms).toISOString(), why, false);
	};

	const quarantine = async (message: JournalMessage, email: Email | null, error: string) => {
		await lasting(async () => await journal.quarantine(scope, message, error));
		host.quarantined({ email, folder: message.folder, uid: message.uid }, error);
	};

	/** Tries again after the next wait of the ladder, or quarantines. */
	const fail = async (message: JournalMessage, email: Email | null, { error }: Failure, byWorld: boolean) => {
		const wait = byWorld ? 0 : settings.retrySeconds[message.attempts];
		if (wait === undefined) return await quarantine(message, email, error);
		const nextTryAt = byWorld ? (pause.probeAt() ?? now()) : new Date(now().getTime() + wait * 1000);
		await lasting(async () => await journal.retry(scope, message, nextTryAt.toISOString(), error, !byWorld));
	};

	/** Where it was found first, or where a node of an earlier execution has put it. The item names the first place in both cases: rules ask for it. */
	const readAnywhere = async (connection: Connection, message: JournalMessage) => {
		const context = { ...connection, settings, knowledge: dependencies.knowledge, spooling: SPOOLING };
		const fetchElsewhere = async () => await fetchTakenAway(connection.session, connection.account, journal, message, settings.maxBytes);
		const elsewhere = await fetchElsewhere();
		if (elsewhere) return await readFetched(context, elsewhere, fetchElsewhere, message, false);
		if (connection.uidValidity.get(message.folder) !== message.uidValidity) throw messageGone();
		return await readMessage(context, message.folder, message.uidValidity, message.uid, false);
	};

	/** Null when the message could not be read; it has been dealt with then. */
	const readOrFail = async (connection: Connection, message: JournalMessage) => {
		try {
			const read = await readAnywhere(connection, message);
			return settings.once === 'folder' ? withKey(read, keyInFolder(read.email.mailbox.key, message.folder)) : read;
		} catch (error) {
			if (!connection.session.alive) return null;
			if (error instanceof HelpdeskError && error.code === 'MESSAGE_GONE') await journal.drop(scope, message);
			else if (error instanceof HelpdeskError && NOT_NOW.has(error.code)) await later(message, LATER_MS, error.message);
			else if (await journal.start(scope, message, message.key ?? '', message.messageId ?? '', dependencies.owner)) {
				const said = error instanceof HelpdeskError ? `${error.message} ${error.remedy}`.trim() : 'The message could not be read';
				await fail(message, null, { ok: false, error: said, fault: 'message' }, pause.record(idOf(message), 'message', now()));
			}
			return null;
		}
	};

	/** Null when there is nothing to be delivered. */
	const begin = async (connection: Connection, message: JournalMessage): Promise<{ started: Started; content: ScannedMessage } | null> => {
		if (await copies.isCopyBySight(connection, message)) return null;
		const read = await readOrFail(connection, message);
		if (!read) return null;
		let begun: Awaited<ReturnType<typeof beginRead>> = null;
		try {
			begun = await beginRead(connection, message, read);
			return begun;
		} finally {
			if (!begun) await read.spool?.release();
		}
	};

	const beginRead = async (connection: Connection, message: JournalMessage, read: Omit<ScannedMessage, 'attempt'>): Promise<{ started: Started; content: ScannedMessage } | null> => {
		const { key } = read.email.mailbox;
		if (await copies.isCopy(connection, message, key, read.email.flags)) return null;
		const shared = settings.once === 'store' ? { id: sharedId(read.source, read.bodyPrefix), aliveSince: new Date(now().getTime() - ALIVE_MS).toISOString() } : undefined;
		if (shared && (await copies.isElsewhere(connection, message, key, shared))) return null;
		if (message.attempts > settings.retrySeconds.length) {
			await quarantine({ ...message, key }, read.email, message.lastError || 'n8n ended during every execution of this message');
			return null;
		}
		const started = await journal.start(scope, message, key, message.messageId ?? '', dependencies.owner, shared);
		if (!started) return null;
		return { started: { message: { ...message, key, state: 'running' }, email: read.email, key }, content: { ...read, attempt: message.attempts + 1 } };
	};

	const handle = async (connection: Connection, messages: JournalMessage[]) => {
		let group: Started[] = [];
		let contents: ScannedMessage[] = [];
		let spools: Spooled[] = [];
		let bytes = 0;
		try {
			for (const message of messages) {
				const begun = await begin(connection, message);
				if (!begun) continue;
				const { source, spool } = begun.content;
				group.push(begun.started);
				contents.push(begun.content);
				if (spool) spools.push(spool);
				bytes += source.length + (spool?.length ?? 0) / DISK_SHARE;
				if (bytes < FULL_BYTES) continue;
				await run(group, contents);
				await release(spools);
				if (pause.probeAt()) return;
				[group, contents, spools, bytes] = [[], [], [], 0];
			}
			if (group.length > 0) await run(group, contents);
		} finally {
			await release(spools);
		}
	};

	/** Whoever stored the files has done so already; but not every execution comes to that. */
	const release = async (spools: Spooled[]) => {
		for (const spool of spools) await spool.release();
	};

	/** The contents are given away: an execution may take hours, and nobody here may hold their bytes meanwhile. */
	const give = async (contents: ScannedMessage[]) => await host.deliver(contents.splice(0));

	const run = async (group: Started[], contents: ScannedMessage[]) => {
		const outcome = await give(contents);
		const judgements: Array<Started & { outcome: DeliveryOutcome }> = [];
		for (const started of group) judgements.push({ ...started, outcome: await judged(started.key, outcome) });
		if (judgements.some((each) => each.outcome.ok)) pause.record('', 'ok', now());
		// An execution that failed as a whole is one failure, however many messages were in it.
		const together = outcome.ok || !group[0] ? null : pause.record(group[0].key, worst(judgements), now());
		for (const { message, email, key, outcome: own } of judgements) {
			if (own.ok) await succeed(message);
			else await fail(message, email, own, together ?? pause.record(key, own.fault, now()));
		}
	};

	const succeed = async (message: JournalMessage) => {
		await lasting(async () => await journal.succeed(scope, message));
		const session = dependencies.session();
		if (session?.alive) await acknowledger.one(session, { ...message, state: 'acknowledging' });
	};

	/** n8n calls an execution a success whose node failed under "continue on fail": the failures that nodes noted decide. */
	const judged = async (key: string, outcome: DeliveryOutcome): Promise<DeliveryOutcome> => {
		const failures = settings.ignoreNodeFailures && outcome.ok ? [] : await lasting(async () => await journal.failures(key));
		const [first] = failures;
		if (!first) return outcome;
		const fault = failures.some((failure) => failure.fault !== 'message') ? 'world' : 'message';
		return { ok: false, error: `${first.node}: ${first.message}`, fault };
	};

	const launch = (group: Array<Queued<JournalMessage>>, connection: Connection, probe: boolean) => {
		const messages = group.map(({ message }) => message);
		for (const { message, envelope } of group) inHand.set(idOf(message), lanesOf(envelope));
		const execution = handle(connection, messages)
			// What failed here (store or connection) left the rows as they were: a later look takes them up again.
			.catch(() => {
				if (connection.session.alive) pause.record(messages.map(idOf).join(), 'world', now());
			})
			.then(() => {
				for (const message of messages) inHand.delete(idOf(message));
				executions.delete(execution);
				dependencies.changed();
			});
		executions.set(execution, { probe });
	};

	/** What may start now, at most `room` messages; more due messages are looked at while places stay empty. */
	const startableNow = async (connection: Connection, room: number) => {
		for (let window = WINDOW; ; window *= 5) {
			const due = await journal.due(scope, settings.folders, now().toISOString(), window + inHand.size);
			const waiting = due.filter((message) => !inHand.has(idOf(message)));
			const busy = [...inHand.values()].flat();
			// With every message that is handled the window moves on by one: the envelopes behind it are fetched in good time, while work goes on with those in it.
			const known = queue.known(connection, waiting);
			const enough = startable(known, busy, room);
			if (enough.length >= room) {
				if (known.length < waiting.length || queue.runsLow(waiting)) queue.fetchMeanwhile(connection, async () => await journal.due(scope, settings.folders, now().toISOString(), AHEAD + inHand.size));
				return enough;
			}
			const free = startable(await queue.of(connection, waiting), busy, room);
			if (free.length >= room || due.length < window + inHand.size || window >= WIDEST_WINDOW) return free;
		}
	};

	/** While the world is at fault one message goes out, and rather one that has not failed: three bad messages must not pass for a broken desk for ever. */
	const startProbe = async (connection: Connection, at: Date) => {
		const probing = [...executions.values()].some(({ probe }) => probe);
		if (probing || at > now() || executions.size >= settings.concurrency) return;
		const free = await startableNow(connection, WINDOW);
		const probe = free.find(({ message }) => !pause.suspects(message.key ?? idOf(message))) ?? free[0];
		if (probe) launch([probe], connection, true);
	};

	return {
		async startDue(connection) {
			if (closing) return;
			const at = pause.probeAt();
			if (at) return await startProbe(connection, at);
			const places = settings.concurrency - executions.size;
			if (places <= 0) return;
			const free = await startableNow(connection, places * settings.messagesPerExecution);
			for (const group of groupsOf(free, settings.messagesPerExecution).slice(0, places)) launch(group, connection, false);
		},
		holds: (message) => inHand.has(idOf(message)),
		probeAt: () => pause.probeAt(),
		async drain(ms) {
			closing = true;
			const all = Promise.all(executions.keys()).then(() => undefined);
			await (ms === null ? all : Promise.race([all, new Promise<void>((resolve) => setTimeout(resolve, ms).unref())]));
		},
	};
}

/** Messages that go into one execution. One that has failed before goes alone: it would fail the others with it. */
function groupsOf(free: Array<Queued<JournalMessage>>, size: number): Array<Array<Queued<JournalMessage>>> {
	const groups: Array<Array<Queued<JournalMessage>>> = [];
	let open: Array<Queued<JournalMessage>> = [];
	for (const queued of free) {
		if (queued.message.attempts > 0) {
			groups.push([queued]);
			continue;
		}
		if (open.length === 0) groups.push(open);
		open.push(queued);
		if (open.length >= size) open = [];
	}
	return groups;
}

function worst(judgements: Array<{ outcome: DeliveryOutcome }>): 'message' | 'world' {
	return judgements.some(({ outcome }) => !outcome.ok && outcome.fault === 'world') ? 'world' : 'message';
}
