import type { Evidence, EvidenceKind } from '../../helpdesk/email/Email';
import type { Claim, MessageRecord, NewComment, NewContact, NewFile, NewTicket, TicketChange } from '../../helpdesk/desk/Desk';

let counter = 0;

/** A claim that no other call in this run has. */
export function freshClaim(action = 'create'): Claim {
	counter += 1;
	return { key: `key-${process.pid}-${counter}`, action };
}

export function message(messageId: string, more: Partial<MessageRecord> = {}): MessageRecord {
	return {
		key: `key of ${messageId}`,
		messageId,
		inReplyTo: null,
		references: [],
		direction: 'in',
		from: 'anna@customer.example',
		recipients: ['support@desk.example'],
		subject: 'Printer',
		at: '2026-03-01T08:00:00.000Z',
		...more,
	};
}

export function file(fileName: string, content: string | Buffer, more: Partial<NewFile> = {}): NewFile {
	return { fileName, mimeType: 'text/plain', content: Buffer.from(content), inline: false, contentId: '', ...more };
}

export function newTicket(more: Partial<NewTicket> = {}): NewTicket {
	return { title: 'Printer on fire', description: 'It burns.', html: '', contactId: null, organizationId: null, fields: {}, message: null, participants: [], files: [], links: [], ...more };
}

export function newComment(more: Partial<NewComment> = {}): NewComment {
	return {
		author: { kind: 'customer', name: 'Anna', address: 'anna@customer.example' },
		text: 'Still burning.',
		html: '',
		internal: false,
		unverified: false,
		message: null,
		participants: [],
		files: [],
		reopen: false,
		fields: {},
		links: [],
		...more,
	};
}

export function change(more: Partial<TicketChange> = {}): TicketChange {
	return { fields: {}, reopen: false, message: null, participants: [], files: [], links: [], ...more };
}

export function newContact(address: string, name = '', more: Partial<NewContact> = {}): NewContact {
	return { address, name, ...more };
}

export function evidence(kind: EvidenceKind, value: string, where = 'Subject'): Evidence {
	return { kind, value, confidence: 0.9, where };
}
