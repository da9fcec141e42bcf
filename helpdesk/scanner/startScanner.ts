import { HelpdeskError } from '../errors';
import type { MailboxAccount } from '../mailbox/MailboxAccount';
import { MailboxError } from '../mailbox/MailboxError';
import type { MailboxSession } from '../mailbox/MailboxSession';
import { openMailbox } from '../mailbox/openMailbox';
import { createAcknowledger } from './acknowledger';
import { createBackoff } from './backoff';
import { createHealth } from './health';
import { createIntake, type Connection, type IntakeDependencies } from './intake';
import { createLooks } from './looks';
import { createOwnership } from './ownership';
import { createQuarantine } from './putAside';
import { refusalOf, rememberRefusal } from './refusals';
import { announceScanner } from './runningScanners';
import type { ScannerHealth } from './Scanner';
import { watchFolders } from './watchers';
import { createWakeUp } from './wakeUp';

export interface ScannerDependencies extends Omit<IntakeDependencies, 'owner' | 'changed' | 'session' | 'acknowledger'> {
	/** Asked at every connect: a changed credential does not restart a trigger. */
	account: () => Promise<MailboxAccount>;
	random: () => number;
}

export interface RunningScanner {
	/** How the first look at the mailbox ended; null when all folders could be read: from then on what arrives is new. Resolves once, never rejects. */
	firstLook: Promise<HelpdeskError | null>;
	/** Looks for new messages now. */
	scanNow(): void;
	/** Takes no new message, waits a few seconds for those in hand, then lets go of the server. Never rejects. */
	stop(): Promise<void>;
}

/** With jitter of a fifth: in the first half hour under the 30 s within which a server that is back is used; one that is away for longer is asked less often. */
const WAITS = { maxSeconds: 250, atFirst: { maxSeconds: 24, patienceSeconds: 1_800 } };
/** A server that refuses a password, or has no room, must not be asked often: it locks accounts out, or never gets room. */
const REFUSAL_SECONDS: Record<string, number> = {
	AUTHENTICATION_FAILED: 300,
	LOGIN_DISABLED: 300,
	RECONNECT_NEEDED: 300,
	OAUTH_CLIENT_REFUSED: 300,
	OAUTH_REFUSED: 300,
	TOO_MANY_CONNECTIONS: 60,
};
/** A connection that lived for so long was no part of a series of failures. */
const PROVEN_MS = 30_000;
const DRAIN_MS = 5_000;
const STOP_MS = 8_000;
const REQUESTS_EVERY_MS = 3_000;
const HEALTH_EVERY_MS = 5_000;
/** Timers take no more than 2^31 ms. */
const LONGEST_SLEEP_MS = 3_600_000;

/**
 * Listens to a mailbox until it is stopped, whatever happens to server or network: the loop below never ends by an error. One connection
 * does the work; the others that it may have sit in IDLE, one per folder, and a poll is the safety net.
 */
