import type { Decision } from '../../../helpdesk/conversation/Decision';
import { decide, defaultPolicy } from '../../../helpdesk/conversation/decide';
import type { TicketFound } from '../../../helpdesk/desk/Desk';
import type { Email, Evidence } from '../../../helpdesk/email/Email';
import { email, found, hint, ofClass } from './facts';

const NOW = '2026-11-20T12:00:00.000Z';

/** The thread speaks for ticket A, the tag in the subject for ticket B. */
const THREADS: Evidence[] = [hint('signed-message-id', 'A', 'In-Reply-To'), hint('signed-token', 'A', 'To'), hint('message-id', '<sent@desk.example>', 'In-Reply-To'), hint('referenced-by', '<one@example.com>', 'Message-ID'), hint('original-message-id', '<sent@desk.example>', 'Original-Message-ID')];
const TAGS: Evidence[] = [hint('ticket-id', 'B'), hint('ticket-number', 'TT2')];

/** In which of the two Anna, who writes, takes part. */
const PARTS = ['both', 'A', 'B', 'neither'] as const;
type Part = (typeof PARTS)[number];

const STATES = ['open', 'closed lately', 'closed long ago', 'deleted', 'merged into the other'] as const;
type State = (typeof STATES)[number];

const TRUST: Record<string, Partial<Email>> = { passed: { authentication: { dmarc: 'pass', by: 'mx' } }, failed: { authentication: { dmarc: 'fail', by: 'mx' } } };

function ticket(id: string, evidence: Evidence[], takesPart: boolean, state: State): TicketFound {
	const people = takesPart ? { requester: 'anna@example.com', participants: ['anna@example.com'] } : { requester: 'zoe@elsewhere.example', participants: ['zoe@elsewhere.example'] };
	const at = { open: {}, 'closed lately': { state: 'closed', closedAt: '2026-11-19T12:00:00.000Z' }, 'closed long ago': { state: 'closed', closedAt: '2026-01-01T00:00:00.000Z' }, deleted: { state: 'deleted' }, 'merged into the other': { state: 'merged', mergedInto: id === 'A' ? 'B' : 'A' } } as const;
	return found({ id, number: id === 'A' ? 'TT1' : 'TT2', evidence, organizationDomains: [], ...people, ...at[state] });
}

interface Clash {
	thread: Evidence;
	tag: Evidence;
	part: Part;
	a: State;
	b: State;
	trust: string;
}

const CLASHES: Clash[] = THREADS.flatMap((thread) =>
	TAGS.flatMap((tag) => PARTS.flatMap((part) => STATES.flatMap((a) => STATES.flatMap((b) => Object.keys(TRUST).map((trust) => ({ thread, tag, part, a, b, trust })))))),
);

function decideOn({ thread, tag, part, a, b, trust }: Clash, mail: Partial<Email> = {}): Decision {
	const tickets = [ticket('B', [tag], part === 'both' || part === 'B', b), ticket('A', [thread], part === 'both' || part === 'A', a)];
	return decide(email({ ...TRUST[trust], ...mail, ticket: { evidence: [thread, tag] } }), tickets, defaultPolicy({ now: NOW, ownAddresses: ['support@desk.example'] }), { earlierEffect: null });
}

const isLive = (state: State): boolean => state === 'open' || state.startsWith('closed');
const said = ({ action, ticket: joined, links, reopen }: Decision): string => [action, joined?.ticket.id ?? '-', `links ${links.join(',')}`, reopen ? 'reopen' : ''].join(' ').trim();

/** Signed and stored evidence, both tickets open. */
const OPEN: Record<Part, string> = { both: 'create - links A,B', A: 'append A links B', B: 'append B links A', neither: 'create - links A,B' };

/** Both tickets are Anna's; the thread's is in this state, the tag's is open. */
const THREAD_IN: Record<State, string> = {
	open: 'create - links A,B',
	'closed lately': 'create - links A,B',
	'closed long ago': 'create - links A,B',
	deleted: 'append B links',
	'merged into the other': 'append B links',
};

/** Only the ticket of the thread is Anna's, and the ticket of the tag is in this state. */
const TAG_IN: Record<State, string> = { open: 'append A links B', 'closed lately': 'append A links B', 'closed long ago': 'append A links B', deleted: 'append A links', 'merged into the other': 'append A links' };

describe('thread and subject that name different tickets', () => {
	test.each(Object.entries(OPEN))('the sender takes part in %s: %s', (part, expected) => {
		for (const thread of THREADS) for (const tag of TAGS) expect(said(decideOn({ thread, tag, part: part as Part, a: 'open', b: 'open', trust: 'passed' }))).toBe(expected);
	});

	test.each(Object.entries(THREAD_IN))('the ticket of the thread is %s: %s', (state, expected) => {
		for (const thread of THREADS) expect(said(decideOn({ thread, tag: TAGS[0] as Evidence, part: 'both', a: state as State, b: 'open', trust: 'passed' }))).toBe(expected);
	});

	test.each(Object.entries(TAG_IN))('the ticket of the tag is %s: %s', (state, expected) => {
		for (const thread of THREADS) expect(said(decideOn({ thread, tag: TAGS[0] as Evidence, part: 'A', a: 'open', b: state as State, trust: 'passed' }))).toBe(expected);
	});

	test('in every clash the mail joins only what its sender takes part in, or is an internal note by a signature', () => {
		const broken = CLASHES.filter((clash) => {
			const { action, ticket: joined, internal } = decideOn(clash);
			if (action !== 'append' || internal) return false;
			// Whoever took part in a ticket takes part in the one that it was merged into.
			const own = clash.part === 'both' || clash.part === joined?.ticket.id || clash.a === 'merged into the other' || clash.b === 'merged into the other';
			return !own || clash.trust === 'failed';
		});
		expect(broken).toEqual([]);
	});

	test('where both are live and the sender does not settle it, it joins neither, and both are linked', () => {
		const unsettled = CLASHES.filter(({ part, a, b }) => isLive(a) && isLive(b) && (part === 'both' || part === 'neither'));
		expect(unsettled.length).toBeGreaterThan(300);
		for (const clash of unsettled) expect(said(decideOn(clash))).toBe('create - links A,B');
	});

	test('every clash ends in a decision with reasons, and no ticket is linked to itself or left out', () => {
		for (const clash of CLASHES) {
			const decision = decideOn(clash);
			expect(['append', 'create', 'park']).toContain(decision.action);
			expect(decision.reasons.length).toBeGreaterThan(1);
			expect(decision.links).not.toContain(decision.ticket?.ticket.id);
			if (isLive(clash.a) && isLive(clash.b)) expect([...decision.links, ...(decision.ticket === null ? [] : [decision.ticket.ticket.id])].sort()).toEqual(['A', 'B']);
		}
	});

	test('automatic mail is noted where the thread says and opens nothing', () => {
		for (const clash of CLASHES.filter(({ part, a }) => part === 'both' && isLive(a))) {
			const decision = decideOn({ ...clash, trust: 'passed' }, ofClass('out-of-office'));
			expect([said(decision).split(' links')[0], decision.internal]).toEqual(['append A', true]);
		}
	});
});
