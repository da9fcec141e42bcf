import type { Decision, DecisionPolicy } from '../../../helpdesk/conversation/Decision';
import { decide, defaultPolicy } from '../../../helpdesk/conversation/decide';
import { explain } from '../../../helpdesk/conversation/explain';
import type { TicketFound } from '../../../helpdesk/desk/Desk';
import type { Email } from '../../../helpdesk/email/Email';
import { email, found, hint, ofClass } from './facts';

const NOW = '2026-11-20T12:00:00.000Z';
const policy = (changes: Partial<DecisionPolicy> = {}): DecisionPolicy => defaultPolicy({ now: NOW, ownAddresses: ['support@desk.example'], ...changes });
const SIGNED = hint('signed-message-id', '1483', 'In-Reply-To');
const STORED = hint('message-id', '<sent@desk.example>', 'In-Reply-To');
const ORIGINAL = hint('original-message-id', '<sent@desk.example>', 'Original-Message-ID');
const TAG = hint('ticket-id', '1483');
const NUMBER = hint('ticket-number', 'TT15');
const BOUNCE = { bounce: { status: '5.1.1', hard: true, recipient: 'anna@example.com', originalMessageId: '<sent@desk.example>' } };
const from = (address: string): Pick<Email, 'from'> => ({ from: { address, name: '' } });
const STRANGER = from('eve@stranger.example');
const COLLEAGUE = from('carla@example.com');
const DAEMON = from('mailer-daemon@mx.example');
const FAILED = { authentication: { dmarc: 'fail', by: 'mx.desk.example' } };
const daysAgo = (days: number): string => new Date(Date.parse(NOW) - days * 86_400_000).toISOString();
const other = (changes: Parameters<typeof found>[0] = {}): TicketFound => found({ id: '1500', number: 'TT20', participants: [], requester: 'zoe@elsewhere.example', organizationDomains: [], ...changes });
const TAGGED = { subject: 'Re: TT15 [ Ticket Id : 1483 ] Printer' };

const FORWARD = { subject: 'WG: TT15 [ Ticket Id : 1483 ] Printer' };
const INLINE: Partial<Email> = { reply: { text: '> Which printer?\nThe blue one.', html: '', elided: '', signature: '', method: 'inline', confidence: 0.8 } };

interface Case {
	name: string;
	mail?: Partial<Email>;
	tickets?: TicketFound[];
	policy?: Partial<DecisionPolicy>;
	expected: Partial<Omit<Decision, 'ticket' | 'reasons'>> & { ticket?: string | null };
	reason?: string;
}

