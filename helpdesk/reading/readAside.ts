import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { secretOf } from '../conversation/signedId';
import type { UnderstandingKnowledge } from '../conversation/understand';
import { readEmail, type RawMail } from './readEmail';
import { startThread, type ReadAside, type ReadingThread, type ThreadLimits } from './readingThread';

export type Reader = (mail: RawMail, knowledge: UnderstandingKnowledge) => Promise<ReadAside>;

const LIMITS: ThreadLimits = { stuckMs: 60_000, idleMs: 60_000, heapMb: 512 };
/** From so many bytes on, a message is worth a thread by itself: reading it would hold up everything else in the process. */
const LARGE = 128 * 1024;
/** Two messages within so many milliseconds are a backlog. */
const BACKLOG_MS = 1_000;
/** The thread has enough to do, and the next small message is read here: two processors are better than one. */
const ENOUGH = 4;

/**
 * Reads messages in a thread of its own while there is much to read, so that n8n stays free for other work meanwhile, and no message takes n8n with it. A single small
 * message is read in this thread, and so is each where `file` is missing or does not start. Rejects like `ReadingThread.read`. Afterwards only the bytes that
 * come back as `source` are valid.
 */
export function createReader(file = join(__dirname, 'mailThread.js'), limits: Partial<ThreadLimits> = {}): Reader {
	let thread: ReadingThread | null = null;
	let starting: Promise<void> | null = null;
	let usable: boolean | null = null;
	let lastRead = -Infinity;

	const readHere: Reader = async (mail, knowledge) => ({ ...(await readEmail(mail, knowledge)), source: mail.source });

	const start = async () => {
		try {
			thread = await startThread(file, { ...LIMITS, ...limits });
		} catch {
			usable = false;
		}
		starting = null;
	};

	const running = () => (thread?.ended ? null : thread);

	/** What is asked at once is counted at once: from looking at the thread to giving it the message nobody else gets a turn. */
	const readLarge: Reader = async (mail, knowledge) => {
		if (!running()) await (starting ??= start());
		return await (running()?.read(mail, knowledge) ?? readHere(mail, knowledge));
	};

	const readSmall: Reader = async (mail, knowledge) => {
		// The answers that have come meanwhile are taken first.
		if ((running()?.inHand ?? 0) >= ENOUGH) await nextTurn();
		const found = running();
		return await (found && found.inHand < ENOUGH ? found.read(mail, knowledge) : readHere(mail, knowledge));
	};

	return async (mail, knowledge) => {
		const now = performance.now();
		const isBacklog = now - lastRead < BACKLOG_MS;
		lastRead = now;
		usable ??= existsSync(file);
		if (!usable || (knowledge.signer && secretOf(knowledge.signer) === undefined)) return await readHere(mail, knowledge);
		if (mail.source.length >= LARGE) return await readLarge(mail, knowledge);
		if (!running() && isBacklog) starting ??= start();
		return await readSmall(mail, knowledge);
	};
}
