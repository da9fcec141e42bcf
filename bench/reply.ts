import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import EmailReplyParser from 'email-reply-parser';
import { extractFrom } from 'planer';
import { containsAll, isSameReply } from '../corpus/compareReply';
import { readCorpus, type CorpusEntry } from '../corpus/CorpusEntry';
import { readItem } from '../corpus/readItem';
import { extractReply } from '../helpdesk/conversation/replyText';
import { median, rounded, type Figures } from './figures';

export interface ReplyBenchOptions {
	/** A small run that only shows that the benchmark still works. */
	quick: boolean;
	say: (line: string) => void;
	/** An index in the format of the corpus. Default: the one that lies beside the project. */
	index?: string | undefined;
}

/** A mail of the corpus of which the new text is known, read into what the parsers are given. */
interface Question {
	entry: CorpusEntry;
	text: string;
	html: string;
}

type Extract = (question: Question) => string;

const BESIDE_THE_PROJECT = join(__dirname, '..', '..', 'shared', 'corpus', 'index.json');

/** The peers know plain text only (planer reads HTML with a browser's document): they get the decoded text, made from the HTML where there is no other. */
const PARSERS: Readonly<Record<string, Extract>> = {
	ours: ({ text, html }) => extractReply({ text, html, forwards: false }).text,
	email_reply_parser: ({ text }) => new EmailReplyParser().parseReply(text),
	planer: ({ text }) => extractFrom(text, 'text/plain'),
};

async function questionsOf(index: string): Promise<Question[]> {
	const entries = readCorpus(index).filter(({ expected }) => expected.replyText !== undefined || expected.replyContains !== undefined);
	const questions: Question[] = [];
	for (const entry of entries) {
		const { email } = await readItem(entry.kind, entry.input);
		questions.push({ entry, text: email.text, html: email.html });
	}
	return questions;
}

function isRight({ entry: { expected, compare } }: Question, answer: string): boolean {
	if (expected.replyText !== undefined) return isSameReply(answer, expected.replyText, compare);
	return containsAll(answer, expected.replyContains ?? []);
}

const LONGEST_MS = 2_000;
const WORK = new Script('work()');

/** The answer, or null where the parser throws or needs longer than anybody would wait: some patterns of the peers take for ever on some mails. */
function answerOf(extract: Extract, question: Question): string | null {
	try {
		return WORK.runInContext(createContext({ work: () => extract(question) }), { timeout: LONGEST_MS }) as string;
	} catch {
		return null;
	}
}

/** Milliseconds of the processor for one message, the median of several rounds; the first one only warms up. */
function costOf(extract: Extract, questions: readonly Question[], rounds: number): number {
	const costs: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const start = process.cpuUsage();
		for (const question of questions) extract(question);
		const { user, system } = process.cpuUsage(start);
		if (round > 0) costs.push((user + system) / 1_000 / questions.length);
	}
	return median(costs);
}

/**
 * Finding what was written anew: how often right (percent), and milliseconds for one message, beside the parsers that npm has. The time is that of the
 * messages which every parser came to an end with. No figures without a corpus.
 */
export async function benchReply({ quick, say, index = BESIDE_THE_PROJECT }: ReplyBenchOptions): Promise<Figures> {
	if (!existsSync(index)) {
		say('Skipped: there is no corpus of mails here (--index FILE names one).');
		return {};
	}
	const questions = await questionsOf(index);
	say(`New text of ${questions.length} replies`);
	const figures: Figures = {};
	const answers = new Map(Object.entries(PARSERS).map(([name, extract]) => [name, questions.map((question) => answerOf(extract, question))]));
	const timed = questions.filter((_, at) => [...answers.values()].every((given) => given[at] !== null));
	for (const [name, extract] of Object.entries(PARSERS)) {
		const given = answers.get(name) ?? [];
		const hits = questions.filter((question, at) => isRight(question, given[at] ?? '')).length;
		const unfinished = given.filter((answer) => answer === null).length;
		const cost = rounded(costOf(extract, timed, quick ? 1 : 9));
		Object.assign(figures, {
			[`reply.quality.${name}`]: rounded((100 * hits) / questions.length),
			[`reply.unfinished.${name}`]: unfinished,
			[`reply.ms.${name}`]: cost,
		});
		say(`  ${name.padEnd(20)} ${hits}/${questions.length} right, ${unfinished} not ended after ${LONGEST_MS / 1_000} s, ${cost.toFixed(3)} ms for one`);
	}
	return figures;
}
