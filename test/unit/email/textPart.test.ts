import { plainLines, readTextPart } from '../../../helpdesk/email/textPart';
import { madePart } from '../../../helpdesk/email/mimeTree';

const textOf = (content: string, charset: string): string => readTextPart({ ...madePart({ type: 'text/plain', content: Buffer.from(content, 'latin1') }), parameters: { charset } });

describe('text of a part', () => {
	it('has LF line ends and no NUL, wherever in a long ASCII text they stand', () => {
		for (const odd of ['\r\n', '\r', '\n', '\r\r\n', '\n\r', '\u0000', '\r\u0000\n', '\r\n\r\n']) {
			for (let before = 16_380; before <= 16_388; before++) {
				const text = `${'a'.repeat(before)}${odd}b\r\n${odd}`;
				expect(textOf(text, 'utf-8')).toBe(plainLines(text));
			}
			const everywhere = `x${odd}`.repeat(20_000);
			expect(textOf(everywhere, '')).toBe(plainLines(everywhere));
		}
	});

	it('is empty for no bytes', () => {
		expect(textOf('', 'utf-8')).toBe('');
		expect(textOf('\u0000', 'utf-8')).toBe('');
	});

	it('is read by its charset where ASCII bytes mean something else', () => {
		expect(textOf('\u001b$B%a!<%k\u001b(B\r\nabc', '')).toBe('メール\nabc');
		expect(textOf('1 +AD0- 1\r\n', 'utf-7')).toBe('1 = 1\n');
	});
});
