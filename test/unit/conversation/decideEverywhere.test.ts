import type { Decision, DecisionPolicy } from '../../../helpdesk/conversation/Decision';
import { decide, defaultPolicy } from '../../../helpdesk/conversation/decide';
import type { TicketFound } from '../../../helpdesk/desk/Desk';
import type { AutomaticClass, Email, Evidence, EvidenceKind } from '../../../helpdesk/email/Email';
import { processorMs } from '../../support/processorMs';
import { email, found, hint, ofClass } from './facts';

const NOW = '2026-11-20T12:00:00.000Z';
const SENDERS = {
	requester: { from: { address: 'anna@example.com', name: '' }, authentication: null },
	cc: { from: { address: 'bert@example.com', name: '' }, authentication: { dmarc: 'pass', by: 'mx' } },
	colleague: { from: { address: 'carla@example.com', name: '' }, authentication: null },
	stranger: { from: { address: 'eve@stranger.example', name: '' }, authentication: { dmarc: 'pass', by: 'mx' } },
	spoofed: { from: { address: 'anna@example.com', name: '' }, authentication: { dmarc: 'fail', by: 'mx' } },
	nobody: { from: { address: '', name: '' }, authentication: null },
} satisfies Record<string, Partial<Email>>;
type Sender = keyof typeof SENDERS;

const STATES = {
	open: [found()],
	lately: [found({ state: 'closed', closedAt: '2026-11-19T12:00:00.000Z' })],
	limited: [found({ state: 'closed', closedAt: '2026-11-19T12:00:00.000Z', reopenedLastHour: 9 })],
	'long ago': [found({ state: 'closed', closedAt: '2026-01-01T00:00:00.000Z' })],
	deleted: [found({ state: 'deleted' })],
	merged: [found({ state: 'merged', mergedInto: '1500' }), found({ id: '1500', number: 'TT20', evidence: [] })],
	noted: [found({ internal: true })],
} satisfies Record<string, TicketFound[]>;
type State = keyof typeof STATES;

const KINDS: EvidenceKind[] = ['signed-message-id', 'signed-token', 'message-id', 'referenced-by', 'original-message-id', 'ticket-id', 'ticket-number', 'pattern', 'same-subject'];
const CLASSES: AutomaticClass[] = ['human', 'list', 'newsletter', 'notification', 'own-system', 'out-of-office', 'auto-reply', 'bounce', 'delay', 'receipt', 'complaint', 'calendar'];
const FORWARDS = ['no', 'same mailbox', 'other mailbox'] as const;
type Forward = (typeof FORWARDS)[number];
const MODES: Array<DecisionPolicy['mode']> = ['create-or-update', 'create-only', 'update-only'];
const WITHOUT_TICKET = defaultPolicy({ now: NOW }).classesWithoutTicket;

interface Situation {
	sender: Sender;
	state: State;
	kind: EvidenceKind;
	class: AutomaticClass;
	mode: DecisionPolicy['mode'];
	/** A forward that comes to the ticket's own mailbox, or to another one. */
	forward: Forward;
	colleagues: boolean;
}

/** A person's answer by the defaults; the tables say what is different. */
const PLAIN = { class: 'human', mode: 'create-or-update', forward: 'no', colleagues: false } as const;

function decideIn(situation: Situation, more: Evidence[] = []): Decision {
	const evidence = [hint(situation.kind, situation.kind === 'ticket-number' ? 'TT15' : '1483'), ...more];
	const report = situation.class === 'bounce' || situation.class === 'delay';
	const bounce = report ? { status: '5.1.1', hard: true, recipient: '', originalMessageId: null } : null;
	const subject = situation.forward === 'no' ? 'Re: Printer' : 'Fwd: Printer';
	const mail = email({ ...SENDERS[situation.sender], ...ofClass(situation.class), subject, bounce, ticket: { evidence } });
	const tickets = STATES[situation.state].map((entry, index): TicketFound => ({ ...entry, evidence: index === 0 ? evidence : [], addressedTo: [situation.forward === 'other mailbox' ? 'billing@desk.example' : 'support@desk.example'] }));
	return decide(mail, tickets, defaultPolicy({ now: NOW, mode: situation.mode, colleaguesMayJoin: situation.colleagues, ownAddresses: ['support@desk.example'] }), { earlierEffect: null });
}

function everySituation(): Situation[] {
	const senders = Object.keys(SENDERS) as Sender[];
	const states = Object.keys(STATES) as State[];
	const circumstances = MODES.flatMap((mode) => FORWARDS.flatMap((forward) => [false, true].map((colleagues) => ({ mode, forward, colleagues }))));
	return senders.flatMap((sender) => states.flatMap((state) => KINDS.flatMap((kind) => CLASSES.flatMap((name) => circumstances.map((more) => ({ sender, state, kind, class: name, ...more }))))));
}

