import { htmlToText } from '../../../helpdesk/email/htmlToText';
import { sanitizeMailHtml } from '../../../helpdesk/email/sanitizeMailHtml';
import { hostileHtml } from '../../support/hostileHtml';
import { made, named, testsOnKnownHtml, type NamedHtml } from '../../support/htmlBesideLibrary';
import { textByLibrary, textByLibraryOnOurParser } from '../../support/referenceHtmlText';
import { textualHtml } from '../../support/textualHtml';

/**
 * HTML as it stands is understood by our parser; sanitised, as in every mail, by any, and there the library is taken as it comes. Twice sanitised, for what goes
 * the first time may have stood between two links, which then are one in the other.
 */
function differing(sources: Iterable<NamedHtml>): string[] {
	const names: string[] = [];
	for (const [name, html] of sources) {
		const clean = sanitizeMailHtml(sanitizeMailHtml(html));
		if (htmlToText(html) !== textByLibraryOnOurParser(html) || htmlToText(clean) !== textByLibrary(clean)) names.push(name);
	}
	return names;
}

function textOrError(html: string): string {
	try {
		return textByLibrary(html);
	} catch (error) {
		return String(error);
	}
}

const ELEMENTS = (
	'a abbr address article aside b blockquote body br caption center code dd div dl dt em fieldset figure footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ' +
	'legend li main nav noscript object ol option p pre s script section select small span strong style sub sup svg table tbody td textarea tfoot th thead title tr u ul wbr xmp'
).split(' ');

describe('the text of HTML is the same, character by character, as by html-to-text with the same options', () => {
	it('for every element, alone and beside, around and in every other one', () => {
		const alone = ELEMENTS.flatMap((name) => [`<${name}>`, `before<${name}>in</${name}>after`, `before <${name}> in </${name}> after`, `<${name}></${name}>after`]);
		const pairs = ELEMENTS.flatMap((one) => ELEMENTS.flatMap((other) => [`a<${one}>b</${one}><${other}>c</${other}>d`, `a<${one}>b<${other}>c</${other}>d</${one}>e`, `<${one}><${other}></${other}></${one}>f`]));
		expect(differing(named([...alone, ...pairs]))).toEqual([]);
	});

	it.each(
		Object.entries({
			'lists that are numbered': ['1', 'a', 'A', 'i', 'I', 'disc', ''].flatMap((type) =>
				['', '0', '1', '5', '9', '26', '27', '99', '702', '703', '3990', '-5', ' 7 ', '0x10', '1e3'].map((start) => `x<ol type="${type}" start="${start}">${'<li>item'.repeat(3)}</ol>y`),
			).filter((html) => !/type="[aAiI]" start="(0|-5)"/.test(html)),
			'lists in lists': [
				'<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>', '<ul><ul><li>x</ul><li>y</ul>', '<ol><li>a<p>b</p>c<br>d</li>text<li>e</ol>', '<ul> \n <!-- --><li>a</ul>', '<ul>&nbsp;<li>a</ul>',
				`<ol>${'<li>x<ol><li>y<li>z</ol>'.repeat(12)}</ol>`, '<ul><p>a</p><p>b</p></ul>', '<ul><li></li><li><p></p></li></ul>end', '<blockquote><ul><li>x<br></ul></blockquote>', '<pre><ul> \n x<li>\n</ul></pre>',
			],
			'links': [
				'<a href="x">x</a>', '<a href="two words">two <b>words</b></a>', '<a href="twowords">two <b>words</b></a>', '<a href="mailto:a@b">a@b</a>', '<a href="#x">x</a>', '<a href="x"></a>', '<a href="x"> </a>y', '<a href="x"><img alt="x"></a>',
				'<a href="x"><div><a href="y">y</a></div></a>', '<pre><a href="x">x</a></pre>', '<a href=" a  b ">c</a>', '<a href="&nbsp;">&nbsp;</a>', '<a href="…">x</a>', '<a href="xy">x</a>y', '<a href="x">xy</a>', '<a href="x"><hr></a>',
			],
			'bodies': [
				'a<body>b</body>c', 'a<body>b</body>c<body>d<body>e</body></body>f', '<!-- <body> -->a', '<script><body></script>a', '<p title="<body>">a', 'a<ul><li>b<body>c</ul>d', '<svg><style><body>a</body></style></svg>b', 'a<body', '<div><body>x',
			],
			'white space': [' \t\r\n\f\u200b', '\u00a0', '\u2003', '\ufeff', '\v', '\u0000', '\u2028', '\u0085'].flatMap((space) => [
				`a${space}b`, `${space}a${space}`, `<p>${space}</p>a`, `a${space}<b>${space}b</b>${space}`, `a<br>${space}b`, `<pre>${space}a${space}\n${space}</pre>`, `<table><tr><td>${space}a<td>${space}</table>`, `<ul>${space}<li>${space}a${space}</ul>`,
			]),
			'entities': ['&amp;lt;', '&nbsp;&nbsp;a', 'a&#32;&#10;b', '&#0;&#x80;', '&notit;', '&unknown;', 'a&shy;b', '&zwnj;', '&#8203;a', '&ensp;x&emsp;'],
		}),
	)('for %s', (_name, sources) => {
		expect(differing(named(sources))).toEqual([]);
	});

	it('for what stands too deep to be read', () => {
		const insides = ['a<b>c</b>', '<ul> <li>a</li>b<!-- --><p>c</p></ul>d', '<a href="x">y</a>z', '<table><tr><td>a<td>b</table>', '<pre>a\n</pre>', '<br><hr><img alt=a><wbr><input>', '<body>a', '<script>x</script>'];
		const sources = insides.flatMap((inside) => [496, 497, 498, 499, 500, 501, 502, 503, 590, 700].map((levels) => `x${'<div>'.repeat(levels)}y${inside}z`));
		expect(differing(named([...sources, ...sources.map((html) => `<body>${html}`)]))).toEqual([]);
	});

	it('for pieces of HTML as mail programs and people combine them', () => {
		expect(differing(made(20_261_126, 6_000, textualHtml))).toEqual([]);
	});

	it('for pieces of HTML as an attacker combines them', () => {
		expect(differing(made(20_261_126, 3_000, hostileHtml))).toEqual([]);
	});

	testsOnKnownHtml(differing);
});

describe('the text of HTML differs from that of html-to-text', () => {
	it.each([
		['letters and Roman numerals that there are none for are digits, not signs or an error', '<ol type=a start=0><li>x<li>y</ol>', '0. x\n a. y'],
		['letters and Roman numerals that there are none for are digits, not signs or an error', '<ol type=I start=3999><li>x<li>y</ol>', 'MMMCMXCIX. x\n 4000.      y'],
		['a list that starts with what is no whole number starts with 1, not with NaN', '<ol start=many><li>x</ol>', '1. x'],
		['a list that starts with what is no whole number starts with 1, not with NaN', '<ol start=1e999><li>x</ol>', '1. x'],
		['what is broken is understood as by the parser that sanitises: a link ends where another begins', '<a href=x>1<a href=y>2</a></a>', '1 <x>2 <y>'],
	])('%s: %s', (_reason, html, text) => {
		expect(htmlToText(html)).toBe(text);
		expect(textOrError(html)).not.toBe(text);
	});

	it('a text of more than 6 million characters, which only margins can make of 2 million, is cut', () => {
		const text = htmlToText('<blockquote>'.repeat(400) + 'x<br>'.repeat(200_000));
		expect(text.length).toBeGreaterThan(6_000_000);
		expect(text.length).toBeLessThan(6_002_000);
	});
});
