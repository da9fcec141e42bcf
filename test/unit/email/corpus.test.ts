import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmailFacts } from '../../../helpdesk/email/Email';
import { parse } from './sources';

const CORPUS = join(__dirname, '../../../../shared/corpus');
const INDEX = join(CORPUS, 'index.json');

interface Expected {
	subject?: string;
	from?: string | { address?: string } | { address?: string }[];
	fromEmail?: string;
	messageId?: string;
}

interface Entry {
	id: string;
	kind: string;
	file: string;
	expected: Expected;
}

const bare = (id: string): string => id.replace(/^<|>$/g, '');
const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Where the corpus holds U+FFFD, its own library could not read the character: any one character is right there. */
function matches(actual: string, expected: string): boolean {
	const wanted = folded(expected);
	return actual.length === wanted.length && Array.from(wanted).every((char, index) => char === '\ufffd' || char === Array.from(actual)[index]);
}

function senderOf(expected: Expected): string | undefined {
	const from = Array.isArray(expected.from) ? expected.from[0] : expected.from;
	return expected.fromEmail ?? (typeof from === 'string' ? from : from?.address);
}

/** What the entry says, and whether the item says the same; undefined where the entry says nothing. */
const CHECKS: Readonly<Record<string, (facts: EmailFacts, expected: Expected) => boolean | undefined>> = {
	subject: (facts, expected) => (expected.subject === undefined ? undefined : matches(facts.subject, expected.subject)),
	sender: (facts, expected) => {
		const sender = senderOf(expected);
		return sender === undefined ? undefined : facts.from.address === sender.toLowerCase();
	},
	messageId: (facts, expected) => (expected.messageId === undefined ? undefined : bare(facts.messageId) === bare(expected.messageId)),
};

function registerCorpusTest(): void {
	it('reads every mail of the corpus, and subjects and senders as expected', async () => {
		const entries = (JSON.parse(readFileSync(INDEX, 'utf8')) as Entry[]).filter((entry) => entry.kind === 'rfc822');
		const scores = new Map<string, { right: number; total: number; wrong: string[] }>();
		for (const entry of entries) {
			const { facts } = await parse(readFileSync(join(CORPUS, entry.file)), { receivedAt: null });
			for (const [name, check] of Object.entries(CHECKS)) {
				const verdict = check(facts, entry.expected);
				if (verdict === undefined) continue;
				const score = scores.get(name) ?? { right: 0, total: 0, wrong: [] };
				score.total++;
				if (verdict) score.right++;
				else score.wrong.push(entry.id);
				scores.set(name, score);
			}
		}
		const lines = [...scores].map(([name, { right, total, wrong }]) => `${name} ${String(right)}/${String(total)} ${wrong.join(' ')}`.trim());
		process.stdout.write(`corpus: ${String(entries.length)} mails read, none threw; ${lines.join('; ')}\n`);
		expect(entries.length).toBeGreaterThan(400);
		for (const { right, total } of scores.values()) expect(right / total).toBeGreaterThanOrEqual(0.95);
	});
}

describe('corpus of real mails', () => {
	if (existsSync(INDEX)) {
		registerCorpusTest();
	} else {
		it('(skipped: corpus is not at ../shared/corpus)', () => {
			console.warn('The corpus is not at ../shared/corpus: nothing was scored.');
			expect(existsSync(INDEX)).toBe(false);
		});
	}
});
