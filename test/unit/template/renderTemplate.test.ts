import { REPLY_ABOVE_ID, REPLY_ABOVE_LINES } from '../../../helpdesk/email/replyAboveLines';
import { htmlFromText } from '../../../helpdesk/template/escape';
import { NEW_COMMENT_TEMPLATE, NEW_TICKET_TEMPLATE } from '../../../helpdesk/template/defaultTemplates';
import { renderTemplate } from '../../../helpdesk/template/renderTemplate';
import { knownTags } from '../../../helpdesk/template/tags';
import { processorMs } from '../../support/processorMs';
import { comment, data, ticket } from './templateData';

describe('tags', () => {
	it('every known tag is read without a problem in every mode', () => {
		for (const tag of knownTags(data())) {
			for (const mode of ['text', 'html', 'subject'] as const) {
				const { text, problems } = renderTemplate(tag, data(), mode);
				expect({ tag, problems }).toEqual({ tag, problems: [] });
				expect(text).not.toContain(tag);
			}
		}
	});

	it('read ticket, contact, organisation and mail, whatever way Vtiger spells the module', () => {
		const template =
			'$helpdesk-ticket_no$ $HelpDesk-ticketid$ $helpdesk-severity$ $helpdesk-cf_room$ | $contact-firstname$ $contacts-email$ | $organization-name$ $accounts-accountname$ $account-email1$ | $mail-from$ $mail-date$';
		expect(renderTemplate(template, data(), 'text')).toEqual({
			text: 'TT15 1483 Major B 12 | Jana jana@example.sk | Example s.r.o. Example s.r.o. info@example.sk | jana@example.sk 2024-03-05 09:10 UTC',
			problems: [],
		});
	});

	it('that are unknown stay visible and name the nearest known one', () => {
		const { text, problems } = renderTemplate('a $helpdesk-tickt_no$ b $invoice-total$ c', data(), 'text');
		expect(text).toBe('a $helpdesk-tickt_no$ b $invoice-total$ c');
		expect(problems[0]).toBe('$helpdesk-tickt_no$ is not a known tag and was left as it is. Did you mean $helpdesk-ticket_no$?');
		expect(problems).toHaveLength(2);
	});

	it('whose record is missing are empty and reported', () => {
		expect(renderTemplate('[$contact-name$]', data({ contact: null }), 'text')).toEqual({
			text: '[]',
			problems: ['$contact-name$ is empty: there is no contact to read it from.'],
		});
	});

	it('named like parts of every JavaScript object are unknown', () => {
		for (const tag of ['$helpdesk-constructor$', '$constructor-name$', '$helpdesk-__proto__$', '$contact-toString$']) {
			expect(renderTemplate(tag, data(), 'text')).toMatchObject({ text: tag, problems: [expect.stringContaining('not a known tag')] });
		}
	});

	it('leave amounts of money alone', () => {
		expect(renderTemplate('It costs $5-10$ or $a$.', data(), 'text')).toEqual({ text: 'It costs $5-10$ or $a$.', problems: [] });
	});
});

describe('values from outside', () => {
	const hostile = '<script>alert("x")</script> & \'q\'\r\nBcc: victim@example.com $helpdesk-comments$';

	it('are escaped in HTML, keep their line ends there, and expand no tag', () => {
		const { text } = renderTemplate('<p>$helpdesk-title$</p>', data({ ticket: ticket({ title: hostile }), comments: [comment('secret of another ticket')] }), 'html');
		expect(text).toBe('<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;q&#39;<br>\nBcc: victim@example.com $helpdesk-comments$</p>');
	});

	it('become one line in a subject, so that no header can be smuggled in', () => {
		for (const end of ['\r\n', '\n', '\r', '\u2028', '\u0085', '\v', '\0\n']) {
			const { text } = renderTemplate('$helpdesk-title$', data({ ticket: ticket({ title: `a${end}Bcc: victim@example.com` }) }), 'subject');
			expect(text).toBe('a Bcc: victim@example.com');
		}
	});

	it('cannot name another ticket in a subject', () => {
		const { text } = renderTemplate('$mail-subject$ $helpdesk-ticket_no$', data({ mail: { subject: 'TT99 [ Ticket Id : 99 ] x', from: { address: '', name: '' }, date: null, text: '' } }), 'subject');
		expect(text).toBe('x TT15');
	});

	it('do not reach String.replace as a pattern', () => {
		expect(renderTemplate('$helpdesk-title$', data({ ticket: ticket({ title: "$& $1 $' $`" }) }), 'text').text).toBe("$& $1 $' $`");
	});

	it('of a megabyte of dollar signs cost linear time', () => {
		expect(processorMs(() => renderTemplate('$helpdesk-'.repeat(100_000) + '$'.repeat(1_000_000), data(), 'html'))).toBeLessThan(3_000);
	});

	it('and many unknown tags give a limited list of problems', () => {
		const many = Array.from({ length: 1_000 }, (_, i) => `$helpdesk-none${String(i)}$`).join(' ');
		expect(renderTemplate(many, data(), 'text').problems.length).toBeLessThanOrEqual(20);
	});
});