const CASES: Case[] = [
	// Nothing found
	{ name: 'a first mail makes a ticket', expected: { action: 'create', trust: 'unknown', links: [], staleTag: false }, reason: 'Nothing in the mail points at a ticket' },
	{ name: 'a tag that names no ticket makes a ticket without the tag', mail: { ...TAGGED, ticket: { evidence: [TAG] } }, expected: { action: 'create', staleTag: true }, reason: 'Subject names 1483, but there is no such ticket' },
	{ name: 'a first mail, update only', policy: { mode: 'update-only' }, expected: { action: 'not-found-or-not-allowed' }, reason: 'Update only: no new ticket is made' },
	{ name: 'a mail without sender makes a ticket', mail: from(''), expected: { action: 'create' } },

	// Sender gate
	{ name: 'the requester joins by the tag', tickets: [found()], expected: { action: 'append', ticket: '1483', trust: 'participant', internal: false, unverified: false, reopen: false }, reason: 'anna@example.com is the requester of TT15' },
	{ name: 'the requester joins by the number', tickets: [found({ evidence: [NUMBER] })], expected: { action: 'append', trust: 'participant' }, reason: 'Subject names TT15' },
	{ name: 'somebody in Cc joins', mail: from('BERT@example.com'), tickets: [found({ organizationDomains: [] })], expected: { action: 'append', trust: 'participant' }, reason: 'bert@example.com takes part in TT15' },
	{ name: 'an agent joins', mail: from('agent@desk.example'), tickets: [found()], expected: { action: 'append', trust: 'participant' } },
	{ name: 'a colleague joins where the policy lets them', mail: COLLEAGUE, tickets: [found()], policy: { colleaguesMayJoin: true }, expected: { action: 'append', trust: 'organization', internal: false }, reason: 'carla@example.com belongs to the organisation of TT15' },
	{ name: 'a colleague may not join by default', mail: COLLEAGUE, tickets: [found()], expected: { action: 'create', trust: 'organization', links: ['1483'] }, reason: 'Colleagues of the requester may not join here' },
	{ name: 'a freemail domain makes nobody a colleague, even if a desk says so', mail: from('eve@gmail.com'), tickets: [found({ organizationDomains: ['gmail.com'] })], expected: { action: 'create', trust: 'stranger' } },
	{ name: 'a domain that only ends alike is a stranger', mail: from('eve@notexample.com'), tickets: [found()], expected: { action: 'create', trust: 'stranger' } },
	{ name: 'a stranger who knows the id gets a ticket of their own, without the tag', mail: { ...STRANGER, ...TAGGED }, tickets: [found()], expected: { action: 'create', trust: 'stranger', links: ['1483'], staleTag: true, ticket: null }, reason: 'eve@stranger.example takes no part in TT15' },
	{ name: 'a stranger who names a stored mail too', mail: STRANGER, tickets: [found({ evidence: [STORED] })], expected: { action: 'create', trust: 'stranger', links: ['1483'], staleTag: false } },
	{ name: 'a stranger with a signed id is noted internally', mail: STRANGER, tickets: [found({ evidence: [SIGNED] })], expected: { action: 'append', ticket: '1483', trust: 'stranger', internal: true, unverified: true, reopen: false } },
	{ name: 'a stranger, update only', mail: STRANGER, tickets: [found()], policy: { mode: 'update-only' }, expected: { action: 'not-found-or-not-allowed', trust: 'stranger', ticket: null } },
	{ name: 'a mail without sender and with a tag', mail: from(''), tickets: [found()], expected: { action: 'create', trust: 'unknown', links: ['1483'] }, reason: 'The mail names no sender' },
	{ name: 'an empty participant is not the missing sender', mail: from(''), tickets: [found({ participants: [''], requester: '' })], expected: { action: 'create', trust: 'unknown' } },
	{ name: 'a participant whose mail fails DMARC is parked', mail: FAILED, tickets: [found({ evidence: [SIGNED] })], expected: { action: 'park', trust: 'dmarc-failed', ticket: null }, reason: 'somebody else may have sent it' },
	{ name: 'a colleague whose mail fails DMARC is parked', mail: { ...COLLEAGUE, ...FAILED }, tickets: [found()], expected: { action: 'park', trust: 'dmarc-failed' } },
	{ name: 'a stranger whose mail fails DMARC is a stranger', mail: { ...STRANGER, ...FAILED }, tickets: [found()], expected: { action: 'create', trust: 'stranger' } },
	{ name: 'a first mail that fails DMARC makes a ticket', mail: FAILED, expected: { action: 'create' } },

	// State gate
	{ name: 'an answer to a ticket closed lately opens it', tickets: [found({ state: 'closed', closedAt: daysAgo(14) })], expected: { action: 'append', reopen: true }, reason: 'TT15 is closed and will be opened again' },
	{ name: 'an answer to one closed long ago makes a new, linked ticket', mail: TAGGED, tickets: [found({ state: 'closed', closedAt: daysAgo(14.01) })], expected: { action: 'create', trust: 'participant', links: ['1483'], staleTag: true }, reason: 'TT15 was closed 14 days ago, more than 14' },
	{ name: 'closed long ago, update only', tickets: [found({ state: 'closed', closedAt: daysAgo(30) })], policy: { mode: 'update-only' }, expected: { action: 'not-found-or-not-allowed', trust: 'participant' } },
	{ name: 'a longer time to reopen', tickets: [found({ state: 'closed', closedAt: daysAgo(30) })], policy: { reopenWithinDays: 60 }, expected: { action: 'append', reopen: true } },
	{ name: 'never to be reopened', tickets: [found({ state: 'closed', closedAt: NOW })], policy: { reopenWithinDays: 0 }, expected: { action: 'create', links: ['1483'] }, reason: 'closed tickets stay closed' },
	{ name: 'closed, nobody knows when: the last change counts', tickets: [found({ state: 'closed' })], expected: { action: 'create' }, reason: 'closed 18 days ago' },
	{ name: 'closed with a date that is none', tickets: [found({ state: 'closed', closedAt: 'yesterday' })], expected: { action: 'append', reopen: true } },
	{ name: 'closed in the future, by a clock that goes wrong', tickets: [found({ state: 'closed', closedAt: daysAgo(-1) })], expected: { action: 'append', reopen: true } },
	{ name: 'reopened too often within the hour', tickets: [found({ state: 'closed', closedAt: NOW, reopenedLastHour: 3 })], expected: { action: 'append', reopen: false }, reason: 'was opened again 3 times within the last hour' },
	{ name: 'reopened less often than that', tickets: [found({ state: 'closed', closedAt: NOW, reopenedLastHour: 2 })], expected: { action: 'append', reopen: true } },
	{ name: 'a stranger with a signed id does not open a closed ticket', mail: STRANGER, tickets: [found({ state: 'closed', closedAt: NOW, evidence: [SIGNED] })], expected: { action: 'append', reopen: false, unverified: true } },
	{ name: 'an answer to an internal note stays internal', tickets: [found({ internal: true })], expected: { action: 'append', internal: true, unverified: false }, reason: 'It answers an internal note and stays internal' },
	{ name: 'an answer to a deleted ticket makes a new one, not linked to it', mail: TAGGED, tickets: [found({ state: 'deleted' })], expected: { action: 'create', links: [], staleTag: true }, reason: 'TT15 was deleted' },
	{ name: 'an answer to a deleted ticket, update only', tickets: [found({ state: 'deleted' })], policy: { mode: 'update-only' }, expected: { action: 'not-found-or-not-allowed', links: [] } },
	{ name: 'an answer to a merged ticket goes to its target', tickets: [found({ state: 'merged', mergedInto: '1500' }), other({ evidence: [] })], expected: { action: 'append', ticket: '1500', trust: 'participant', links: [] }, reason: 'TT15 was merged into TT20' },
	{ name: 'a stranger gets into a merge target no better', mail: STRANGER, tickets: [found({ state: 'merged', mergedInto: '1500' }), other({ evidence: [] })], expected: { action: 'create', links: ['1500'] } },
	{ name: 'a merge target that is deleted', tickets: [found({ state: 'merged', mergedInto: '1500' }), other({ evidence: [], state: 'deleted' })], expected: { action: 'create', links: [] }, reason: 'TT20 was deleted' },
	{ name: 'a merge target that the desk does not give', tickets: [found({ state: 'merged', mergedInto: '1500' })], expected: { action: 'create', links: ['1500'] }, reason: 'TT15 was merged into a ticket that cannot be found' },
	{ name: 'tickets merged in a circle', tickets: [found({ state: 'merged', mergedInto: '1500' }), other({ state: 'merged', mergedInto: '1483', evidence: [] })], expected: { action: 'create' }, reason: 'cannot be found' },

	// Several tickets
	{ name: 'a signature beats a stored id', tickets: [other({ evidence: [hint('message-id', '<x@y>')] }), found({ evidence: [SIGNED] })], expected: { action: 'append', ticket: '1483', links: ['1500'] } },
	{ name: 'the newer of two references wins', mail: { ticket: { evidence: [hint('signed-message-id', '1500'), SIGNED] } }, tickets: [found({ evidence: [SIGNED] }), other({ evidence: [hint('signed-message-id', '1500')], requester: 'anna@example.com' })], expected: { action: 'append', ticket: '1500', links: ['1483'] } },
	{ name: 'the newer of two references wins, the other way round', mail: { ticket: { evidence: [SIGNED, hint('signed-message-id', '1500')] } }, tickets: [other({ evidence: [hint('signed-message-id', '1500')], requester: 'anna@example.com' }), found({ evidence: [SIGNED] })], expected: { action: 'append', ticket: '1483', links: ['1500'] } },
	{ name: 'an id in the subject beats a number there, for numbers are not unique in Vtiger', tickets: [other({ evidence: [NUMBER], requester: 'anna@example.com' }), found({ evidence: [TAG] })], expected: { action: 'append', ticket: '1483', links: ['1500'] } },
	{ name: "a node's own pattern beats a number in the subject", tickets: [other({ evidence: [NUMBER], requester: 'anna@example.com' }), found({ evidence: [hint('pattern', 'INC7')] })], expected: { action: 'append', ticket: '1483', links: ['1500'] }, reason: 'The pattern found "INC7", which is TT15' },
	{ name: 'of two tickets with one number, the one that the sender takes part in', tickets: [other({ number: 'TT15', evidence: [NUMBER] }), found({ evidence: [NUMBER] })], expected: { action: 'append', ticket: '1483', links: ['1500'] } },
	{ name: 'of two tickets with one number and one requester, the open one', tickets: [found({ evidence: [NUMBER], state: 'closed', closedAt: NOW }), other({ number: 'TT15', evidence: [NUMBER], requester: 'anna@example.com' })], expected: { action: 'append', ticket: '1500', links: ['1483'] } },
	{ name: 'thread and tag name different tickets: the one that the sender takes part in', tickets: [found({ evidence: [TAG] }), other({ evidence: [hint('signed-message-id', '1500')] })], expected: { action: 'append', ticket: '1483', links: ['1500'] }, reason: 'anna@example.com takes part only in TT15' },
	{ name: 'thread and tag name different tickets, the sender takes part in both', mail: TAGGED, tickets: [found({ evidence: [TAG] }), other({ evidence: [STORED], requester: 'anna@example.com' })], expected: { action: 'create', links: ['1500', '1483'], staleTag: true }, reason: 'Thread and subject name different tickets' },
	{ name: 'thread and tag name different tickets, the sender takes part in neither', mail: STRANGER, tickets: [found({ evidence: [TAG] }), other({ evidence: [hint('signed-message-id', '1500')] })], expected: { action: 'create', links: ['1500', '1483'] } },
	{ name: 'thread and tag name different tickets, update only', tickets: [found({ evidence: [TAG] }), other({ evidence: [STORED], requester: 'anna@example.com' })], policy: { mode: 'update-only' }, expected: { action: 'not-found-or-not-allowed', links: ['1500', '1483'] } },
	{ name: 'thread and tag name different tickets that were merged: no conflict', tickets: [found({ evidence: [TAG], state: 'merged', mergedInto: '1500' }), other({ evidence: [SIGNED] })], expected: { action: 'append', ticket: '1500', links: [] } },
	{ name: 'the tag names a deleted ticket, the thread a live one', tickets: [found({ evidence: [STORED] }), other({ evidence: [hint('ticket-id', '1500')], state: 'deleted' })], expected: { action: 'append', ticket: '1483', links: [] } },

	// Automatic classes
	{ name: 'a bounce with a stored original is noted, whoever sends it', mail: { ...DAEMON, ...BOUNCE, ...ofClass('bounce') }, tickets: [found({ evidence: [ORIGINAL] })], expected: { action: 'append', ticket: '1483', internal: true, unverified: false, reopen: false } },
	{ name: 'a bounce without any sender', mail: { ...from(''), ...BOUNCE, ...ofClass('bounce') }, tickets: [found({ evidence: [SIGNED] })], expected: { action: 'append', internal: true } },
	{ name: 'a bounce on a ticket closed long ago is noted there and leaves it closed', mail: { ...DAEMON, ...BOUNCE, ...ofClass('bounce') }, tickets: [found({ evidence: [ORIGINAL], state: 'closed', closedAt: daysAgo(400) })], expected: { action: 'append', internal: true, reopen: false } },
	{ name: 'a bounce with a tag alone is passed over: anybody can write it', mail: { ...DAEMON, ...BOUNCE, ...ofClass('bounce') }, tickets: [found()], expected: { action: 'ignore', ticket: null }, reason: 'mailer-daemon@mx.example takes no part in TT15' },
	{ name: 'a bounce of nothing known is passed over', mail: { ...DAEMON, ...BOUNCE, ...ofClass('bounce') }, expected: { action: 'ignore' }, reason: 'automatic mail (bounce), which makes no ticket' },
	{ name: 'a delay is noted', mail: { ...DAEMON, ...BOUNCE, ...ofClass('delay') }, tickets: [found({ evidence: [SIGNED], state: 'closed', closedAt: NOW })], expected: { action: 'append', internal: true, reopen: false } },
	{ name: 'an out-of-office of the requester is noted and opens nothing', mail: ofClass('out-of-office'), tickets: [found({ state: 'closed', closedAt: NOW })], expected: { action: 'append', internal: true, reopen: false, trust: 'participant' }, reason: 'TT15 is closed and stays closed' },
	{ name: 'an out-of-office of a stranger is passed over', mail: { ...STRANGER, ...ofClass('out-of-office') }, tickets: [found({ evidence: [STORED] })], expected: { action: 'ignore', trust: 'stranger' } },
	{ name: 'an out-of-office of a stranger with a signed id is an unverified note', mail: { ...STRANGER, ...ofClass('out-of-office') }, tickets: [found({ evidence: [SIGNED] })], expected: { action: 'append', internal: true, unverified: true } },
	{ name: 'an out-of-office of nothing known, update only, is passed over too', mail: ofClass('out-of-office'), policy: { mode: 'update-only' }, expected: { action: 'ignore' } },
	{ name: 'an out-of-office whose thread and tag differ is noted where the thread says', mail: ofClass('out-of-office'), tickets: [found({ evidence: [SIGNED] }), other({ evidence: [hint('ticket-id', '1500')], requester: 'anna@example.com' })], expected: { action: 'append', ticket: '1483', links: ['1500'] } },
	{ name: 'a receipt is noted', mail: ofClass('receipt'), tickets: [found({ evidence: [ORIGINAL] })], expected: { action: 'append', internal: true } },
	{ name: 'the answer to an invitation is noted', mail: ofClass('calendar'), tickets: [found({ evidence: [STORED] })], expected: { action: 'append', internal: true } },
	{ name: 'the answer to an unknown invitation is passed over', mail: ofClass('calendar'), expected: { action: 'ignore' } },
	{ name: 'a complaint of nothing known is passed over', mail: ofClass('complaint'), expected: { action: 'ignore' } },
	{ name: 'a bounce makes a ticket where the policy wants it', mail: { ...DAEMON, ...BOUNCE, ...ofClass('bounce') }, policy: { classesWithoutTicket: [] }, expected: { action: 'create' } },
	{ name: 'a notification makes a ticket', mail: { ...from('noreply@shop.example'), ...ofClass('notification') }, expected: { action: 'create' } },
	{ name: 'a newsletter that has a tag in its subject follows the sender gate', mail: { ...STRANGER, ...ofClass('newsletter') }, tickets: [found()], expected: { action: 'create', links: ['1483'] } },
	{ name: 'a notification of a participant is a note and opens nothing', mail: ofClass('notification'), tickets: [found({ state: 'closed', closedAt: NOW })], expected: { action: 'append', internal: true, reopen: false } },
	{ name: 'a notification to a ticket closed long ago makes a new one', mail: ofClass('notification'), tickets: [found({ state: 'closed', closedAt: daysAgo(30) })], expected: { action: 'create', links: ['1483'] } },
	{ name: 'our own mail is passed over, whatever it points at', mail: ofClass('own-system'), tickets: [found({ evidence: [SIGNED] })], expected: { action: 'ignore' } },
	{ name: 'mail from an own address that only the policy knows', mail: from('Support@desk.example'), tickets: [found({ evidence: [SIGNED] })], expected: { action: 'ignore' } },
	{ name: "a web form in our name makes a ticket for its visitor, and joins none by the help desk's address", mail: { ...from('support@desk.example'), replyTo: [{ address: 'v@example.com', name: '' }], ...ofClass('notification') }, tickets: [found({ participants: ['support@desk.example'] })], expected: { action: 'create', trust: 'stranger' } },

	// Modes
	{ name: 'create only makes a ticket of a reply too', mail: TAGGED, tickets: [found({ evidence: [SIGNED, TAG] })], policy: { mode: 'create-only' }, expected: { action: 'create', trust: 'participant', links: ['1483'], staleTag: true }, reason: 'Create only: a new ticket even for a reply' },
	{ name: 'create only makes none of a bounce', mail: { ...DAEMON, ...BOUNCE, ...ofClass('bounce') }, tickets: [found({ evidence: [ORIGINAL] })], policy: { mode: 'create-only' }, expected: { action: 'ignore' } },
	{ name: 'update only adds', tickets: [found()], policy: { mode: 'update-only' }, expected: { action: 'append', ticket: '1483' } },

	// Forwards
	{ name: 'a forward by a participant with a stored id joins', mail: { subject: 'Fwd: Printer' }, tickets: [found({ evidence: [STORED] })], expected: { action: 'append', trust: 'participant' } },
	{ name: 'a forward by a participant with a tag joins', mail: { subject: 'Fwd: TT15 [ Ticket Id : 1483 ] Printer' }, tickets: [found()], expected: { action: 'append', trust: 'participant' } },
	{ name: 'a forward to the mailbox of the ticket by one of its detailed addresses joins', mail: FORWARD, tickets: [found({ addressedTo: ['support+orders@desk.example'] })], expected: { action: 'append' } },
	{ name: 'a forward where no mail began the ticket joins', mail: FORWARD, tickets: [found({ addressedTo: [] })], expected: { action: 'append' } },
	{ name: 'a forward to another mailbox makes a ticket there, without the tag', mail: FORWARD, tickets: [found({ addressedTo: ['billing@desk.example'] })], expected: { action: 'create', trust: 'participant', links: ['1483'], staleTag: true }, reason: 'It is a forward to support@desk.example, and TT15 came to another mailbox' },
	{ name: 'a forward to another mailbox, even with a signed id', mail: FORWARD, tickets: [found({ addressedTo: ['billing@desk.example'], evidence: [SIGNED] })], expected: { action: 'create', links: ['1483'] } },
	{ name: 'a forward to another mailbox, update only', mail: FORWARD, tickets: [found({ addressedTo: ['billing@desk.example'] })], policy: { mode: 'update-only' }, expected: { action: 'not-found-or-not-allowed', ticket: null } },
	{ name: 'an answer to another mailbox is no forward and joins', mail: TAGGED, tickets: [found({ addressedTo: ['billing@desk.example'] })], expected: { action: 'append' } },
	{ name: 'a forward of a merged ticket, whose target is of this mailbox, joins the target', mail: FORWARD, tickets: [found({ state: 'merged', mergedInto: '1500', addressedTo: ['billing@desk.example'] }), other({ evidence: [] })], expected: { action: 'append', ticket: '1500' } },
	{ name: 'an automatic answer that calls itself forwarded is noted all the same', mail: { ...FORWARD, ...ofClass('out-of-office') }, tickets: [found({ addressedTo: ['billing@desk.example'] })], expected: { action: 'append', internal: true } },

	// Answers between the lines of what is quoted
	{ name: 'answers between quoted lines join like any other', mail: INLINE, tickets: [found({ evidence: [SIGNED] })], expected: { action: 'append', internal: false } },
	{ name: 'answers between quoted lines, found by the token in what they quote', mail: INLINE, tickets: [found({ evidence: [hint('signed-token', '1483', 'Body')], state: 'closed', closedAt: daysAgo(1) })], expected: { action: 'append', reopen: true }, reason: 'Body carries our signed token of TT15' },
	{ name: 'a stranger who quotes a token between the lines is noted internally', mail: { ...INLINE, ...STRANGER }, tickets: [found({ evidence: [hint('signed-token', '1483', 'Body')] })], expected: { action: 'append', internal: true, unverified: true } },
];

