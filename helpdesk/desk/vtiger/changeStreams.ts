import { createHash } from 'node:crypto';

import type { TicketEvent } from '../Desk';
import type { VtigerRecord } from './client';
import { seenIn, type Seen, type StreamName, type StreamPosition } from './changeCursor';
import { guestOf, knownComments } from './comments';
import type { VtigerContext } from './context';
import { everyRecord } from './everyRecord';
import { numberOf, type ModuleName } from './modules';
import { owners } from './owners';
import { contactsByNumber } from './people';
import { isClosed } from './tickets';
import { isoTime, vtigerTime } from './times';
import { VtigerError } from './VtigerError';

/** A record of a stream, and what it says; null when it says nothing new. */
export interface Entry {
	seen: Seen;
	event: TicketEvent | null;
}

const PAGE = 100;
const secondsOf = (time: string | undefined): number => Math.max(0, Math.floor(Date.parse(isoTime(time)) / 1000) || 0);

/** Address or name of a user of Vtiger; empty when the API user may not know. */
async function userNamed(context: VtigerContext): Promise<(id: string | undefined) => string> {
	const all = await owners(context);
	return (id) => {
		const owner = all.find((each) => each.id === id);
		return owner ? owner.address || owner.name : '';
	};
}

type Interpret = (records: VtigerRecord[]) => Promise<Array<TicketEvent | null>>;

/** Records above the bound by their number, until so many of them are new or there are no more. */
async function byNumber(context: VtigerContext, module: ModuleName, fields: string[], position: StreamPosition, limit: number, interpret: Interpret): Promise<Entry[]> {
	const wasSeen = seenIn(position);
	const entries: Entry[] = [];
	let fresh = 0;
	for (let last = String(position.bound); ; ) {
		const above = { field: 'id', is: '>', value: await context.modules.fullId(module, last) } as const;
		const page = await context.client.query({ fields, from: module, where: [[above]], orderBy: { field: 'id' }, limit: PAGE });
		const events = await interpret(page);
		for (const [index, record] of page.entries()) {
			const seen = { number: Number(numberOf(record.id ?? '')), at: secondsOf(record.createdtime), print: '' };
			const event = wasSeen(seen) ? null : (events[index] ?? null);
			entries.push({ seen, event });
			fresh += event ? 1 : 0;
		}
		last = numberOf(page.at(-1)?.id ?? '');
		if (page.length < PAGE || fresh >= limit) {
			return entries;
		}
	}
}

function eventOf(ticketId: string, what: TicketEvent['what'], time: string | undefined): TicketEvent {
	return { ticketId, commentId: null, what, at: isoTime(time), by: '', authorKind: null, internal: false };
}

async function readTickets(context: VtigerContext, position: StreamPosition, limit: number): Promise<Entry[]> {
	return await byNumber(context, 'HelpDesk', ['id', 'createdtime'], position, limit, async (records) => await Promise.resolve(records.map((record) => eventOf(numberOf(record.id ?? ''), 'created', record.createdtime))));
}

/** Comments on contacts and organisations are none of a ticket's. */
async function readComments(context: VtigerContext, position: StreamPosition, limit: number): Promise<Entry[]> {
	const fields = ['id', 'related_to', 'createdtime', 'is_private', 'customer', 'creator'];
	const { idPrefix } = await context.modules.of('HelpDesk');
	return await byNumber(context, 'ModComments', fields, position, limit, async (records) => {
		const known = await knownComments(context, records.map(({ id }) => numberOf(id ?? '')));
		const contacts = await contactsByNumber(context, records.flatMap(({ customer }) => (customer ? [numberOf(customer)] : [])));
		const user = await userNamed(context);
		return records.map((record) => {
			const [prefix, ticketId = ''] = (record.related_to ?? '').split('x');
			if (prefix !== idPrefix || ticketId === '') {
				return null;
			}
			const commentId = numberOf(record.id ?? '');
			const row = known.get(commentId);
			const author = row ? { kind: row.author_kind, name: row.author_name, address: row.author_address } : guestOf(record, contacts.get(numberOf(record.customer ?? '')));
			const by = author.address || author.name || (author.kind === 'customer' ? '' : user(record.creator));
			return { ...eventOf(ticketId, 'commented', record.createdtime), commentId, by, authorKind: author.kind, internal: record.is_private === '1' };
		});
	});
}

function printOf(record: VtigerRecord): string {
	return createHash('sha256').update(JSON.stringify(Object.entries(record).sort())).digest('base64url').slice(0, 8);
}

/** Tickets in the order of their last change: whole seconds, because Vtiger gives 100 at once and sorts by one field. */
async function* bySeconds(context: VtigerContext, from: number): AsyncGenerator<VtigerRecord[]> {
	for (let start = from; ; ) {
		const time = vtigerTime(new Date(start * 1000));
		const page = await context.client.query({ fields: '*', from: 'HelpDesk', where: [[{ field: 'modifiedtime', is: '>=', value: time }]], orderBy: { field: 'modifiedtime' }, limit: PAGE });
		if (page.length < PAGE) {
			yield page;
			return;
		}
		const last = page.at(-1)?.modifiedtime ?? '';
		const whole = page.filter(({ modifiedtime }) => modifiedtime !== last);
		yield whole.length > 0 ? whole : await everyRecord(context, 'HelpDesk', [{ field: 'modifiedtime', is: '=', value: last }]);
		const next = secondsOf(last) + (whole.length > 0 ? 0 : 1);
		if (next <= start) {
			throw new VtigerError('VTIGER_ODD_ANSWER', 'Vtiger gives times that cannot be read', { fault: 'world', remedy: 'Report this with the version of your Vtiger.' }, false);
		}
		start = next;
	}
}

/** Vtiger tells when a ticket was last changed and what is in it now, not what was changed: that it is closed is all that can be said. */
async function readChanges(context: VtigerContext, position: StreamPosition, limit: number): Promise<Entry[]> {
	const module = await context.modules.of('HelpDesk');
	const user = await userNamed(context);
	const wasSeen = seenIn(position);
	const before = new Set(position.seen.map(({ number, at }) => `${number}.${at}`));
	const entries: Entry[] = [];
	let fresh = 0;
	for await (const records of bySeconds(context, position.bound)) {
		for (const record of records) {
			const ticketId = numberOf(record.id ?? '');
			const seen = { number: Number(ticketId), at: secondsOf(record.modifiedtime), print: printOf(record) };
			const closed = isClosed(record, module);
			// In the second in which it was made, a change shows by what was read before.
			const isChange = closed || record.modifiedtime !== record.createdtime || before.has(`${seen.number}.${seen.at}`);
			const event = isChange && !wasSeen(seen) ? { ...eventOf(ticketId, closed ? 'closed' : 'changed', record.modifiedtime), by: user(record.modifiedby) } : null;
			entries.push({ seen, event });
			fresh += event ? 1 : 0;
		}
		if (fresh >= limit) {
			break;
		}
	}
	return entries;
}

/** What is new in each stream, in its order. */
export const READERS: Record<StreamName, (context: VtigerContext, position: StreamPosition, limit: number) => Promise<Entry[]>> = {
	tickets: readTickets,
	comments: readComments,
	changes: readChanges,
};
