import { Worker } from 'node:worker_threads';
import { secretOf } from '../conversation/signedId';
import type { UnderstandingKnowledge } from '../conversation/understand';
import { HelpdeskError } from '../errors';
import { withInfo, type RawMail, type ReadEmail } from './readEmail';
import { apart, asBuffer, asContent, movable, READY, type Answer, type Job } from './threadJobs';

/** Codes of the errors of a reading thread. */
export const BROKE_READER = 'BROKE_READER';
export const READING_INTERRUPTED = 'READING_INTERRUPTED';

export interface ThreadLimits {
	/** No message takes so long, in milliseconds: the thread is stuck and is ended. The parser gives up the body after 20 s by itself. */
	stuckMs: number;
	/** A thread with nothing to do for so long, in milliseconds, ends. */
	idleMs: number;
	/** Of the thread's JavaScript heap, in MiB. The bytes of messages and files lie outside of it. */
	heapMb: number;
}

/** What was read, and the bytes it was read from: those that were given are empty afterwards where they could be moved. */
export type ReadAside = ReadEmail & { source: Buffer };

export interface ReadingThread {
	/** It takes no more messages: it had nothing to do for long, or a message has ended it. */
	readonly ended: boolean;
	/** Messages that it was given and has not answered. */
	readonly inHand: number;
	/**
	 * Reads the message in the thread, after those it has in hand. Rejects with `BROKE_READER` when the message breaks the reader, stops it or exhausts its memory, and
	 * with `READING_INTERRUPTED` when another message did so before its turn.
	 */
	read(mail: RawMail, knowledge: UnderstandingKnowledge): Promise<ReadAside>;
}

interface Waiting {
	resolve(read: ReadAside): void;
	reject(error: Error): void;
}

/** Starts a thread that runs `file` (the bundled `mailThread.ts`). Resolves when it is ready for messages, rejects when it does not get so far. */
export async function startThread(file: string, { stuckMs, idleMs, heapMb }: ThreadLimits): Promise<ReadingThread> {
	// Nothing of n8n's environment or command line is any business of a thread that reads the mails of strangers.
	const worker = new Worker(file, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: heapMb } });
	const waiting = new Map<number, Waiting>();
	let ended = false;
	let answers = 0;
	let lastId = 0;
	let alarm: NodeJS.Timeout | undefined;

	const end = () => {
		ended = true;
		void worker.terminate();
	};

	/** Whoever stood still for long finds the answers that came meanwhile only when the timers are through. */
	const endIfStuck = () => {
		const before = answers;
		setImmediate(() => {
			if (answers === before) end();
		});
	};

	/** Asked again whenever something was given or answered. */
	const watch = () => {
		clearTimeout(alarm);
		if (waiting.size > 0) {
			worker.ref();
			alarm = setTimeout(endIfStuck, stuckMs);
		} else {
			worker.unref();
			alarm = setTimeout(end, idleMs);
		}
		alarm.unref();
	};

	const take = (answer: Answer) => {
		answers += 1;
		const asked = waiting.get(answer.id);
		waiting.delete(answer.id);
		watch();
		if (answer.email === null) return asked?.reject(broken());
		const { email, contents, source } = answer;
		asked?.resolve({ email, attachments: withInfo(email, contents.map(asContent)), source: asBuffer(source) });
	};

	await new Promise<void>((resolve, reject) => {
		worker.once('message', (said) => (said === READY ? resolve() : reject(new Error('The reading thread did not say that it is ready'))));
		worker.once('error', reject);
		worker.once('exit', () => reject(new Error('The reading thread ended before it began')));
	});
	worker.on('message', take);
	worker.on('error', () => {
		// What it died of is said to whom it concerns when it has ended.
	});
	worker.on('exit', () => {
		ended = true;
		clearTimeout(alarm);
		// It answers in the order in which it was asked: the first one that waits is the one that it was at.
		const [culprit, ...others] = waiting.values();
		waiting.clear();
		culprit?.reject(broken());
		for (const other of others) other.reject(interrupted());
	});
	watch();

	return {
		get ended() {
			return ended;
		},
		get inHand() {
			return waiting.size;
		},
		async read({ source, context, account }, { signer, ...knowledge }) {
			const own = movable([source]).length > 0 ? source : apart(source);
			const { bodyPrefix } = context;
			const sent = bodyPrefix ? { ...context, bodyPrefix: apart(bodyPrefix) } : context;
			// An account holds more than its identity, and not all of it could be sent.
			const identity = { host: account.host, user: account.user, address: account.address };
			lastId += 1;
			const job: Job = { id: lastId, mail: { source: own, context: sent, account: identity }, knowledge, secret: signer ? (secretOf(signer) ?? null) : null };
			return await new Promise<ReadAside>((resolve, reject) => {
				worker.postMessage(job, movable([own]));
				waiting.set(job.id, { resolve, reject });
				watch();
			});
		},
	};
}

function broken(): HelpdeskError {
	return new HelpdeskError(BROKE_READER, 'The message could not be read: it broke the program that reads messages, or took all of its time or memory.', {
		fault: 'message',
		remedy: 'Open the message in a mail program.',
	});
}

function interrupted(): HelpdeskError {
	return new HelpdeskError(READING_INTERRUPTED, 'The reading of the message was interrupted by another message that could not be read. It is read again.', { fault: 'world' });
}
