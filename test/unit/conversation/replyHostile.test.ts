import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractReply } from '../../../helpdesk/conversation/replyText';

const corpus = join(__dirname, '../../../../shared/corpus');

describe('hostile mail costs time in proportion to its length', () => {
	const cases: Array<[string, { text: string; html: string }]> = [
		['1 MB of quote lines', { text: '> x\n'.repeat(250_000), html: '' }],
		['1 MB of one quote mark', { text: '>'.repeat(1_000_000), html: '' }],
		['attributions nested 1,400 deep', { text: Array.from({ length: 1_400 }, (_, i) => `${'>'.repeat(i)} On Apr 3, 2012, bob <b@example.com> wrote:`).join('\n'), html: '' }],
		['a single line of 1 MB', { text: 'x'.repeat(1_000_000), html: '' }],
		['a line of blanks', { text: `a${' '.repeat(1_000_000)}b`, html: '' }],
		['beginnings of attributions', { text: 'On Apr 3, 2012 at 4:19 PM, bob <\n'.repeat(30_000), html: '' }],
		['header lines', { text: 'From: a\n'.repeat(130_000), html: '' }],
		['signature rules', { text: 'x\n____\n'.repeat(140_000), html: '' }],
		['beginnings of our own line', { text: '##- Please type\n'.repeat(60_000), html: '' }],
		['quotes nested 10,000 deep', { text: '', html: `answer${'<blockquote type="cite">'.repeat(10_000)}q${'</blockquote>'.repeat(10_000)}` }],
		['200,000 open elements', { text: '', html: `${'<div>'.repeat(200_000)}hi` }],
		['open and other close tags', { text: '', html: `${'<b>'.repeat(100_000)}x${'</i>'.repeat(100_000)}` }],
		['1 MB of less-than signs', { text: '', html: '<'.repeat(1_000_000) }],
		['1 MB of ampersands', { text: '', html: '&'.repeat(1_000_000) }],
		['250,000 attributes', { text: '', html: `<a ${'b=c '.repeat(250_000)}>x` }],
		['a style of 1 MB', { text: '', html: `<div style="${'border-top:'.repeat(90_000)}">x` }],
	];
	it.each(cases)('%s', (_name, facts) => {
		const started = Date.now();
		const reply = extractReply(facts);
		expect(Date.now() - started).toBeLessThan(8_000);
		expect(reply.text).not.toBe('');
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
	it('come out as their projects expect in at least 78 of 100 cases, and never wrongly empty', () => {
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
		expect(hits / entries.length).toBeGreaterThan(0.78);
	});
});