/** For a person's mail in mode create-or-update, by sender: what happens at an open ticket with evidence that is signed, stored, and named in the subject. */
const AT_AN_OPEN_TICKET: Record<Sender, [signed: string, stored: string, named: string]> = {
	requester: ['append', 'append', 'append'],
	cc: ['append', 'append', 'append'],
	colleague: ['append internal unverified', 'create', 'create'],
	stranger: ['append internal unverified', 'create', 'create'],
	spoofed: ['park', 'park', 'park'],
	nobody: ['append internal unverified', 'create', 'create'],
};
const LEVELS: EvidenceKind[][] = [['signed-message-id', 'signed-token'], ['message-id', 'referenced-by', 'original-message-id'], ['ticket-id', 'ticket-number', 'pattern', 'same-subject']];

/** For the requester's own mail with signed evidence, by state: a person's, an out-of-office, a notification. */
const BY_STATE: Record<State, [human: string, outOfOffice: string, notification: string]> = {
	open: ['append', 'append internal', 'append internal'],
	lately: ['append reopen', 'append internal', 'append internal'],
	limited: ['append', 'append internal', 'append internal'],
	'long ago': ['create', 'append internal', 'create'],
	deleted: ['create', 'ignore', 'create'],
	merged: ['append', 'append internal', 'append internal'],
	noted: ['append internal', 'append internal', 'append internal'],
};

/** By class, for a stranger's mail that only names an open ticket in its subject: with each mode. */
const STRANGERS_BY_CLASS: Record<AutomaticClass, [createOrUpdate: string, createOnly: string, updateOnly: string]> = {
	human: ['create', 'create', 'not-found-or-not-allowed'],
	list: ['create', 'create', 'not-found-or-not-allowed'],
	newsletter: ['create', 'create', 'not-found-or-not-allowed'],
	notification: ['create', 'create', 'not-found-or-not-allowed'],
	'own-system': ['ignore', 'ignore', 'ignore'],
	'out-of-office': ['ignore', 'ignore', 'ignore'],
	'auto-reply': ['ignore', 'ignore', 'ignore'],
	bounce: ['ignore', 'ignore', 'ignore'],
	delay: ['ignore', 'ignore', 'ignore'],
	receipt: ['ignore', 'ignore', 'ignore'],
	complaint: ['ignore', 'ignore', 'ignore'],
	calendar: ['ignore', 'ignore', 'ignore'],
};

function summary(decision: Decision): string {
	return [decision.action, decision.reopen ? 'reopen' : '', decision.internal ? 'internal' : '', decision.unverified ? 'unverified' : ''].filter((word) => word !== '').join(' ');
}

describe('the tables of the gates', () => {
	const senders = Object.entries(AT_AN_OPEN_TICKET).flatMap(([sender, row]) => LEVELS.flatMap((kinds, level) => kinds.map((kind): [Sender, EvidenceKind, string] => [sender as Sender, kind, row[level] ?? ''])));
	test.each(senders)('%s with %s at an open ticket: %s', (sender, kind, expected) => {
		expect(summary(decideIn({ ...PLAIN, sender, state: 'open', kind }))).toBe(expected);
	});

	const states = Object.entries(BY_STATE).flatMap(([state, row]) => (['human', 'out-of-office', 'notification'] as const).map((name, index): [State, AutomaticClass, string] => [state as State, name, row[index] ?? '']));
	test.each(states)('the requester at a ticket that is %s with a mail of class %s: %s', (state, name, expected) => {
		expect(summary(decideIn({ ...PLAIN, sender: 'requester', state, kind: 'signed-message-id', class: name }))).toBe(expected);
	});

	const classes = Object.entries(STRANGERS_BY_CLASS).flatMap(([name, row]) => MODES.map((mode, index): [AutomaticClass, DecisionPolicy['mode'], string] => [name as AutomaticClass, mode, row[index] ?? '']));
	test.each(classes)('a stranger with a tag, class %s, %s: %s', (name, mode, expected) => {
		expect(summary(decideIn({ ...PLAIN, sender: 'stranger', state: 'open', kind: 'ticket-id', class: name, mode }))).toBe(expected);
	});
});