describe('a decision', () => {
	test.each(CASES)('$name', ({ mail, tickets = [], policy: changes, expected, reason }) => {
		const given = email(mail);
		const evidence = given.ticket.evidence.length > 0 ? given.ticket.evidence : tickets.flatMap((ticket) => ticket.evidence);
		const decision = decide({ ...given, ticket: { evidence } }, tickets, policy(changes), { earlierEffect: null });
		const { ticket, ...rest } = expected;
		expect(decision).toMatchObject(rest);
		if (ticket !== undefined) expect(decision.ticket?.ticket.id ?? null).toBe(ticket);
		if (reason !== undefined) expect(decision.reasons.join('\n')).toContain(reason);
		expect(decision.reasons.length).toBeGreaterThan(0);
		expect(explain(decision)).toMatch(/^[A-Z].+\.$/);
	});
});

describe('a message that had its effect already', () => {
	test('is a duplicate before anything else is asked', () => {
		const decision = decide(email(ofClass('own-system')), [found()], policy(), { earlierEffect: { ticketId: '1483' } });
		expect(decision).toMatchObject({ action: 'duplicate', reasons: ['This message was handled before, for TT15'] });
		expect(decision.ticket?.ticket.id).toBe('1483');
	});

	test('is one too when its ticket is not among those found', () => {
		expect(decide(email(), [], policy(), { earlierEffect: { ticketId: '9' } })).toMatchObject({ action: 'duplicate', ticket: null, reasons: ['This message was handled before, for ticket id 9'] });
	});
});