export function startScanner(dependencies: ScannerDependencies): RunningScanner {
	const { settings, journal, now, random } = dependencies;
	const host = unfailing(dependencies.host);
	const wakeUp = createWakeUp();
	/** Between two connections nothing but the end, or somebody who asks, cuts the wait short. */
	const rest = createWakeUp();
	const backoff = createBackoff(WAITS, random);
	const owner = createOwnership(journal, now);
	let session: MailboxSession | null = null;
	/** The scanner rests between two connections, and may be asked to end that. */
	let mayHurry = false;
	const health = createHealth(settings, journal, host, now);
	const acknowledger = createAcknowledger(settings, journal, now, health.trouble);
	const quarantine = createQuarantine(settings, journal, now, health.trouble);
	const intake = createIntake({ ...dependencies, host, acknowledger, owner: owner.id, session: () => session, changed: () => wakeUp.wake() });
	const end = new AbortController();
	const ended = () => end.signal.aborted;
	let reportFirst: (problem: HelpdeskError | null) => void = () => undefined;
	const firstLook = new Promise<HelpdeskError | null>((resolve) => {
		reportFirst = resolve;
	});
	const looks = createLooks({ settings, journal, now, health, missing: (problem) => reportFirst(problem) });
	const look = (folder?: string) => {
		looks.want(folder);
		wakeUp.wake();
		if (mayHurry) rest.wake();
	};
	const withdraw = announceScanner(settings.scope, () => look());
	const refreshing = setInterval(() => void health.refresh(), HEALTH_EVERY_MS);
	refreshing.unref();

	const run = async () => {
		while (!ended()) {
			let connectedAt = Infinity;
			try {
				await looks.rememberStart();
				const account = await dependencies.account();
				session = await connect(account);
				connectedAt = now().getTime();
				health.connection(true, '');
				await health.refresh();
				if (!ended()) await serve({ session, account, uidValidity: new Map() });
			} catch (error) {
				await lost(asHelpdeskError(error), now().getTime() - connectedAt);
			} finally {
				await closeSession();
			}
		}
	};

	const closeSession = async () => {
		const closing = session;
		session = null;
		await closing?.close();
	};

	const lost = async (problem: HelpdeskError, livedMs: number) => {
		await closeSession();
		looks.interrupted();
		reportFirst(problem);
		if (ended()) return;
		health.connection(false, `${problem.message} ${problem.remedy}`.trim());
		await health.refresh();
		if (livedMs >= PROVEN_MS) backoff.reset();
		const refusal = REFUSAL_SECONDS[problem.code];
		mayHurry = refusal === undefined;
		await rest.sleep(backoff.next(refusal));
		mayHurry = false;
	};

	const connect = async (account: MailboxAccount): Promise<MailboxSession> => {
		const refused = await refusalOf(account, now());
		if (refused) throw refused;
		try {
			return await openMailbox(account, { onClosed: () => wakeUp.wake() });
		} catch (error) {
			if (error instanceof MailboxError && error.code === 'AUTHENTICATION_FAILED') await rememberRefusal(account, error, now());
			throw error;
		}
	};

	/** Works on one connection until it is lost or the scanner is stopped. */
	const serve = async (connection: Connection) => {
		await owner.announce();
		await owner.takeBack(settings.scope);
		const watchers = watchFolders(connection.account, settings.folders.slice(0, Math.max(0, settings.connections - 1)), look, random);
		const requests = setInterval(() => void hearOthers(), REQUESTS_EVERY_MS);
		try {
			while (!ended() && connection.session.alive) {
				await takeBackStranded();
				await acknowledger.pending(connection.session, intake.holds);
				await quarantine.tidy(connection.session, connection.account);
				await looks.take(connection);
				reportFirst(null);
				await intake.startDue(connection);
				await wakeUp.sleep(await untilNextTurn());
			}
			if (!ended()) throw new MailboxError('CONNECTION_LOST', 'The connection to the mail server was lost.', { fault: 'world' });
			await intake.drain(DRAIN_MS);
		} finally {
			clearInterval(requests);
			await watchers.close();
		}
	};

	/** Another process may have asked through the store, or died with messages in hand. */
	const hearOthers = async () => {
		const asked = await looks.asked().catch(() => false);
		if (asked) look();
		if (!journal.shared) return;
		const orphans = await owner.takeBack(settings.scope).catch(() => 0);
		if (orphans > 0) wakeUp.wake();
	};

	/** Messages that nobody has in hand although their state says so: the connection broke before their execution began. */
	const takeBackStranded = async () => {
		for (const message of await journal.inState(settings.scope, 'running')) {
			if (message.owner !== owner.id || intake.holds(message)) continue;
			await journal.retry(settings.scope, message, now().toISOString(), 'The end of the execution could not be recorded.', true);
		}
	};

	/** Messages that are due already wait for one in hand, whose end wakes the loop; only what is due later sets the alarm. */
	const untilNextTurn = async (): Promise<number> => {
		const at = now();
		const due = await journal.nextDueAt(settings.scope, at.toISOString());
		const alarms = [intake.probeAt()?.getTime(), due ? Date.parse(due) : undefined].map((time) => (time ?? 0) - at.getTime());
		return Math.min(LONGEST_SLEEP_MS, looks.dueInMs(), ...alarms.filter((ms) => ms > 0));
	};

	const running = run();
	return {
		firstLook,
		scanNow: () => look(),
		async stop() {
			end.abort();
			withdraw();
			clearInterval(refreshing);
			wakeUp.wake();
			rest.wake();
			await Promise.race([running, new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref())]);
			void intake.drain(null).then(() => owner.release());
		},
	};
}

/** What the host does with news must not end the loop. */
function unfailing(host: IntakeDependencies['host']): IntakeDependencies['host'] {
	const attempt = (tell: () => void) => {
		try {
			tell();
		} catch {
			// There is nobody left to tell.
		}
	};
	return {
		deliver: async (messages) => await host.deliver(messages),
		quarantined: (message, error) => attempt(() => host.quarantined(message, error)),
		health: (state: ScannerHealth) => attempt(() => host.health(state)),
	};
}

function asHelpdeskError(error: unknown): HelpdeskError {
	if (error instanceof HelpdeskError) return error;
	const cause = error instanceof Error ? error : new Error('unknown cause');
	return new HelpdeskError('UNEXPECTED', `The scanner met an unexpected fault: ${cause.message}`, { fault: 'world', cause });
}