describe('comments', () => {
	const comments = [
		comment('first', { createdAt: '2024-03-05T10:00:00.000Z', author: { kind: 'customer', name: '', address: 'jana@example.sk' } }),
		comment('a secret between agents', { createdAt: '2024-03-05T10:30:00.000Z', internal: true }),
		comment('from a stranger', { createdAt: '2024-03-05T10:40:00.000Z', unverified: true }),
		comment('<b>second</b>\nline', { createdAt: '2024-03-05T11:00:00.000Z' }),
	];

	it('stand newest first, with author and time in the zone that was asked for, and without internal ones', () => {
		expect(renderTemplate('$helpdesk-comments$', data({ comments, timeZone: 'Europe/Bratislava' }), 'text').text).toBe(
			'Anna Agent, 2024-03-05 12:00:\n<b>second</b>\nline\n\njana@example.sk, 2024-03-05 11:00:\nfirst',
		);
		const html = renderTemplate('$helpdesk-comments$', data({ comments }), 'html').text;
		expect(html).toContain('<b>Anna Agent, 2024-03-05 11:00 UTC</b>');
		expect(html).toContain('&lt;b&gt;second&lt;/b&gt;<br>\nline');
		expect(html).not.toMatch(/secret|stranger/);
	});

	it('the last one is the newest public one', () => {
		expect(renderTemplate('$helpdesk-lastcomment$', data({ comments }), 'text').text).toBe('<b>second</b>\nline');
		expect(renderTemplate('$helpdesk-lastcomment$', data({ comments }), 'html').text).toBe('&lt;b&gt;second&lt;/b&gt;<br>\nline');
	});

	it('are limited in number and length, and no character is cut in two', () => {
		expect(renderTemplate('$helpdesk-comments$', data({ comments, commentCount: 1 }), 'text').text).not.toContain('first');
		const long = renderTemplate('$helpdesk-comments$', data({ comments: [comment('😀'.repeat(100))], commentCharacters: 11 }), 'text').text;
		expect(long).toBe(`Anna Agent, 2024-03-05 10:00 UTC:\n${'😀'.repeat(5)} …`);
	});

	it('an unknown time zone is reported and UTC is used', () => {
		const { text, problems } = renderTemplate('$helpdesk-createdtime$', data({ timeZone: 'Mars/Olympus' }), 'text');
		expect(text).toBe('2024-03-05 09:12 UTC');
		expect(problems[0]).toContain('Mars/Olympus');
	});
});

describe('default templates', () => {
	it.each([NEW_TICKET_TEMPLATE, NEW_COMMENT_TEMPLATE])('render without problems and begin with the reply-above line', (template) => {
		const filled = data({ comments: [comment('Done.')], language: 'sk' });
		expect(renderTemplate(template.subject, filled, 'subject')).toEqual({ text: 'TT15 [ Ticket Id : 1483 ] Printer is broken', problems: [] });
		const text = renderTemplate(template.text, filled, 'text');
		expect(text.problems).toEqual([]);
		expect(text.text.split('\n')[0]).toBe(REPLY_ABOVE_LINES.sk);
		const html = renderTemplate(template.html, filled, 'html');
		expect(html.problems).toEqual([]);
		expect(html.text.startsWith(`<div id="${REPLY_ABOVE_ID}"`)).toBe(true);
	});
});

describe('HTML from text', () => {
	it('shows what the text shows and nothing else', () => {
		expect(htmlFromText('a  b\r\n<i>\0"')).toBe('a &nbsp;b<br>\n&lt;i&gt;&quot;');
	});
});
