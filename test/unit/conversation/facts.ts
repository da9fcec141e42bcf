import type { TicketFound, TicketState } from '../../../helpdesk/desk/Desk';
import type { AutomaticClass, Email, EmailFacts, Evidence, EvidenceKind, ReportPart } from '../../../helpdesk/email/Email';

/** A plain mail of Anna's to the support address; tests change what they are about. */
export function facts(changes: Partial<EmailFacts> = {}): EmailFacts {
	return {
		mailbox: { name: 'Support', account: 'support@mail.example.com', address: 'support@desk.example', folder: 'INBOX', uid: 1, uidValidity: '1', key: 'k', test: false },
		messageId: '<one@example.com>',
		inReplyTo: null,
		references: [],
		date: '2026-11-20T10:00:00.000Z',
		dateOffset: 60,
		receivedAt: '2026-11-20T10:00:01.000Z',
		subject: 'Printer does not print',
		from: { address: 'anna@example.com', name: 'Anna' },
		replyTo: [],
		to: [{ address: 'support@desk.example', name: '' }],
		cc: [],
		bcc: [],
		deliveredTo: [],
		text: 'Please help.',
		html: '',
		authentication: null,
		security: null,
		calendar: null,
		attachments: [],
		headers: {},
		size: 1000,
		flags: [],
		partial: null,
		...changes,
	};
}

export function part(mimeType: string, text: string, parameters: Record<string, string> = {}): ReportPart {
	return { mimeType, parameters, text };
}

/** A mail as the decision sees it, with a class and evidence given outright. */
export function email(changes: Partial<Email> = {}): Email {
	return {
		...facts(),
		language: null,
		reply: { text: 'Please help.', html: '', elided: '', signature: '', method: 'whole', confidence: 1 },
		...ofClass('human'),
		bounce: null,
		ticket: { evidence: [] },
		verdict: {},
		isDuplicate: false,
		...changes,
	};
}

/** Classes that say of themselves that a machine made them; `human` does not. */
export function ofClass(name: AutomaticClass): Pick<Email, 'automatic'> {
	return { automatic: { class: name, isAutomatic: name !== 'human', mayAnswer: name === 'human', reasons: [] } };
}

const CONFIDENCE: Record<EvidenceKind, number> = {
	'signed-message-id': 1,
	'signed-token': 1,
	'message-id': 0.9,
	'referenced-by': 0.9,
	'original-message-id': 0.9,
	'ticket-id': 0.6,
	'ticket-number': 0.55,
	pattern: 0.5,
	'same-subject': 0.4,
};

export function hint(kind: EvidenceKind, value: string, where = 'Subject'): Evidence {
	return { kind, value, confidence: CONFIDENCE[kind], where };
}

/** TT15 with id 1483, requested by Anna, with Bert in Cc. */
export function found(changes: Partial<Omit<TicketFound, 'ticket'>> & { id?: string; number?: string; state?: TicketState; closedAt?: string | null; mergedInto?: string } = {}): TicketFound {
	const { id = '1483', number = 'TT15', state = 'open', closedAt = null, mergedInto, ...rest } = changes;
	return {
		ticket: {
			id,
			number,
			title: 'Printer',
			description: '',
			status: state,
			state,
			priority: '',
			category: '',
			queue: '',
			assignee: '',
			contactId: '1',
			organizationId: null,
			createdAt: '2026-11-01T00:00:00.000Z',
			changedAt: '2026-11-02T00:00:00.000Z',
			closedAt,
			mergedInto: mergedInto ?? null,
			group: '',
			service: null,
			fields: {},
		},
		evidence: [hint('ticket-id', id)],
		participants: ['anna@example.com', 'bert@example.com', 'agent@desk.example'],
		requester: 'anna@example.com',
		addressedTo: ['support@desk.example'],
		organizationDomains: ['example.com'],
		internal: false,
		reopenedLastHour: 0,
		...rest,
	};
}
