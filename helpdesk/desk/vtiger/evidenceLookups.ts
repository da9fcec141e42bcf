import { normaliseMessageId } from '../../email/messageIds';
import { lookupsByKind } from '../lookupsByKind';
import { comparableTitle } from '../titles';
import type { VtigerRecord } from './client';
import type { VtigerContext } from './context';
import { statuses } from './fields';
import { titleLine } from './fullText';
import { asWritten, keepableText } from './keepableText';
import { markerPrefix } from './marker';
import { numberOf, recordNumber } from './modules';
import { ticketsByMessageId, ticketsByReference, type ThreadHit } from './threads';
import type { Condition } from './vtql';

/** A ticket that a value points at; with its record where the lookup has read it anyway. */
export interface Hit extends ThreadHit {
	record?: VtigerRecord;
}

export interface Lookup {
	/** How values of this kind are compared; empty for one that nothing can be found by. */
	normalise(value: string): string;
	find(context: VtigerContext, values: string[]): Promise<Hit[]>;
}

/** More of one kind say nothing, and each costs Vtiger a search. */
const MOST_VALUES = 20;
const MOST_MARKERS = 5;
const LONGEST_VALUE = 255;

const short = (value: string): string => (value.length > LONGEST_VALUE ? '' : value);

const byId: Lookup = {
	normalise: (value) => recordNumber(value) ?? '',
	find: async (_context, values) => values.map((value) => ({ value, ticketId: value, internal: false })),
};

/** Tickets of which this field has one of the values; compared again here, because the database ignores case and accents. */
async function byField({ client }: VtigerContext, field: string, values: string[], comparable: (text: string) => string): Promise<Hit[]> {
	const records = await client.query({ fields: '*', from: 'HelpDesk', where: [[{ field, in: values.slice(0, MOST_VALUES) }]], orderBy: { field: 'id', descending: true } });
	return records.map((record) => ({ value: comparable(asWritten(record[field] ?? '')), ticketId: numberOf(record.id ?? ''), internal: false, record }));
}

/** Numbers are not unique in Vtiger when two tickets are made at once (capture C3): both are found then. */
const byNumber: Lookup = {
	normalise: (value) => short(value.trim().toLowerCase()),
	find: async (context, values) => await byField(context, 'ticket_no', values, (text) => text.toLowerCase()),
};

const byTitle: Lookup = {
	normalise: (value) => short(value.trim() === '' ? '' : keepableText(titleLine(value)).text),
	find: async (context, values) => await byField(context, 'ticket_title', values, (text) => text),
};

const byCleanTitle: Lookup = {
	normalise: (value) => (value.trim() === '' ? '' : short(comparableTitle(keepableText(value).text))),
	find: async ({ client, modules }, values) => {
		const { closed } = statuses(await modules.of('HelpDesk'));
		const open = closed.map((status): Condition => ({ field: 'ticketstatus', is: '!=', value: status }));
		const where = values.slice(0, MOST_VALUES).map((value): Condition[] => [{ field: 'ticket_title', endsWith: value }, ...open]);
		const records = await client.query({ fields: '*', from: 'HelpDesk', where, orderBy: { field: 'id', descending: true }, limit: 50 });
		return records.map((record) => ({ value: comparableTitle(asWritten(record.ticket_title ?? '')), ticketId: numberOf(record.id ?? ''), internal: false, record }));
	},
};

/** Tickets and comments that a mail made, by the marker they carry, where this store does not know the mail: another store, or a lost one, made them. */
async function byMarker({ client }: VtigerContext, values: string[]): Promise<Hit[]> {
	const prefixes = values.map((value) => ({ value, prefix: markerPrefix(value) }));
	const where = prefixes.map(({ prefix }): Condition[] => [{ field: 'source', startsWith: prefix }]);
	const valueOf = (record: VtigerRecord): string => prefixes.find(({ prefix }) => (record.source ?? '').startsWith(prefix))?.value ?? '';
	const tickets = await client.query({ fields: '*', from: 'HelpDesk', where, orderBy: { field: 'id' } });
	const comments = await client.query({ fields: ['id', 'related_to', 'source', 'is_private'], from: 'ModComments', where, orderBy: { field: 'id' } });
	return [
		...tickets.map((record) => ({ value: valueOf(record), ticketId: numberOf(record.id ?? ''), internal: false, record })),
		...comments.filter(({ related_to: related }) => related).map((record) => ({ value: valueOf(record), ticketId: numberOf(record.related_to ?? ''), internal: record.is_private === '1' })),
	];
}

const byMessageId: Lookup = {
	normalise: normaliseMessageId,
	find: async (context, values) => {
		const known = await ticketsByMessageId(context, values);
		// One known mail of a thread is enough; a search without an index is not made for the rest.
		return known.length > 0 ? known : await byMarker(context, values.slice(-MOST_MARKERS));
	},
};

const byReference: Lookup = { normalise: normaliseMessageId, find: ticketsByReference };

export const LOOKUPS = lookupsByKind<Lookup>({ byId, byNumber, byTitle, byCleanTitle, byMessageId, byReference });
