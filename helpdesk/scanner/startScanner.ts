import { HelpdeskError } from '../errors';
import type { MailboxAccount } from '../mailbox/MailboxAccount';
import { MailboxError } from '../mailbox/MailboxError';
import type { FolderWatcher, MailboxSession } from '../mailbox/MailboxSession';
import { openMailbox } from '../mailbox/openMailbox';
import { watchFolder } from '../mailbox/watchFolder';
import { acknowledge } from './acknowledge';
import { createBackoff } from './backoff';
import { discover, type FirstStart } from './discover';
import { createIntake, type Connection, type IntakeDependencies } from './intake';
import { liveOwners, registerOwner } from './owners';
import { refusalOf, rememberRefusal } from './refusals';
import { createWakeUp } from './wakeUp';

export interface ScannerDependencies extends Omit<IntakeDependencies, 'owner' | 'changed' | 'session'> {
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

const LONGEST_WAIT_SECONDS = 300;
/** A server that refuses a password locks accounts out when it is asked too often. */
const AFTER_REFUSAL_SECONDS = 300;
const WATCHED_FOLDERS = 4;
const DRAIN_MS = 5_000;
const STOP_MS = 8_000;
const ACKNOWLEDGE_AGAIN_MS = 60_000;

/**
 * Listens to a mailbox until it is stopped, whatever happens to server or network: the loop below never ends by an error. One connection
 * does the work; up to four more sit in IDLE, one per folder, and a poll is the safety net.
 */
export function startScanner(dependencies: ScannerDependencies): RunningScanner {
	const { settings, journal, host, now } = dependencies;
	const wakeUp = createWakeUp();
	const backoff = createBackoff(LONGEST_WAIT_SECONDS, dependencies.random);
	const owner = registerOwner();
	let session: MailboxSession | null = null;
	const intake = createIntake({ ...dependencies, owner: owner.id, session: () => session, changed: () => wakeUp.wake() });
	const starts = new Map<string, FirstStart>();
	const refusedByMailbox = new Map<string, number>();
	const end = new AbortController();
	const ended = () => end.signal.aborted;
	let reportFirst: (problem: HelpdeskError | null) => void = () => undefined;
	const firstLook = new Promise<HelpdeskError | null>((resolve) => {
		reportFirst = resolve;
	});
	const health = (connected: boolean, problem: HelpdeskError | null) => {
		host.health({ connected, problem: problem ? `${problem.message} ${problem.remedy}`.trim() : '', since: now().toISOString() });
	};

	const run = async () => {
		while (!ended()) {
			try {
				await rememberStart();
				const account = await dependencies.account();
				session = await connect(account);
				backoff.reset();
				health(true, null);
				await serve({ session, account, uidValidity: new Map() });
			} catch (error) {
				const problem = asHelpdeskError(error);
				for (const start of starts.values()) start.reachedAtOnce = false;
				reportFirst(problem);
				if (ended()) break;
				health(false, problem);
				await wakeUp.sleep(backoff.next(problem.code === 'AUTHENTICATION_FAILED' ? AFTER_REFUSAL_SECONDS : 0));
			} finally {
				await session?.close();
				session = null;
			}
		}
	};

	const rememberStart = async () => {
		for (const folder of settings.folders) {
			if (starts.has(folder)) continue;
			const at = now().toISOString();
			const startedAt = await journal.startedAt(`${settings.scope}\n${folder}`, at);
			starts.set(folder, { startedAt: new Date(startedAt), reachedAtOnce: startedAt === at });
		}
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
		await journal.recover(settings.scope, liveOwners(), now().toISOString());
		const watchers = await watch(connection.account);
		try {
			while (!ended() && connection.session.alive) {
				await takeBackStranded();
				await finishAcknowledging(connection.session);
				for (const folder of starts.keys()) await lookInto(connection, folder);
				reportFirst(null);
				await intake.startDue(connection);
				await wakeUp.sleep(await untilNextLook());
			}
			if (!ended()) throw new MailboxError('CONNECTION_LOST', 'The connection to the mail server was lost.', { fault: 'world' });
			await intake.drain(DRAIN_MS);
		} finally {
			await Promise.all(watchers.map((watcher) => watcher.close()));
		}
	};

	/** A folder that cannot be opened must not keep the others from being read. */
	const lookInto = async (connection: Connection, folder: string) => {
		const start = starts.get(folder);
		if (!start) return;
		try {
			const state = await discover({ session: connection.session, journal, settings, now }, folder, start);
			connection.uidValidity.set(folder, state.uidValidity);
			start.reachedAtOnce = false;
		} catch (error) {
			if (!(error instanceof MailboxError && error.code === 'FOLDER_MISSING')) throw error;
			connection.uidValidity.delete(folder);
			reportFirst(error);
			health(true, error);
		}
	};

	/** A refused watcher (too many connections) costs speed, not mail: the poll still finds everything. */
	const watch = async (account: MailboxAccount): Promise<FolderWatcher[]> => {
		const opened = await Promise.allSettled(
			settings.folders
				.slice(0, WATCHED_FOLDERS)
				.map((folder) => watchFolder(account, folder, { changed: () => wakeUp.wake(), ended: () => void session?.close() })),
		);
		return opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
	};

	/** Messages whose end could not be written (the store was busy or full): nobody has them in hand, so they are tried again. */
	const takeBackStranded = async () => {
		for (const message of await journal.inState(settings.scope, 'running')) {
			if (message.owner !== owner.id || intake.holds(message)) continue;
			await journal.retry(settings.scope, message, now().toISOString(), 'The end of the execution could not be recorded.', true);
		}
	};

	const finishAcknowledging = async (connection: MailboxSession) => {
		for (const message of await journal.inState(settings.scope, 'acknowledging')) {
			const id = `${message.folder}\n${message.uidValidity}\n${message.uid}`;
			if (intake.holds(message) || (refusedByMailbox.get(id) ?? 0) > now().getTime()) continue;
			try {
				await acknowledge(connection, journal, settings.scope, message, settings.afterSuccess, now);
				refusedByMailbox.delete(id);
			} catch (error) {
				if (!(error instanceof MailboxError) || !connection.alive) throw error;
				refusedByMailbox.set(id, now().getTime() + ACKNOWLEDGE_AGAIN_MS);
				health(true, error);
			}
		}
	};

	/** Messages that are due already wait for one in hand, whose end wakes the loop; only what is due later sets the alarm. */
	const untilNextLook = async (): Promise<number> => {
		const due = await journal.nextDueAt(settings.scope);
		const alarms = [intake.probeAt()?.getTime(), due ? Date.parse(due) : undefined].map((time) => (time ?? 0) - now().getTime());
		return Math.min(settings.pollSeconds * 1000, ...alarms.filter((ms) => ms > 0));
	};

	const running = run();
	return {
		firstLook,
		scanNow: () => wakeUp.wake(),
		async stop() {
			end.abort();
			wakeUp.wake();
			await Promise.race([running, new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref())]);
			void intake.drain(null).then(() => owner.release());
		},
	};
}

function asHelpdeskError(error: unknown): HelpdeskError {
	if (error instanceof HelpdeskError) return error;
	const cause = error instanceof Error ? error : new Error('unknown cause');
	return new HelpdeskError('UNEXPECTED', `The scanner met an unexpected fault: ${cause.message}`, { fault: 'world', cause });
}
