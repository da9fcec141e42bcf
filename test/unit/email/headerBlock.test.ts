import { rawValues, readHeaderBlock, splitMessage } from '../../../helpdesk/email/headerBlock';
import { mail } from './sources';

const bodyOf = (source: Buffer): string => {
	const message = splitMessage(source);
	return message.source.toString('utf8', message.bodyStart);
};

describe('splitting header and body', () => {
	it('unfolds fields, lower-cases their names and keeps their order', () => {
		const { fields } = splitMessage(mail('Subject: one', '\ttwo', '  three', 'X-A: 1', 'x-a: 2', '', 'body'));
		expect(fields).toEqual([
			{ name: 'subject', value: 'one two three' },
			{ name: 'x-a', value: '1' },
			{ name: 'x-a', value: '2' },
		]);
		expect(rawValues(fields, 'x-a')).toEqual(['1', '2']);
	});

	it.each(['\r\n', '\n', '\r'])('finds the body with line ends %j', (end) => {
		expect(bodyOf(Buffer.from(['Subject: x', 'To: a@example.com', '', 'first', 'second'].join(end)))).toMatch(/^first[\r\n]+second$/);
	});

	it('takes text without any header for a body', () => {
		const source = Buffer.from('Hello there,\nmy printer is broken\n\nRegards');
		expect(splitMessage(source).fields).toEqual([]);
		expect(bodyOf(source)).toBe('Hello there,\nmy printer is broken\n\nRegards');
	});

	it('skips a line that is no field, such as a fold that lost its blank', () => {
		const { fields } = splitMessage(mail('Subject: a long', 'subject without fold', 'To: a@example.com', '', 'body'));
		expect(fields.map((field) => field.name)).toEqual(['subject', 'to']);
	});

	it('starts the body at the first stray line when no blank line ever comes', () => {
		expect(bodyOf(mail('Subject: x', 'To: a@example.com', 'Dear support team', 'help'))).toBe('Dear support team\r\nhelp');
	});

	it('passes over blank lines and an mbox line before the header', () => {
		const { fields } = splitMessage(Buffer.from('\r\n\nFrom ann@example.com Mon Jan  1 00:00:00 2024\nSubject: x\n\nbody'));
		expect(fields).toEqual([{ name: 'subject', value: 'x' }]);
	});

	it('gives no fields and an empty body for an empty source', () => {
		expect(splitMessage(Buffer.alloc(0))).toMatchObject({ fields: [], bodyStart: 0 });
	});

	it('ends a block where the caller says so', () => {
		const source = Buffer.from('A: 1\n--x\nB: 2\n');
		const block = readHeaderBlock(source, 0, (start) => source[start] === 0x2d);
		expect(block).toEqual({ fields: [{ name: 'a', value: '1' }], bodyStart: 5 });
	});
});
