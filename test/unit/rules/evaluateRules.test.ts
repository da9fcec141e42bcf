import type { Email } from '../../../helpdesk/email/Email';
import { evaluateRules } from '../../../helpdesk/rules/evaluateRules';
import type { Condition, SenderFacts, SenderStanding } from '../../../helpdesk/rules/Rule';
import { condition, group, mail, rule, verdictOn } from './rulesOnMail';

const yes = condition('subject', 'contains', 'printer');
const no = condition('subject', 'contains', 'scanner');

describe('the order of rules', () => {
	it('lets the first rule that matches decide, and counts positions from 1', () => {
		const rules = [rule({ name: 'A', groups: [group('all', no)] }), rule({ name: 'B', output: 'X', groups: [group('all', yes)] }), rule({ name: 'C' })];
		expect(evaluateRules(rules, mail()).rule).toEqual({ name: 'B', position: 2, output: 'X' });
	});

	it('passes over a rule that is switched off, and says so', () => {
		const verdict = evaluateRules([rule({ name: 'Off', enabled: false }), rule({ name: 'On' })], mail());
		expect(verdict.rule?.name).toBe('On');
		expect(verdict.reasons[0]).toBe('Rule 1 "Off" is switched off.');
	});

	it('takes every message with a rule without conditions, also when it has empty groups', () => {
		for (const groups of [[], [group('any')], [group('all'), group('any')]]) {
			for (const combine of ['all', 'any'] as const) expect(evaluateRules([rule({ combine, groups })], mail()).rule?.position).toBe(1);
		}
	});

	it('says that no rule matched', () => {
		const verdict = evaluateRules([rule({ name: 'A', groups: [group('all', no)] })], mail());
		expect(verdict.rule).toBeNull();
		expect(verdict.captured).toBe('');
		expect(verdict.reasons).toEqual([
			'Rule 1 "A" did not match: Subject contains "scanner" does not hold ("Printer is BROKEN").',
			'No rule matched.',
		]);
		expect(evaluateRules([], mail()).reasons).toEqual(['No rule matched.']);
	});
});

describe('groups of conditions', () => {
	const table: ['all' | 'any', Condition[], boolean][] = [
		['all', [yes, yes], true],
		['all', [yes, no], false],
		['any', [no, yes], true],
		['any', [no, no], false],
	];

	it.each(table)('within a group: %s of %j', (combine, conditions, expected) => {
		expect(evaluateRules([rule({ groups: [group(combine, ...conditions)] })], mail()).rule !== null).toBe(expected);
	});

	it.each(table)('between groups: %s of %j', (combine, conditions, expected) => {
		const groups = conditions.map((one) => group('all', one));
		expect(evaluateRules([rule({ combine, groups })], mail()).rule !== null).toBe(expected);
	});

	it('joins (A or B) and (C or D)', () => {
		const either = group('any', no, yes);
		expect(evaluateRules([rule({ combine: 'all', groups: [either, either] })], mail()).rule).not.toBeNull();
		expect(evaluateRules([rule({ combine: 'all', groups: [either, group('any', no, no)] })], mail()).rule).toBeNull();
	});

	it('does not let an empty group decide', () => {
		expect(evaluateRules([rule({ combine: 'any', groups: [group('all'), group('all', no)] })], mail()).rule).toBeNull();
	});

	it('names group and condition in the reasons', () => {
		const { reasons } = evaluateRules([rule({ combine: 'all', groups: [group('all', yes), group('any', no, no)] })], mail());
		expect(reasons[0]).toContain('group 2, condition 1: Subject contains "scanner" does not hold');
		expect(reasons[0]).toContain('group 2, condition 2: Subject contains "scanner" does not hold');
		expect(reasons[0]).not.toContain('group 1');
	});
});

