import { Worker } from 'node:worker_threads';
import { secretOf } from '../conversation/signedId';
import type { UnderstandingKnowledge } from '../conversation/understand';
import { HelpdeskError } from '../errors';
import { withInfo, type RawMail, type ReadEmail } from './readEmail';
import { apart, asBuffer, asContent, movable, READY, type Answer, type Job } from './threadJobs';

/** Code of the error with which a message is given back unread. */
export const BROKE_READER = 'BROKE_READER';

/** In milliseconds. */
export interface ThreadLimits {
	/** A thread that is not ready after so long does not begin. */
	startMs: number;
	/** No message takes so long: the thread is stuck, and is ended. The parser gives up a body after 20 s by itself. */
	stuckMs: number;
	/** A thread with nothing to do for so long ends. */
	idleMs: number;
}

/** What was read, and the bytes it was read from: those that were given are empty afterwards where they could be moved. */
export type ReadAside = ReadEmail & { source: Buffer };

export interface ReadingThread {
	/** It takes no more messages. */
	readonly ended: boolean;
	/** Messages that it was given and has not answered. */
	readonly inHand: number;
	/**
	 * Reads the message in the thread, after those it has in hand. Rejects with `BROKE_READER` when the message breaks the reader, and when the thread ends or is ended
	 * with the message in hand, whichever message did it.
	 */
	read(mail: RawMail, knowledge: UnderstandingKnowledge): Promise<ReadAside>;
	end(): void;
}

interface Waiting {
	resolve(read: ReadAside): void;
	reject(error: Error): void;
}

/**
 * Starts a thread that runs `file` (the bundled `mailThread.ts`). Resolves when it is ready for messages, rejects when it does not get so far.
 * Its memory has the limits of the process: V8 ends the whole process, not the thread, where native code meets a lower one.
 */
export async function startThread(file: string, { startMs, stuckMs, idleMs }: ThreadLimits): Promise<ReadingThread> {
	// Nothing of n8n's environment or command line is any business of a thread that reads the mails of strangers.
	const worker = new Worker(file, { env: {}, execArgv: [] });
	const waiting = new Map<number, Waiting>();
	let ended = false;
	let answers = 0;
	let lastId = 0;
	let alarm: NodeJS.Timeout | undefined;

	const end = () => {
		ended = true;
		void worker.terminate();
	};

	/** Whoever stood still for long himself finds the answers that came meanwhile only when the timers are through. */
	const endIfStuck = () => {
		const before = answers;
		setImmediate(() => {
			if (answers === before) end();
		});
	};

	/** To be called when the thread begins with a message, or with having none. */
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
		if (answer.email === null) return asked?.reject(brokeReader());
		const { email, contents, source } = answer;
		asked?.resolve({ email, attachments: withInfo(email, contents.map(asContent)), source: asBuffer(source) });
	};

	await new Promise<void>((resolve, reject) => {
		const late = setTimeout(end, startMs);
		worker.once('message', (said) => {
			clearTimeout(late);
			worker.on('message', take);
			if (said !== READY) return end();
			watch();
			resolve();
		});
		worker.on('error', () => {
			// It ends next, and that says it to whom it concerns.
		});
		// It may come at once with the first message: so it is not waited for to hear of it.
		worker.on('exit', () => {
			ended = true;
			clearTimeout(late);
			clearTimeout(alarm);
			for (const { reject: giveBack } of waiting.values()) giveBack(brokeReader());
			waiting.clear();
			reject(new Error('The reading thread did not begin'));
		});
	});

	return {
		get ended() {
			return ended;
		},
		get inHand() {
			return waiting.size;
		},
		async read({ source, context, account }, { signer, ...knowledge }) {
			if (ended) throw brokeReader();
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
				if (waiting.size === 1) watch();
			});
		},
		end,
	};
}

/** The message comes back unread. */
export function brokeReader(): HelpdeskError {
	return new HelpdeskError(BROKE_READER, 'The message could not be read: it broke the program that reads messages, or took too much time or memory.', {
		fault: 'message',
		remedy: 'Open the message in a mail program.',
	});
}