describe('in every situation', () => {
	const decisions = everySituation().map((situation) => ({ situation, decision: decideIn(situation) }));
	const broken = (rule: (situation: Situation, decision: Decision) => boolean): Situation[] => decisions.filter(({ situation, decision }) => !rule(situation, decision)).map(({ situation }) => situation);
	const outsider = ({ trust }: Decision): boolean => trust === 'stranger' || trust === 'unknown' || trust === 'dmarc-failed';

	test('there are as many as the dimensions give', () => {
		expect(decisions.length).toBe(6 * 7 * 9 * 12 * 3 * 3 * 2);
	});

	test('a stranger never adds anything but an internal note, and only a report or a signed id lets them add that', () => {
		expect(broken((_, decision) => decision.action !== 'append' || !outsider(decision) || decision.internal)).toEqual([]);
		const entitled = ({ kind, class: name }: Situation): boolean => kind.startsWith('signed-') || ((name === 'bounce' || name === 'delay') && LEVELS[1]?.includes(kind) === true);
		expect(broken((situation, decision) => decision.action !== 'append' || !outsider(decision) || entitled(situation))).toEqual([]);
	});

	test('a mail that failed DMARC as a participant is never added to a ticket, unless as the note of a delivery report', () => {
		expect(broken(({ class: name }, decision) => decision.trust !== 'dmarc-failed' || decision.action !== 'append' || name === 'bounce' || name === 'delay')).toEqual([]);
	});

	test('neither automatic mail nor a stranger opens a ticket again, and only an append does', () => {
		expect(broken(({ class: name }, { reopen }) => !reopen || name === 'human')).toEqual([]);
		expect(broken((_, decision) => !decision.reopen || (decision.action === 'append' && !outsider(decision)))).toEqual([]);
		expect(broken(({ state }, { reopen }) => !reopen || state === 'lately')).toEqual([]);
	});

	test('automatic mail is never added in the open', () => {
		expect(broken(({ class: name }, { action, internal }) => action !== 'append' || name === 'human' || internal)).toEqual([]);
	});

	test('classes that make no ticket make none, and end in a note, parked or passed over', () => {
		expect(broken(({ class: name }, { action }) => !WITHOUT_TICKET.includes(name) || ['append', 'ignore', 'park'].includes(action))).toEqual([]);
	});

	test('a person’s mail, and mail that may make a ticket, is never passed over', () => {
		expect(broken(({ class: name }, { action }) => WITHOUT_TICKET.includes(name) || action !== 'ignore')).toEqual([]);
	});

	test('each mode does only what it says', () => {
		expect(broken(({ mode }, { action }) => mode !== 'update-only' || action !== 'create')).toEqual([]);
		expect(broken(({ mode }, { action }) => mode !== 'create-only' || (action !== 'append' && action !== 'not-found-or-not-allowed'))).toEqual([]);
		expect(broken(({ mode }, { action }) => mode === 'update-only' || action !== 'not-found-or-not-allowed')).toEqual([]);
	});

	test('a ticket is named exactly where something is added, it is live, and it is not linked to itself', () => {
		expect(broken((_, { action, ticket }) => (action === 'append') === (ticket !== null))).toEqual([]);
		expect(broken((_, { ticket }) => ticket === null || ticket.ticket.state === 'open' || ticket.ticket.state === 'closed')).toEqual([]);
		expect(broken((_, { ticket, links }) => ticket === null || !links.includes(ticket.ticket.id))).toEqual([]);
	});

	test('a colleague adds in the open only where the policy lets them', () => {
		expect(broken(({ colleagues }, { action, trust, internal }) => trust !== 'organization' || action !== 'append' || internal || colleagues)).toEqual([]);
		expect(broken(({ sender, state, colleagues, class: name, mode, forward }, { action }) => sender !== 'colleague' || !colleagues || state !== 'open' || name !== 'human' || mode === 'create-only' || forward === 'other mailbox' || action === 'append')).toEqual([]);
	});

	test('a forward to another mailbox joins no ticket, unless as the note of automatic mail that makes none', () => {
		expect(broken(({ forward, class: name }, { action }) => forward !== 'other mailbox' || action !== 'append' || WITHOUT_TICKET.includes(name))).toEqual([]);
	});

	test('a forward to the mailbox of the ticket is decided like an answer', () => {
		const likeAnswer = everySituation().filter(({ forward, colleagues }) => forward === 'same mailbox' && !colleagues).map((situation) => [summary(decideIn(situation)), summary(decideIn({ ...situation, forward: 'no' }))]);
		expect(likeAnswer.filter(([forward, answer]) => forward !== answer)).toEqual([]);
	});

	test('there are reasons, each a sentence in words', () => {
		expect(broken((_, { reasons }) => reasons.length > 0 && reasons.every((reason) => /^\S.{5,200}$/.test(reason)))).toEqual([]);
	});

	test('the same question has the same answer, and the question is left as it was', () => {
		const situation: Situation = { ...PLAIN, sender: 'requester', state: 'merged', kind: 'ticket-id' };
		const before = JSON.stringify(STATES);
		expect(decideIn(situation)).toEqual(decideIn(situation));
		expect(JSON.stringify(STATES)).toBe(before);
	});
});

test('hundreds of tickets and hints are decided in little time', () => {
	const tickets = Array.from({ length: 300 }, (_, index) => found({ id: String(index), number: `TT${index}`, evidence: [hint('message-id', `<${index}@x>`), hint('ticket-id', String(index))] }));
	const mail = email({ ticket: { evidence: tickets.flatMap(({ evidence }) => evidence) } });
	expect(processorMs(() => decide(mail, tickets, defaultPolicy({ now: NOW }), { earlierEffect: null }))).toBeLessThan(2000);
});

test('a message that had its effect before is a duplicate in every situation, whoever sent it and whatever became of the ticket', () => {
	for (const { sender, state, class: name, mode } of everySituation().filter(({ kind, forward, colleagues }) => kind === KINDS[0] && forward === 'no' && !colleagues)) {
		const mail = email({ ...SENDERS[sender], ...ofClass(name) });
		const decision = decide(mail, STATES[state], defaultPolicy({ now: NOW, mode }), { earlierEffect: { ticketId: '1483' } });
		expect(decision).toMatchObject({ action: 'duplicate', reopen: false, links: [] });
	}
});
