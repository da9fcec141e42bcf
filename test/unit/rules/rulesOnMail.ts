import type { Email } from '../../../helpdesk/email/Email';
import { evaluateRules } from '../../../helpdesk/rules/evaluateRules';
import type { Condition, ConditionGroup, Rule, RuleField, RuleOperator, RuleVerdict } from '../../../helpdesk/rules/Rule';

/** A plain mail of Anna's; tests change what they are about. */
export function mail(changes: Partial<Email> = {}): Email {
	return {
		mailbox: {
			name: 'Support',
			account: 'support@imap.example.com',
			address: 'support@desk.example',
			folder: 'INBOX',
			uid: 7,
			uidValidity: '1',
			key: 'k',
			test: false,
		},
		messageId: '<one@example.com>',
		inReplyTo: null,
		references: [],
		date: '2026-11-20T10:00:00.000Z',
		dateOffset: 60,
		receivedAt: '2026-11-20T10:00:01.000Z',
		subject: 'Printer is BROKEN',
		from: { address: 'anna@example.com', name: 'Anna Virtanen' },
		replyTo: [],
		to: [{ address: 'support@desk.example', name: '' }],
		cc: [],
		bcc: [],
		deliveredTo: [],
		text: 'Please help.',
		html: '',
		language: 'en',
		reply: { text: 'Please help.', html: '', elided: '', signature: '', method: 'whole', confidence: 1 },
		automatic: { class: 'human', isAutomatic: false, mayAnswer: true, reasons: [] },
		bounce: null,
		authentication: null,
		security: null,
		calendar: null,
		ticket: { evidence: [] },
		verdict: {},
		isDuplicate: false,
		attachments: [],
		headers: {},
		size: 1000,
		flags: [],
		partial: null,
		...changes,
	};
}

export function condition(field: RuleField, operator: RuleOperator, value = '', name = ''): Condition {
	return { field, header: name, deskField: name, operator, value };
}

export function group(combine: 'all' | 'any', ...conditions: Condition[]): ConditionGroup {
	return { combine, conditions };
}

export function rule(changes: Partial<Rule> = {}): Rule {
	return { name: 'A', enabled: true, output: 'Out', folders: [], mailboxes: [], combine: 'all', groups: [], ...changes };
}

/** What one condition alone says of a mail. */
export function verdictOn(one: Condition, email: Email): RuleVerdict {
	return evaluateRules([rule({ groups: [group('all', one)] })], email);
}

export function holds(one: Condition, email: Email): boolean {
	return verdictOn(one, email).rule !== null;
}
