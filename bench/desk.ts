import { createSqlDesk } from '../helpdesk/desk/sql/createSqlDesk';
import type { Desk, NewComment } from '../helpdesk/desk/Desk';
import type { Store } from '../helpdesk/store/openStore';
import { postgresMissing } from '../test/support/postgres';
import { createVersusBare } from './desk/create';
import { mailOf, personOf } from './desk/fill';
import { postgresPlace, sqlitePlace, type DeskPlace } from './desk/places';
import { vtigerCalls } from './desk/vtigerCalls';
import { median, rounded, type Figures } from './figures';

const SIZES = { full: { small: 10_000, large: 1_000_000, rounds: 400, turns: 15 }, quick: { small: 500, large: 5_000, rounds: 40, turns: 3 } };
/** Tickets that are asked for again and again: what is measured is the work, not the first reading from the disk. */
const WORKING_SET = 200;

let calls = 0;

function reply(ticket: number): NewComment {
	calls += 1;
	const message = { key: `bench ${calls}`, messageId: `<${calls}.bench@customer.example>`, inReplyTo: mailOf(ticket, 1), references: [mailOf(ticket, 1)], direction: 'in' as const, from: personOf(ticket), recipients: ['support@desk.example'], subject: 'Re: Printer on fire', at: '2026-03-02T08:00:00.000Z' };
	return { author: { kind: 'customer', name: 'Anna', address: personOf(ticket) }, text: 'Still burning.', html: '', internal: false, unverified: false, message, participants: [], files: [], reopen: false, fields: {}, links: [] };
}

const STEPS = ['reference', 'number', 'person', 'append'] as const;
/** Milliseconds of each step of a follow-up. */
type Sample = Record<(typeof STEPS)[number], number>;

async function followUp(desk: Desk, ticket: number): Promise<Sample> {
	const timed = async (work: () => Promise<unknown>) => {
		const start = performance.now();
		await work();
		return performance.now() - start;
	};
	const found = async (kind: 'message-id' | 'ticket-number', value: string) => {
		const tickets = await desk.findTickets([{ kind, value, confidence: 1, where: 'References' }]);
		if (tickets[0]?.ticket.id !== String(ticket)) throw new Error(`Ticket ${ticket} was not found by ${kind}`);
	};
	return {
		reference: await timed(async () => await found('message-id', mailOf(ticket, 3))),
		number: await timed(async () => await found('ticket-number', `TT${ticket}`)),
		person: await timed(async () => await desk.findPerson(personOf(ticket))),
		append: await timed(async () => {
			const comment = reply(ticket);
			await desk.addComment({ key: comment.message?.key ?? '', action: 'comment' }, String(ticket), comment);
		}),
	};
}

/** The same work on a small and a large desk, in turns, so that what else the machine does meets both. */
async function measure(place: DeskPlace, { small, large, rounds, turns }: (typeof SIZES)['full'], say: (line: string) => void): Promise<Figures> {
	const name = `desk.${place.name}`;
	const figures: Figures = {};
	const built: Array<{ tickets: number; store: Store; desk: Desk; set: number[]; samples: Sample[] }> = [];
	for (const tickets of [small, large]) {
		const start = performance.now();
		const { store } = await place.build(tickets);
		say(`${name}: ${tickets} tickets and ${tickets * 5} messages built in ${Math.round((performance.now() - start) / 1000)} s`);
		const set = Array.from({ length: WORKING_SET }, (_, index) => 1 + Math.floor(((index + 0.5) * tickets) / WORKING_SET));
		built.push({ tickets, store, desk: createSqlDesk(store), set, samples: [] });
	}
	for (const { desk, set } of built) for (const ticket of set) await followUp(desk, ticket);
	for (let round = 0; round < rounds; round += 1) {
		for (const { desk, set, samples } of built) samples.push(await followUp(desk, set[round % set.length] ?? 1));
	}
	const total = ({ samples }: (typeof built)[number]) => median(samples.map(({ reference, number, person, append }) => reference + number + person + append));
	const [before, after] = built.map(total);
	for (const { tickets, samples } of built) {
		for (const step of STEPS) figures[`${name}.${tickets}.${step}_ms`] = rounded(median(samples.map((sample) => sample[step])));
	}
	figures[`${name}.follow_ups_per_second`] = rounded(1000 / (after ?? Number.NaN));
	figures[`${name}.growth`] = rounded((after ?? Number.NaN) / (before ?? Number.NaN));
	for (const { store } of built) await store.close();
	say(`${name}: growth ${figures[`${name}.growth`]}`);
	figures[`${name}.create_vs_bare`] = rounded(await createVersusBare(place, turns, true));
	figures[`${name}.create_in_two_vs_bare`] = rounded(await createVersusBare(place, turns, false));
	say(`${name}: create against bare ${figures[`${name}.create_vs_bare`]} in one transaction, ${figures[`${name}.create_in_two_vs_bare`]} in two as the nodes do`);
	return figures;
}

/** Finding and appending on a desk of 10,000 and of 1,000,000 tickets, and creating against bare statements, on both databases. */
export async function benchDesk({ quick, say }: { quick: boolean; say: (line: string) => void }): Promise<Figures> {
	const sizes = quick ? SIZES.quick : SIZES.full;
	const figures: Figures = await vtigerCalls(say);
	const missing = postgresMissing();
	if (missing) say(`desk.postgres is left out: ${missing}`);
	for (const start of [async () => sqlitePlace(), ...(missing ? [] : [postgresPlace])]) {
		const place = await start();
		try {
			Object.assign(figures, await measure(place, sizes, say));
		} finally {
			await place.stop();
		}
	}
	return figures;
}