describe('limits', () => {
	it.each([
		[['INBOX'], [], true],
		[['inbox '], [], true],
		[['Spam', 'INBOX'], [], true],
		[['Spam'], [], false],
		[['INBOX/Sub'], [], false],
		[['  '], [], true],
		[[], ['support'], true],
		[[], ['support@desk.example'], true],
		[[], ['support@imap.example.com'], true],
		[[], ['Sales'], false],
		[['INBOX'], ['Sales'], false],
	])('folders %j and mailboxes %j', (folders, mailboxes, expected) => {
		expect(evaluateRules([rule({ folders, mailboxes })], mail()).rule !== null).toBe(expected);
	});

	it('are told in the reasons', () => {
		const { reasons } = evaluateRules([rule({ name: 'A', folders: ['VIP'] }), rule({ name: 'B', mailboxes: ['Sales'] })], mail());
		expect(reasons.slice(0, 2)).toEqual([
			'Rule 1 "A" is limited to folder "VIP", and this message lies in "INBOX".',
			'Rule 2 "B" is limited to mailbox "Sales", and this message came through "Support".',
		]);
	});
});

describe('the captured value', () => {
	const capturedBy = (subject: string, ...conditions: Condition[]) => evaluateRules([rule({ groups: [group('all', ...conditions)] })], mail({ subject })).captured;

	it('is the ticket id that the subject has', () => {
		expect(capturedBy('Re: TT15 [ Ticket Id : 1483 ] x', condition('subject', 'hasTicketId'))).toBe('1483');
	});

	it('prefers a capture group to a whole match, and the first of two groups', () => {
		const whole = condition('subject', 'regex', 'order');
		const number = condition('subject', 'regex', String.raw`#(\d+)`);
		const name = condition('subject', 'regex', '(for)');
		expect(capturedBy('Order #5 for me', whole, number, name)).toBe('5');
		expect(capturedBy('Order #5 for me', whole)).toBe('Order');
	});

	it('is empty when the matching rule captured nothing, whatever earlier rules captured', () => {
		const first = rule({ groups: [group('all', condition('subject', 'regex', '(printer)'), no)] });
		expect(evaluateRules([first, rule()], mail()).captured).toBe('');
	});
});

describe('reasons', () => {
	it('quote at most 80 characters, around the place that was found', () => {
		const text = `${'word '.repeat(2000)}needle${' word'.repeat(2000)}`;
		const [reason] = verdictOn(condition('body', 'contains', 'NEEDLE'), mail({ text })).reasons;
		const quoted = /\("(.*)"\)/.exec(reason!)![1]!;
		expect(quoted).toContain('needle');
		expect(quoted.length).toBeLessThanOrEqual(80);
		expect(quoted).toMatch(/^….*…$/);
	});

	it('stay short when the rule is long', () => {
		const many = Array.from({ length: 500 }, () => condition('subject', 'contains', 'x'.repeat(5000)));
		const [reason] = evaluateRules([rule({ name: 'n'.repeat(5000), groups: [group('any', ...many)] })], mail({ subject: 's'.repeat(5000) })).reasons;
		expect(reason!.length).toBeLessThan(2000);
		expect(reason).toContain('and 494 more');
	});

	it('never cut a character in two', () => {
		const { reasons } = verdictOn(condition('subject', 'contains', 'x'), mail({ subject: '😀'.repeat(500) }));
		expect(reasons.every((reason) => reason.isWellFormed())).toBe(true);
	});

	it('keep text of the mail on one line', () => {
		const { reasons } = verdictOn(condition('body', 'contains', 'x'), mail({ text: 'a\r\nRule 2 matched\nb' }));
		expect(reasons[0]).toContain('("a Rule 2 matched b")');
	});
});

