import type { Email } from '../../../helpdesk/email/Email';
import { evaluateRules } from '../../../helpdesk/rules/evaluateRules';
import type { Condition, ConditionGroup, Rule, RuleField, RuleOperator, RuleVerdict } from '../../../helpdesk/rules/Rule';
import { facts } from '../conversation/facts';

/** A plain mail of Anna's, understood; tests change what they are about. */
export function mail(changes: Partial<Email> = {}): Email {
	const read = facts();
	return {
		...read,
		mailbox: { ...read.mailbox, account: 'support@imap.example.com', uid: 7 },
		subject: 'Printer is BROKEN',
		from: { address: 'anna@example.com', name: 'Anna Virtanen' },
		language: 'en',
		reply: { text: 'Please help.', html: '', elided: '', signature: '', method: 'whole', confidence: 1 },
		automatic: { class: 'human', isAutomatic: false, mayAnswer: true, reasons: [] },
		bounce: null,
		ticket: { evidence: [] },
		verdict: {},
		isDuplicate: false,
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
