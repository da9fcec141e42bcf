import { foldCase } from '../../../helpdesk/rules/comparableText';
import { parseMoment, parseSize } from '../../../helpdesk/rules/amounts';
import { FIELDS } from '../../../helpdesk/rules/fields';
import { OPERATORS } from '../../../helpdesk/rules/operators';
import type { RuleField, RuleOperator } from '../../../helpdesk/rules/Rule';
import { condition, holds, mail } from './rulesOnMail';

const at = (address: string, name = '') => ({ address, name });

const rich = mail({
	from: at('anna@example.com', 'Anna Virtanen'),
	to: [at('support@desk.example'), at('boss@desk.example')],
	cc: [at('cc@example.com')],
	bcc: [at('bcc@example.com')],
	deliveredTo: [at('alias@desk.example')],
	headers: { 'x-spam-flag': ['YES'], received: ['by a', 'by b'] },
	attachments: [
		{ binary: '', fileName: 'invoice.pdf', mimeType: 'application/pdf', size: 1, sha256: '', inline: false, contentId: '', inQuote: false },
		{ binary: '', fileName: 'logo.png', mimeType: 'image/png', size: 1, sha256: '', inline: true, contentId: '', inQuote: false },
	],
	size: 5 * 1024 * 1024,
	automatic: { class: 'out-of-office', isAutomatic: true, mayAnswer: false, reasons: [] },
	language: 'fi',
});

describe('each field reads its part of the mail', () => {
	it.each<[RuleField, RuleOperator, string, string?]>([
		['from', 'equals', 'ANNA@example.com'],
		['fromName', 'contains', 'virtanen'],
		['to', 'equals', 'boss@desk.example'],
		['cc', 'equals', 'cc@example.com'],
		['bcc', 'equals', 'bcc@example.com'],
		['recipients', 'equals', 'support@desk.example'],
		['recipients', 'equals', 'cc@example.com'],
		['recipients', 'equals', 'bcc@example.com'],
		['recipients', 'equals', 'alias@desk.example'],
		['subject', 'beginsWith', 'printer'],
		['body', 'contains', 'please'],
		['header', 'equals', 'yes', 'X-Spam-Flag'],
		['header', 'equals', 'by b', 'Received:'],
		['attachmentName', 'endsWith', '.PDF'],
		['size', 'greaterThan', '4 MB'],
		['date', 'lessThan', '2026-11-21'],
		['automaticClass', 'equals', 'out-of-office'],
		['language', 'equals', 'FI'],
		['folder', 'equals', 'inbox'],
		['mailbox', 'equals', 'support'],
		['account', 'equals', 'support@imap.example.com'],
	])('%s %s %s', (field, operator, value, header = '') => {
		expect(holds(condition(field, operator, value, header), rich)).toBe(true);
		expect(holds(condition(field, operator, field === 'size' ? '6 MB' : field === 'date' ? '2026-11-19' : 'something else', header), rich)).toBe(false);
	});

	it('looks at addresses and not at names', () => {
		expect(holds(condition('from', 'contains', 'virtanen'), rich)).toBe(false);
	});

	it('reads the text of an HTML body only when there is no other', () => {
		const html = '<p>Hello&nbsp;<b>world</b> &amp; all</p>';
		expect(holds(condition('body', 'contains', 'world'), mail({ text: '', html }))).toBe(true);
		expect(holds(condition('body', 'contains', '& all'), mail({ text: ' \n', html }))).toBe(true);
		expect(holds(condition('body', 'contains', '<b>'), mail({ text: '', html }))).toBe(false);
		expect(holds(condition('body', 'contains', 'world'), mail({ text: 'Plain', html }))).toBe(false);
	});

	it('falls back to the time of arrival when the mail is not dated', () => {
		const undated = mail({ date: null });
		expect(holds(condition('date', 'greaterThan', '2026-11-20T10:00:00Z'), undated)).toBe(true);
		const timeless = mail({ date: null, receivedAt: null });
		expect(holds(condition('date', 'isEmpty'), timeless)).toBe(true);
		expect(holds(condition('date', 'greaterThan', '2000-01-01'), timeless)).toBe(false);
		expect(holds(condition('date', 'lessThan', '3000-01-01'), timeless)).toBe(false);
	});

	it('does not take a header from the prototype of the object', () => {
		expect(holds(condition('header', 'isNotEmpty', '', 'constructor'), rich)).toBe(false);
		expect(holds(condition('header', 'isEmpty', '', '__proto__'), rich)).toBe(true);
	});
});

