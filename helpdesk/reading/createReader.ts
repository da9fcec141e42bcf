import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { secretOf } from '../conversation/signedId';
import type { UnderstandingKnowledge } from '../conversation/understand';
import { readEmail, type RawMail } from './readEmail';
import { brokeReader, startThread, type ReadAside, type ReadingThread, type ThreadLimits } from './readingThread';

type Read = (mail: RawMail, knowledge: UnderstandingKnowledge) => Promise<ReadAside>;

/** Afterwards only the bytes that come back as `source` are valid. Both reject with `BROKE_READER` when the message was not read. */
export interface Reader {
	/** In a thread while there is much to read, together with other messages: so it may be given back because of another one. */
	read: Read;
	/** In a thread of its own: what is given back is the message's own fault. */
	readAlone: Read;
}

const LIMITS: ThreadLimits = { startMs: 30_000, stuckMs: 60_000, idleMs: 60_000 };
/** From so many bytes on, a message is worth a thread by itself: reading it would hold up everything else in the process. */
const LARGE = 128 * 1024;
/** Two messages within so many milliseconds are a backlog. */
const BACKLOG_MS = 1_000;
/** The thread has enough to do, and the next small message is read here: two processors are better than one. */
const ENOUGH = 4;
/** Where no thread could be started, it is not tried again for so long. */
const AFTER_FAILURE_MS = 600_000;

/**
 * Reads messages in a thread of its own while there is much to read, so that n8n stays free for other work meanwhile, and a message that hangs hangs nothing else.
 * A single small message is read in this thread, and so is each where the thread (`file`) cannot be started.
 */
export function createReader(file = join(__dirname, 'mailThread.js'), limits: Partial<ThreadLimits> = {}): Reader {
	let thread: ReadingThread | null = null;
	let starting: Promise<void> | null = null;
	let notBefore = -Infinity;
	let lastRead = -Infinity;
	let alone: Promise<unknown> = Promise.resolve();

	const readHere: Read = async (mail, knowledge) => {
		try {
			return { ...(await readEmail(mail, knowledge)), source: mail.source };
		} catch {
			throw brokeReader();
		}
	};

	/** A signer that was made by something else cannot be made again in a thread. */
	const mayStart = ({ signer }: UnderstandingKnowledge) => performance.now() >= notBefore && (!signer || secretOf(signer) !== undefined);

	/** Null where none can be started. */
	const startOne = async (): Promise<ReadingThread | null> => {
		try {
			return await startThread(file, { ...LIMITS, ...limits });
		} catch {
			notBefore = performance.now() + AFTER_FAILURE_MS;
			return null;
		}
	};

	const start = async () => {
		thread = await startOne();
		starting = null;
	};

	const running = () => (thread?.ended ? null : thread);

	/** From looking at the thread to giving it the message nobody else gets a turn: what is asked at once is counted at once. */
	const readLarge: Read = async (mail, knowledge) => {
		if (!running()) await (starting ??= start());
		return await (running() ?? { read: readHere }).read(mail, knowledge);
	};

	const readSmall: Read = async (mail, knowledge) => {
		// The answers that have come meanwhile are taken first.
		if ((running()?.inHand ?? 0) >= ENOUGH) await nextTurn();
		const found = running();
		return await (found && found.inHand < ENOUGH ? found.read(mail, knowledge) : readHere(mail, knowledge));
	};

	const readInOwnThread: Read = async (mail, knowledge) => {
		const own = mayStart(knowledge) ? await startOne() : null;
		try {
			return await (own ?? { read: readHere }).read(mail, knowledge);
		} finally {
			own?.end();
		}
	};

	return {
		async read(mail, knowledge) {
			const now = performance.now();
			const isBacklog = now - lastRead < BACKLOG_MS;
			lastRead = now;
			if (!mayStart(knowledge)) return await readHere(mail, knowledge);
			if (mail.source.length >= LARGE) return await readLarge(mail, knowledge);
			if (!running() && isBacklog) starting ??= start();
			return await readSmall(mail, knowledge);
		},
		async readAlone(mail, knowledge) {
			// One such thread at a time: a broken mail among many large ones would start as many.
			const reading = alone.then(async () => await readInOwnThread(mail, knowledge));
			alone = reading.catch(() => undefined);
			return await reading;
		},
	};
}
