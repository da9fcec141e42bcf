import { extractReply } from '../../../helpdesk/conversation/replyText';
import { NO_PHONE_LINES, PHONE_LINES } from '../../fixtures/conversations/phoneLines';

const mail = (line: string): string => `It works again.\n\n${line}\n\nOn 5 Mar 2024, at 10:12, Jana <jana@example.com> wrote:\n> Hello`;

describe('the line that a phone or an app writes below a mail', () => {
	test.each(PHONE_LINES)('is a signature: %s', (line) => {
		expect(extractReply({ text: mail(line), html: '' })).toMatchObject({ text: 'It works again.', signature: line });
	});

	test.each(PHONE_LINES)('is kept where it is all there is: %s', (line) => {
		expect(extractReply({ text: line, html: '' }).text).toBe(line);
	});

	test.each(NO_PHONE_LINES)('is not: %s', (line) => {
		expect(extractReply({ text: mail(line), html: '' }).text).toBe(`It works again.\n\n${line}`);
	});
});
