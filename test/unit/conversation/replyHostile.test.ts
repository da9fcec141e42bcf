import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractReply } from '../../../helpdesk/conversation/replyText';
import { processorMs } from '../../support/processorMs';

const corpus = join(__dirname, '../../../../shared/corpus');

/** Each of about `n` characters. */
const cases: ReadonlyArray<[string, (n: number) => { text: string; html: string }]> = [
	['quote lines', (n) => ({ text: '> x\n'.repeat(n / 4), html: '' })],
	['100,000 bare quote marks', (n) => ({ text: '>\n'.repeat(n / 10), html: '' })],
	['one line of quote marks', (n) => ({ text: '>'.repeat(n), html: '' })],
	['attributions, each nested deeper', (n) => ({ text: Array.from({ length: Math.sqrt(n * 2) }, (_, i) => `${'>'.repeat(i)} On Apr 3, 2012, bob <b@example.com> wrote:`).join('\n'), html: '' })],
	['a single line', (n) => ({ text: 'x'.repeat(n), html: '' })],
	['a line of blanks', (n) => ({ text: `a${' '.repeat(n)}b`, html: '' })],
	['beginnings of attributions', (n) => ({ text: 'On Apr 3, 2012 at 4:19 PM, bob <\n'.repeat(n / 33), html: '' })],
	['addresses that end no attribution', (n) => ({ text: 'On a@b.example <c@d.example>\n'.repeat(n / 29), html: '' })],
	['header lines', (n) => ({ text: 'From: a\n'.repeat(n / 8), html: '' })],
	['signature rules', (n) => ({ text: 'x\n____\n'.repeat(n / 7), html: '' })],
	['names above phone lines, far below', (n) => ({ text: `${'\n'.repeat(n / 2)}x\n\n${'Jan Novak\nSent from my iPhone\n\n'.repeat(n / 62)}`, html: '' })],
	['beginnings of our own line', (n) => ({ text: '##- Please type\n'.repeat(n / 16), html: '' })],
	['nested quotes', (n) => ({ text: '', html: `answer${'<blockquote type="cite">'.repeat(n / 37)}q${'</blockquote>'.repeat(n / 37)}` })],
	['open elements', (n) => ({ text: '', html: `${'<div>'.repeat(n / 5)}hi` })],
	['open and other close tags', (n) => ({ text: '', html: `${'<b>'.repeat(n / 7)}x${'</i>'.repeat(n / 7)}` })],
	['less-than signs', (n) => ({ text: '', html: '<'.repeat(n) })],
	['ampersands', (n) => ({ text: '', html: '&'.repeat(n) })],
	['attributes', (n) => ({ text: '', html: `<a ${'b=c '.repeat(n / 4)}>x` })],
	['a long style', (n) => ({ text: '', html: `<div style="${'border-top:'.repeat(n / 11)}">x` })],
	['lines as Outlook draws them', (n) => ({ text: '', html: '<div style="border-top:solid #E1E1E1 1.0pt">a'.repeat(n / 45) })],
	['preformatted lines', (n) => ({ text: '', html: `<pre>${'a\n'.repeat(n / 2)}` })],
];

/** Below this many milliseconds the clock and the garbage collector say more than the code. */
const MEASURABLE = 10;
/** Ten times the length takes ten times as long; a hundred times would be the square. What lies between is the noise of a busy machine. */
const NOT_THE_SQUARE = 40;

function milliseconds(facts: { text: string; html: string }): number {
	return processorMs(() => expect(extractReply(facts).text).not.toBe(''));
}

describe('hostile mail costs time in proportion to its length', () => {
	it.each(cases)('%s', (_name, make) => {
		const small = Math.max(MEASURABLE, milliseconds(make(100_000)), milliseconds(make(100_000)));
		expect(milliseconds(make(1_000_000)) / small).toBeLessThan(NOT_THE_SQUARE);
	});

	it('nothing at all gives nothing at all', () => {
		expect(extractReply({ text: '', html: '' })).toMatchObject({ text: '', html: '', elided: '', signature: '' });
		expect(extractReply({ text: ' \n ', html: '<p></p>' }).text).toBe('');
	});

	it('NUL bytes, lone surrogates and broken tags do not throw', () => {
		expect(extractReply({ text: 'a\0b\ud800\r\n> \udfff', html: '<p class="gmail_quote' }).text).toContain('a');
		expect(extractReply({ text: '', html: '<p>hello <b' }).text).toContain('hello');
	});

	it('the HTML that is returned opens no element that the given one did not have', () => {
		const reply = extractReply({ text: '', html: '<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p><div class="gmail_quote"><blockquote class="gmail_quote">x</blockquote></div>' });
		expect(reply.html).toBe('<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>');
	});
});

describe('replies of the mail corpus', () => {
	interface Entry {
		kind: string;
		file?: string;
		compare?: string;
		expected?: { replyText?: string };
	}
	it('come out as their projects expect in at least 85 of 100 cases, and never wrongly empty', () => {
		if (!existsSync(join(corpus, 'index.json'))) {
			process.stdout.write('The mail corpus is not beside the repository: nothing was measured.\n');
			return;
		}
		const entries = (JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8')) as Entry[]).filter(
			(entry) => entry.expected?.replyText !== undefined && entry.file !== undefined && (entry.kind === 'text-body' || entry.kind === 'html-body'),
		);
		let hits = 0;
		let empty = 0;
		for (const entry of entries) {
			const body = readFileSync(join(corpus, entry.file ?? ''), 'utf8');
			const reply = extractReply(entry.kind === 'html-body' ? { text: '', html: body } : { text: body, html: '' });
			const blank = entry.compare?.startsWith('ignore all') === true ? '' : ' ';
			const fold = (value: string) => value.replace(/\s+/g, blank).trim();
			const expected = fold(entry.expected?.replyText ?? '');
			if (fold(reply.text) === expected) hits++;
			if (expected !== '' && reply.text.trim() === '') empty++;
		}
		expect(empty).toBe(0);
		expect(hits / entries.length).toBeGreaterThan(0.85);
	});
});
