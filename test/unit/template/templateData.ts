import type { Comment, Ticket } from '../../../helpdesk/desk/Desk';
import type { TemplateData } from '../../../helpdesk/template/TemplateData';

export function ticket(change: Partial<Ticket> = {}): Ticket {
	return {
		id: '1483',
		number: 'TT15',
		title: 'Printer is broken',
		description: 'It smokes.\nA lot.',
		status: 'Open',
		state: 'open',
		priority: 'High',
		category: 'Hardware',
		queue: 'Support',
		assignee: 'Anna Agent',
		contactId: '7',
		organizationId: '3',
		createdAt: '2024-03-05T09:12:00.000Z',
		changedAt: '2024-03-06T10:00:00.000Z',
		closedAt: null,
		mergedInto: null,
		group: '',
		service: null,
		fields: { severity: 'Major', cf_Room: 'B 12' },
		...change,
	};
}

export function comment(text: string, change: Partial<Comment> = {}): Comment {
	return {
		id: text,
		ticketId: '1483',
		author: { kind: 'agent', name: 'Anna Agent', address: 'anna@example.com' },
		text,
		html: '',
		internal: false,
		unverified: false,
		createdAt: '2024-03-05T10:00:00.000Z',
		messageId: null,
		...change,
	};
}

export function data(change: Partial<TemplateData> = {}): TemplateData {
	return {
		ticket: ticket(),
		contact: { id: '7', firstName: 'Jana', lastName: 'Kováčová', name: 'Jana Kováčová', addresses: ['jana@example.sk'], organizationId: '3', createdAt: '2024-01-01T00:00:00.000Z', fields: {} },
		organization: { id: '3', name: 'Example s.r.o.', addresses: ['info@example.sk'], domains: ['example.sk'], fields: {} },
		mail: { subject: 'Broken printer', from: { address: 'jana@example.sk', name: 'Jana' }, date: '2024-03-05T09:10:00.000Z', text: 'Help!' },
		comments: [],
		language: null,
		timeZone: '',
		...change,
	};
}
