import { limitNesting } from '../../../helpdesk/email/limitNesting';
import { sanitizeMailHtml } from '../../../helpdesk/email/sanitizeMailHtml';
import { mail, parse } from './sources';

const flowed = (...lines: string[]): Buffer => mail('Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes', '', ...lines);

describe('flowed text (RFC 3676)', () => {
	it('is joined within its depth of quoting, also where the marks stand apart', async () => {
		const { facts } = await parse(flowed('My answer goes  ', 'on here.', '> > quoted twice  ', '> > and on', '> once'));
		expect(facts.text).toBe('My answer goes on here.\n>> quoted twice and on\n> once');
	});

	it('keeps the line that marks a signature', async () => {
		const { facts } = await parse(flowed('Text  ', '-- ', 'Anna'));
		expect(facts.text).toBe('Text \n-- \nAnna');
	});

	it.each([
		[['one ', 'two ', 'three'], 'one two three'],
		[['one ', '', 'two'], 'one \ntwo'],
		[['Text ', '-- ', 'Anna ', 'Nova'], 'Text \n-- \nAnna Nova'],
		[['-- ', 'Anna'], '-- \nAnna'],
		[['a-- ', 'b'], 'a-- b'],
		[['one ', ' stuffed ', 'two'], 'one stuffed two'],
		[['one ', '> quoted ', '> on', 'two'], 'one \n> quoted on\ntwo'],
	])('keeps its blanks where the sender does not say that they go: %j', async (lines, text) => {
		expect((await parse(mail('Content-Type: text/plain; charset=utf-8; format=flowed', '', ...lines))).facts.text).toBe(text);
	});
});

describe('encoded words', () => {
	it('of ISO-2022-JP that were split in the middle of the shifted text are read as one', async () => {
		const bytes = Buffer.from('\u001b$B%-%8%H%i\u001b(B', 'latin1');
		const word = (part: Buffer): string => `=?iso-2022-jp?B?${part.toString('base64')}?=`;
		const { facts } = await parse(mail(`Subject: ${word(bytes.subarray(0, 6))}`, ` ${word(bytes.subarray(6))}`, '', 'x'));
		expect(facts.subject).toBe('キジトラ');
	});
});

describe('alternatives', () => {
	it('of plain text alone are no alternatives: none is lost', async () => {
		const { facts } = await parse(mail('Content-Type: multipart/alternative; boundary=b', '', '--b', '', 'one', '--b', '', 'two', '--b--'));
		expect(facts.text).toBe('one\ntwo');
	});
});

describe('nesting', () => {
	it('leaves HTML as it is that people send', () => {
		const html = '<p>a<p>b<ul><li>c<li>d</ul><table><tr><td>e<td>f<tr><td>g</table><br><img src="x">';
		expect(limitNesting(html)).toBe(html);
	});

	it('drops closing tags of nothing and what lies too deep, and keeps the text', () => {
		expect(limitNesting('a</div>b</td>c')).toBe('abc');
		const deep = limitNesting(`${'<div>'.repeat(2_000)}text${'</div>'.repeat(2_000)}after`);
		expect(deep.match(/<div>/g)).toHaveLength(600);
		expect(deep.match(/<\/div>/g)).toHaveLength(600);
		expect(deep).toContain('text');
	});

	it('closes an outer element when an inner one was left open', () => {
		expect(limitNesting(`${'<b><p>'.repeat(10)}</b></b>x</i>`)).toBe(`${'<b><p>'.repeat(10)}</b></b>x`);
	});
});

it('keeps the attributes by which Zimbra and GMX mark quotes and signatures', () => {
	expect(sanitizeMailHtml('<hr data-marker="__DIVIDER__"><div data-signatureblock="1">x</div>')).toBe('<hr data-marker="__DIVIDER__" /><div data-signatureblock="1">x</div>');
});
