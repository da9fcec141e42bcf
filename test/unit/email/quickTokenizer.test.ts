import { Parser, type ParserOptions } from 'htmlparser2';
import { seeded } from '../../../bench/intake/mails';
import { QuickTokenizer } from '../../../helpdesk/email/quickTokenizer';
import { hostileHtml } from '../../support/hostileHtml';

/** All that the parser tells, and where. */
function events(html: string, options: ParserOptions): unknown[] {
	const told: unknown[] = [];
	const tell = (...event: unknown[]): number => told.push([...event, parser.startIndex, parser.endIndex]);
	const parser: Parser = new Parser(
		{
			onopentag: (name, attributes) => tell('open', name, Object.entries(attributes)),
			onclosetag: (name, isImplied) => tell('close', name, isImplied),
			ontext: (text) => tell('text', text),
			oncomment: (text) => tell('comment', text),
			onprocessinginstruction: (name, text) => tell('instruction', name, text),
		},
		options,
	);
	parser.write(html);
	parser.end();
	return told;
}

const random = seeded(1_024);
const WRITTEN = [
	...['', 'a', '&', '&amp', 'a & b', 'a &lt b &#x41; c', '<p title="a&quot;b">', '<p title="a > b" class="', '<a href="x&y=1&amp;z=2">t</a>', '<p title="&'],
	...['<title>a &amp; b</title>c', '<style>a<b & "c"</style>d', '<xmp>&amp;</xmp>', '<plaintext>&amp;<b>', "<p title='a\"b' id=\"c'd\">", 'a<', 'a<b', 'a</', '<!-- a " & < -->b'],
];

it('tells a parser the same as the tokenizer of the library, character by character', () => {
	const sources = [...WRITTEN, ...Array.from({ length: 3_000 }, () => hostileHtml(random))];
	const told = sources.map((html) => JSON.stringify(events(html, { Tokenizer: QuickTokenizer })));
	expect(sources.filter((html, index) => told[index] !== JSON.stringify(events(html, {})))).toEqual([]);
});
