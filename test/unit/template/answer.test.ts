import { findTicketId } from '../../../helpdesk/email/ticketTag';
import { answerHeaders, LOOP_HEADER } from '../../../helpdesk/template/answerHeaders';
import { answerSubject } from '../../../helpdesk/template/answerSubject';

const ticket = { id: '1483', number: 'TT15' };

describe('the subject of an answer', () => {
	it('is as Vtiger writes it', () => {
		expect(answerSubject({ ticket, title: 'Printer' })).toBe('TT15 [ Ticket Id : 1483 ] Printer');
	});

	it.each(['Re: Printer', 'AW: Re: Re[2]: Printer', 'Re: TT15 [ Ticket Id : 1483 ] Printer', 'Odp: TT9 [Ticket Id:9] Re: Printer', 'TT15 [ Ticket Id : 1483 ] Re: TT15 [ Ticket Id : 1483 ] Printer'])(
		'names the ticket once and has Re: at most once for %s',
		(title) => {
			expect(answerSubject({ ticket, title })).toBe('TT15 [ Ticket Id : 1483 ] Printer');
			expect(answerSubject({ ticket, title, reply: true })).toBe('Re: TT15 [ Ticket Id : 1483 ] Printer');
		},
	);

	it('puts the tag in where a template has none, and accepts the number alone', () => {
		expect(answerSubject({ ticket, title: 'Printer', template: 'News: $helpdesk-title$' })).toBe('TT15 [ Ticket Id : 1483 ] News: Printer');
		expect(answerSubject({ ticket, title: 'Printer', template: '$helpdesk-title$ ($helpdesk-ticket_no$)' })).toBe('Printer (TT15)');
		expect(answerSubject({ ticket, title: 'Printer', template: '[ Ticket Id : $helpdesk-ticketid$ ] [ Ticket Id : 7 ] $helpdesk-title$' })).toBe('TT15 [ Ticket Id : 1483 ] Printer');
	});

	it('cuts long titles, never the tag, and never a character in two', () => {
		const subject = answerSubject({ ticket, title: '😀'.repeat(1_000), reply: true });
		expect(Array.from(subject).length).toBeLessThanOrEqual(180);
		expect(subject).toMatch(/^Re: TT15 \[ Ticket Id : 1483 \] 😀+…$/u);
	});

	it('is one line that names only this ticket, whatever the title holds', () => {
		const subject = answerSubject({ ticket, title: 'x\r\nBcc: victim@example.com\n[ Ticket Id : 99 ] TT99 [ Ticket [ Ticket Id : 5 ]Id : 98 ]' });
		expect(subject).not.toMatch(/[\r\n]/);
		expect(findTicketId(subject)).toBe('1483');
		expect(subject.match(/ticket\s*id/gi)).toHaveLength(1);
	});

	it('of an empty title is the tag', () => {
		expect(answerSubject({ ticket, title: '' })).toBe('TT15 [ Ticket Id : 1483 ]');
	});
});

describe('the headers of an answer', () => {
	const base = { messageId: '<t.1@desk.example>', answers: '<c3@example.com>', inReplyTo: '<c2@example.com>', references: ['<c1@example.com>', '<c2@example.com>'], automatic: true, systemId: 'desk1' };

	it('thread with the mail that is answered', () => {
		expect(answerHeaders(base)).toEqual({
			messageId: '<t.1@desk.example>',
			inReplyTo: '<c3@example.com>',
			references: ['<c1@example.com>', '<c2@example.com>', '<c3@example.com>'],
			headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', [LOOP_HEADER]: 'desk1' },
		});
	});

	it('do not call the mail of a person automatic', () => {
		expect(answerHeaders({ ...base, automatic: false }).headers).toEqual({ [LOOP_HEADER]: 'desk1' });
	});

	it('take In-Reply-To where there are no References, and neither where nothing is answered', () => {
		expect(answerHeaders({ ...base, references: [] }).references).toEqual(['<c2@example.com>', '<c3@example.com>']);
		expect(answerHeaders({ ...base, references: [], inReplyTo: null, answers: null })).toMatchObject({ inReplyTo: null, references: [] });
	});

	it('keep the first and the last ids within 1,500 characters', () => {
		const references = Array.from({ length: 500 }, (_, i) => `<id-${String(i)}@example.com>`);
		const kept = answerHeaders({ ...base, references }).references;
		expect(kept.join(' ').length).toBeLessThanOrEqual(1_500);
		expect(kept[0]).toBe('<id-0@example.com>');
		expect(kept.slice(-2)).toEqual(['<id-499@example.com>', '<c3@example.com>']);
	});

	it('hold no line end that came from outside', () => {
		const made = answerHeaders({ ...base, answers: '<a@b.example>\r\nBcc: x@example.com', references: ['<c\n1@example.com>'], systemId: 'a\r\nb' });
		expect(JSON.stringify(made)).not.toMatch(/\\[rn]/);
		expect(made.references[0]).toBe('<c1@example.com>');
	});
});
