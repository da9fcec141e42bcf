import type { ImapFlow } from 'imapflow';
import { readFetchAnswer, type FetchAnswer } from './fetchAnswer';

/** Where the answers of a FETCH go that we read ourselves. */
export interface FetchAnswers {
	/** Runs a FETCH command; `take` is given the answers that imapflow does not see because of us. One command at a time. */
	during<T>(take: (answer: FetchAnswer) => void, command: () => Promise<T>): Promise<T>;
}

/** An answer of the server as imapflow's stream gives it out: its lines, and apart from them the literals. */
interface ServerAnswer {
	payload: Buffer;
	literals: Buffer[];
}

/** Inside imapflow: called for each answer, resolves to false when the connection is to end. */
interface Inside {
	handleResponse?: (answer: ServerAnswer) => Promise<boolean>;
}

/**
 * imapflow takes every answer apart sign by sign, writes it down once more for its log, also without a log, and again for the names of its items: for a
 * backlog that is most of what the transport costs. Plain answers to our own FETCH are read before it sees them; all others go its way, and so do all of them
 * should a later imapflow have no such place.
 */
export function readAnswersOurselves(client: ImapFlow): FetchAnswers {
	let take: ((answer: FetchAnswer) => void) | null = null;
	const inside = client as unknown as Inside;
	const original = inside.handleResponse;
	if (typeof original === 'function') {
		inside.handleResponse = async (answer) => {
			const read = take && readFetchAnswer(answer.payload, answer.literals);
			if (!take || !read) return await original.call(client, answer);
			take(read);
			return true;
		};
	}
	return {
		async during(taking, command) {
			take = taking;
			try {
				return await command();
			} finally {
				take = null;
			}
		},
	};
}