describe('fields with several values', () => {
	it('need one value for a positive operator and none for a negative one', () => {
		expect(holds(condition('to', 'contains', 'boss'), rich)).toBe(true);
		expect(holds(condition('to', 'notContains', 'boss'), rich)).toBe(false);
		expect(holds(condition('to', 'notEquals', 'support@desk.example'), rich)).toBe(false);
		expect(holds(condition('to', 'notContains', 'nobody'), rich)).toBe(true);
	});

	it('let a negative operator hold when there is no value at all', () => {
		expect(holds(condition('cc', 'notContains', 'x'), mail())).toBe(true);
		expect(holds(condition('cc', 'notEquals', 'x'), mail())).toBe(true);
	});

	it('can be empty', () => {
		expect(holds(condition('cc', 'isEmpty'), mail())).toBe(true);
		expect(holds(condition('cc', 'isNotEmpty'), rich)).toBe(true);
		expect(holds(condition('from', 'isEmpty'), mail({ from: at('') }))).toBe(true);
	});

	it('match no pattern when they are empty', () => {
		expect(holds(condition('cc', 'regex', '.*'), mail())).toBe(false);
	});
});

describe('values', () => {
	it.each(['*@example.com', '@example.com', 'example.com', '*example*', ' @example.com '])('of address fields may be written %s', (value) => {
		for (const field of ['from', 'cc', 'bcc', 'recipients'] as const) expect(holds(condition(field, 'contains', value), rich)).toBe(true);
	});

	it('that are empty let contains, begins with and ends with take every message, and their opposites none', () => {
		for (const field of ['subject', 'body', 'cc'] as const) {
			for (const operator of ['contains', 'beginsWith', 'endsWith'] as const) expect(holds(condition(field, operator, ''), mail())).toBe(true);
			expect(holds(condition(field, 'notContains', ''), mail())).toBe(false);
		}
	});

	it.each([
		['GRÖSSE', 'grösse'],
		['Größe', 'GRÖSSE'],
		['STRAẞE', 'strasse'],
		['ΟΔΟΣ', 'οδοσ'],
		['οδος', 'ΟΔΟΣ'],
		['PRÍLIŠ ŽLUŤOUČKÝ', 'príliš žluťoučký'],
		['ПРИВЕТ', 'привет'],
		['Å', 'Å'],
		['Caf\u00e9', 'cafe\u0301'],
	])('"%s" and "%s" are alike', (subject, value) => {
		expect(foldCase(subject)).toBe(foldCase(value));
		expect(holds(condition('subject', 'equals', value), mail({ subject }))).toBe(true);
	});

	it('keep accents apart', () => {
		expect(holds(condition('subject', 'contains', 'cafe'), mail({ subject: 'Café' }))).toBe(false);
	});

	it('may hold HTML entities, as rules taken over from Vtiger do', () => {
		expect(holds(condition('subject', 'contains', 'R&amp;D'), mail({ subject: 'r&d' }))).toBe(true);
		expect(holds(condition('subject', 'contains', 'r&d'), mail({ subject: 'R&#38;D' }))).toBe(true);
		expect(holds(condition('subject', 'contains', '&#99999999; &bogus;'), mail({ subject: 'x &#99999999; &bogus; y' }))).toBe(true);
	});
});

describe('sizes and dates', () => {
	it.each([
		['5000', 5000],
		['500 KB', 500 * 1024],
		['1.5mb', 1.5 * 1024 * 1024],
		['1,5 MB', 1.5 * 1024 * 1024],
		['2GB', 2 * 1024 ** 3],
		['', null],
		['ten', null],
		['-1', null],
		['1 TB', null],
		['1e9', null],
	])('the size "%s" is %s bytes', (value, bytes) => {
		expect(parseSize(value)).toBe(bytes);
	});

	it.each([
		['2026-01-31', '2026-01-31T00:00:00.000Z'],
		['2026-01-31 08:00', '2026-01-31T08:00:00.000Z'],
		['2026-01-31T08:00:00', '2026-01-31T08:00:00.000Z'],
		['2026-01-31T08:00:00+01:00', '2026-01-31T07:00:00.000Z'],
		['2026-01-31T08:00:00.000+0100', '2026-01-31T07:00:00.000Z'],
		['2026-13-31', null],
		['31.1.2026', null],
		['yesterday', null],
		['', null],
	])('the date "%s" is %s', (value, moment) => {
		const parsed = parseMoment(value);
		expect(parsed === null ? null : new Date(parsed).toISOString()).toBe(moment);
	});

	it('compare as numbers, and an equal amount is neither greater nor less', () => {
		const mega = mail({ size: 1024 * 1024 });
		expect(holds(condition('size', 'greaterThan', '1 MB'), mega)).toBe(false);
		expect(holds(condition('size', 'lessThan', '1 MB'), mega)).toBe(false);
		expect(holds(condition('size', 'lessThan', '2 MB'), mega)).toBe(true);
	});
});

describe('every operator on every field', () => {
	it('never throws, whatever the value', () => {
		for (const field of Object.keys(FIELDS) as RuleField[]) {
			for (const operator of Object.keys(OPERATORS) as RuleOperator[]) {
				for (const value of ['', '*', '***', '((', '\ud800', '\u0000', '&#0;', '&#xD800;', 'x'.repeat(100_000)]) {
					expect(() => holds(condition(field, operator, value, 'Received'), rich)).not.toThrow();
				}
			}
		}
	});
});