test('reasons come in the order in which things were found out', () => {
	const decision = decide(email({ ticket: { evidence: [TAG] } }), [found({ state: 'closed', closedAt: daysAgo(1) })], policy(), { earlierEffect: null });
	expect(decision.reasons).toEqual(['Subject names ticket id 1483', 'anna@example.com is the requester of TT15', 'TT15 is closed and will be opened again']);
	expect(explain(decision)).toBe('Added to TT15, which was opened again: Subject names ticket id 1483; anna@example.com is the requester of TT15; TT15 is closed and will be opened again.');
});

describe('limits against loops', () => {
	const often = (count: number) => Array.from({ length: count }, () => new Date(Date.parse(NOW) - 60_000).toISOString());
	const judge = (tickets: TicketFound[], traffic: { newTickets: string[]; added: Record<string, string[]> }, mail: Partial<Email> = {}) =>
		decide(email(mail), tickets, policy(), { earlierEffect: null, traffic });

	test('park the 21st new ticket of one sender in two hours, and say so', () => {
		expect(judge([], { newTickets: often(19), added: {} }).action).toBe('create');
		const over = judge([], { newTickets: often(20), added: {} });
		expect(over).toMatchObject({ action: 'park', ticket: null });
		expect(over.reasons.at(-1)).toBe('New tickets of this sender: 20 in 120 minutes, the limit against loops');
	});

	test('park the eleventh message of one sender for a ticket in ten minutes; other tickets take theirs', () => {
		const over = judge([found()], { newTickets: [], added: { 1483: often(10) } });
		expect(over).toMatchObject({ action: 'park', links: ['1483'] });
		expect(over.reasons.at(-1)).toBe('Messages of this sender for TT15: 10 in 10 minutes, the limit against loops');
		expect(judge([found()], { newTickets: often(20), added: { 1483: often(9), 1500: often(100) } }).action).toBe('append');
	});

	test('never stand in the way of a retry, and leave what makes no ticket as it is', () => {
		const busy = { newTickets: often(500), added: { 1483: often(500) } };
		expect(decide(email({}), [found()], policy(), { earlierEffect: { ticketId: '1483' }, traffic: busy }).action).toBe('duplicate');
		expect(judge([], busy, ofClass('out-of-office')).action).toBe('ignore');
	});

	test('can be switched off', () => {
		const none = policy({ newTickets: { messages: 0, minutes: 120 }, messagesOfTicket: 0 });
		expect(decide(email({}), [], none, { earlierEffect: null, traffic: { newTickets: often(500), added: {} } }).action).toBe('create');
		expect(decide(email({}), [found()], none, { earlierEffect: null, traffic: { newTickets: [], added: { 1483: often(500) } } }).action).toBe('append');
	});
});

test('explains every action in words', () => {
	const plain = decide(email(), [], policy(), { earlierEffect: null });
	expect(explain(plain)).toBe('New ticket: Nothing in the mail points at a ticket; A new ticket is made.');
	expect(explain({ ...plain, action: 'park', reasons: [] })).toBe('Parked for a person to look at.');
	expect(explain({ ...plain, action: 'ignore', reasons: [] })).toBe('Passed over.');
	expect(explain({ ...plain, action: 'duplicate', reasons: [] })).toBe('Handled before.');
	expect(explain({ ...plain, action: 'not-found-or-not-allowed', reasons: [] })).toBe('No ticket was changed.');
});

test('the default policy is the one that is documented', () => {
	expect(defaultPolicy({ now: NOW })).toEqual({
		mode: 'create-or-update',
		colleaguesMayJoin: false,
		newTickets: { messages: 20, minutes: 120 },
		messagesOfTicket: 10,
		reopenWithinDays: 14,
		reopensPerHour: 3,
		classesWithoutTicket: ['bounce', 'delay', 'out-of-office', 'auto-reply', 'receipt', 'own-system', 'complaint', 'calendar'],
		ownAddresses: [],
		now: NOW,
	});
});
