import { extractReply, type ReplyFacts } from '../../../helpdesk/conversation/replyText';
import { ATTRIBUTION_LINES, HEADER_BLOCKS, NO_ATTRIBUTIONS } from '../../fixtures/conversations/attributionLines';

const SHORT = { name: 'Jana Nováková', address: 'jana@example.com' };
const LONG = { name: 'Jana Nováková Support Department', address: 'jana.novakova@customer-support.example.com' };
const ANSWER = 'Thank you, it is 4711.\n\nIt works again.';
const QUOTED = 'We have looked at your printer.\nPlease send us the serial number.';

const folded = (text: string): string => text.replace(/\s+/gu, ' ').trim();
const filled = (line: string, { name, address } = SHORT): string => line.replaceAll('{n}', name).replaceAll('{a}', address);
const html = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, '<br>');
const marked = QUOTED.replace(/^/gm, '> ');

function newText(facts: Partial<ReplyFacts>): string {
	return folded(extractReply({ text: '', html: '', ...facts }).text);
}

/** As a program breaks lines that are longer than 76 characters. */
function wrapped(line: string): string {
	const lines = [''];
	for (const word of line.split(' ')) {
		const last = lines[lines.length - 1] ?? '';
		if (`${last} ${word}`.length > 76) lines.push(word);
		else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
	}
	return lines.join('\n');
}

describe.each([...ATTRIBUTION_LINES, ...HEADER_BLOCKS])('what %s writes above a quoted mail', (_program, line) => {
	test('is cut off with the quote, whether that is marked or not', () => {
		expect(newText({ text: `${ANSWER}\n\n${filled(line)}\n\n${marked}\n` })).toBe(folded(ANSWER));
		expect(newText({ text: `${ANSWER}\n${filled(line)}\n${marked}\n` })).toBe(folded(ANSWER));
		expect(newText({ text: `${ANSWER}\n\n${filled(line)}\n\n${QUOTED}\n` })).toBe(folded(ANSWER));
	});

	test('is cut off in HTML without any mark of the program', () => {
		const above = `<div>${html(ANSWER)}</div><br><div>${html(filled(line))}</div>`;
		expect(newText({ html: `${above}<div>${html(QUOTED)}</div>` })).toBe(folded(ANSWER));
		expect(newText({ html: `${above}<blockquote style="border-left:1px solid"><div>${html(QUOTED)}</div></blockquote>` })).toBe(folded(ANSWER));
	});
});

const ONE_LINE = ATTRIBUTION_LINES.filter(([, line]) => line.includes('{a}') && !line.startsWith('>>>') && !line.includes('\n'));

test.each(ONE_LINE)('what %s writes is cut off where it was wrapped', (_program, line) => {
	expect(newText({ text: `${ANSWER}\n\n${wrapped(filled(line, LONG))}\n${marked}\n` })).toBe(folded(ANSWER));
});

test('wherever a line of attribution was broken, it is cut off nearly always, and never takes text of the answer along', () => {
	const broken: string[] = [];
	let tried = 0;
	for (const [program, pattern] of ONE_LINE) {
		const line = filled(pattern, { name: 'Jana Nováková', address: 'jana.novakova@example.com' }).trim();
		for (let at = line.indexOf(' ', 35); at > 0; at = line.indexOf(' ', at + 1)) {
			tried++;
			const found = newText({ text: `${ANSWER}\n\n${line.slice(0, at)}\n${line.slice(at + 1)}\n${marked}\n` });
			expect(found.startsWith(folded(ANSWER))).toBe(true);
			if (found !== folded(ANSWER)) broken.push(`${program}: ${line.slice(0, at)} / ${line.slice(at + 1)}`);
		}
	}
	process.stdout.write(`attributions broken at any blank: ${String(tried - broken.length)} of ${String(tried)} cut off\n`);
	expect(broken.length / tried).toBeLessThan(0.04);
});

describe('text of a person', () => {
	test.each(NO_ATTRIBUTIONS)('is kept: %s', (line) => {
		const text = `${line}\nThe second line.\n\nThe last one.`;
		expect(newText({ text })).toBe(folded(text));
		expect(newText({ text: `Hello,\n\n${text}` })).toBe(folded(`Hello, ${text}`));
		expect(newText({ html: `<p>Hello,</p><p>${html(text)}</p>` })).toBe(folded(`Hello, ${text}`));
	});
});