describe('what cannot be evaluated', () => {
	it.each([
		[condition('subject', 'regex', '('), 'error at character 1'],
		[condition('size', 'contains', 'x'), 'the operator does not fit the field'],
		[condition('body', 'hasTicketId'), 'the operator does not fit the field'],
		[condition('moon' as Condition['field'], 'contains', 'x'), 'there is no such field'],
		[condition('constructor' as Condition['field'], 'contains', 'x'), 'there is no such field'],
		[condition('subject', 'toString' as Condition['operator'], 'x'), 'there is no such operator'],
	])('does not hold, does not throw and gives a reason: %j', (one, why) => {
		const verdict = verdictOn(one, mail());
		expect(verdict.rule).toBeNull();
		expect(verdict.reasons[0]).toContain('could not be evaluated');
		expect(verdict.reasons[0]).toContain(why);
	});

	it('lets other rules go on when a node in between has removed fields from the item', () => {
		const { cc, attachments, automatic, ...rest } = mail();
		expect([cc, attachments, automatic]).toBeDefined();
		const rules = [
			rule({ groups: [group('all', condition('cc', 'contains', 'x'))] }),
			rule({ groups: [group('all', condition('automaticClass', 'equals', 'human'))] }),
			rule({ name: 'Last', groups: [group('all', yes)] }),
		];
		const verdict = evaluateRules(rules, rest as Email);
		expect(verdict.rule?.name).toBe('Last');
		expect(verdict.reasons[0]).toContain('the message lacks this field');
	});
});

describe('what the desk says of the sender', () => {
	const blocked = [rule({ groups: [group('all', condition('senderStanding', 'equals', 'blocked'))] })];
	const standing = (...known: SenderStanding[]): SenderFacts => ({ standing: known, contact: {}, organization: {} });
	const notContact = [rule({ groups: [group('all', condition('senderStanding', 'notEquals', 'contact'))] })];

	it('may be several things at once, of which one is enough', () => {
		expect(evaluateRules(blocked, mail(), standing('blocked', 'contact')).rule).not.toBeNull();
		expect(evaluateRules(blocked, mail(), standing('contact')).rule).toBeNull();
		expect(evaluateRules(notContact, mail(), standing('blocked', 'contact')).rule).toBeNull();
		expect(evaluateRules(notContact, mail(), standing('unknown')).rule).not.toBeNull();
	});

	it('names the fields of the contact and of the organization, each by its value or by what people read', () => {
		const owner = (value: string) => [rule({ groups: [group('all', condition('contactField', 'equals', value, 'owner'))] })];
		const facts: SenderFacts = { standing: ['contact'], contact: { owner: ['anna@helpdesk.example', 'Anna'], vip: ['true'] }, organization: { accounttype: ['Customer'] } };
		expect(evaluateRules(owner('ANNA'), mail(), facts).rule).not.toBeNull();
		expect(evaluateRules(owner('anna@helpdesk.example'), mail(), facts).rule).not.toBeNull();
		expect(evaluateRules(owner('Bert'), mail(), facts).rule).toBeNull();
		const customer = [rule({ groups: [group('all', condition('organizationField', 'equals', 'customer', 'accounttype'))] })];
		expect(evaluateRules(customer, mail(), facts).reasons[0]).toBe('Rule 1 "A" matched: Organization Field "accounttype" equals "customer" holds ("Customer").');
	});

	it('takes no part of a contact for a field, whatever it is called', () => {
		for (const name of ['constructor', '__proto__', 'toString']) {
			const odd = [rule({ groups: [group('all', condition('contactField', 'isNotEmpty', '', name))] })];
			expect(evaluateRules(odd, mail(), standing('contact')).rule).toBeNull();
		}
	});

	it('reads no field of somebody who is no contact, so that negative conditions hold', () => {
		const notVip = [rule({ groups: [group('all', condition('contactField', 'notEquals', 'true', 'vip'))] })];
		expect(evaluateRules(notVip, mail(), standing('unknown')).rule).not.toBeNull();
	});

	it('holds no condition where nobody has asked the desk', () => {
		expect(evaluateRules(blocked, mail()).rule).toBeNull();
	});
});
