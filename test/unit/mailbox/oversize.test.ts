import { composeOversize, textPartOf } from '../../../helpdesk/mailbox/oversize';
import { readHeaderFields } from '../../../helpdesk/mailbox/headerFields';

const leaf = (part: string, type: string, more: Record<string, unknown> = {}) => ({ part, type, ...more });

describe('choosing the text of a message that is too large', () => {
	it('takes the plain text, also after the HTML and inside other parts', () => {
		const structure = {
			type: 'multipart/mixed',
			childNodes: [
				{ type: 'multipart/alternative', part: '1', childNodes: [leaf('1.1', 'text/html'), leaf('1.2', 'text/plain', { parameters: { charset: 'koi8-r' }, encoding: 'base64' })] },
				leaf('2', 'application/pdf'),
			],
		};
		expect(textPartOf(structure)).toEqual({ section: '1.2', type: 'text/plain', charset: 'koi8-r', encoding: 'base64' });
	});

	it('takes HTML where there is no plain text, and passes over attached text', () => {
		const structure = { type: 'multipart/mixed', childNodes: [leaf('1', 'text/plain', { disposition: 'ATTACHMENT' }), leaf('2', 'text/html')] };
		expect(textPartOf(structure)).toMatchObject({ section: '2', type: 'text/html' });
	});

	it('asks for TEXT when the message is a single part', () => expect(textPartOf({ type: 'text/plain', part: '1' })).toMatchObject({ section: 'TEXT' }));

	it('does not take the text of an attached message', () => {
		expect(textPartOf({ type: 'multipart/mixed', childNodes: [{ type: 'message/rfc822', part: '1', childNodes: [leaf('1.1', 'text/plain')] }] })).toBeNull();
	});

	it('lets nothing of a hostile structure into the header', () => {
		const part = textPartOf({ type: 'text/plain', parameters: { charset: 'x"\r\nBcc: victim@example.com' }, encoding: '7bit\r\nX: y' });
		expect(part).toEqual({ section: 'TEXT', type: 'text/plain', charset: '', encoding: '7bit' });
	});

	it('survives a structure of any depth', () => {
		let structure: Record<string, unknown> = leaf('1', 'text/plain');
		for (let i = 0; i < 5_000; i++) structure = { type: 'multipart/mixed', childNodes: [structure] };
		expect(textPartOf(structure as unknown as Parameters<typeof textPartOf>[0])).toBeNull();
	});
});

describe('composing header and text', () => {
	it('keeps every header but those of the body, byte for byte', () => {
		const header = Buffer.from('Subject: a\r\n\tb \xe4\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\nX-One: 1\r\nMIME-Version: 1.0\r\nX-Two: 2\r\n\r\n', 'latin1');
		const source = composeOversize(header, { section: '1', type: 'text/plain', charset: 'utf-8', encoding: 'base64' }, Buffer.from('QUJD'));
		expect(source.toString('latin1')).toBe(
			'Subject: a\r\n\tb \xe4\r\nX-One: 1\r\nX-Two: 2\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD',
		);
	});

	it('makes an empty text of a message that has none', () => {
		expect(composeOversize(Buffer.alloc(0), null, Buffer.alloc(0)).toString()).toBe('MIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n\r\n');
	});
});

describe('reading ids out of a header block', () => {
	it.each([
		['Message-ID: <a@example.com>\r\n\r\n', '<a@example.com>'],
		['message-id: a@example.com\r\n\r\n', '<a@example.com>'],
		['Message-ID:\r\n <folded-\r\n id@example.com>\r\n\r\n', '<folded-id@example.com>'],
		['Message-ID: \r\n\r\n', null],
		['', null],
	])('%j', (header, messageId) => expect(readHeaderFields(Buffer.from(header)).messageId).toBe(messageId));
});
