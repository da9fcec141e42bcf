import type { Kysely } from 'kysely';

import type { Evidence, EvidenceKind } from '../../email/Email';
import type { Schema } from '../../store/schema';
import type { TicketFound } from '../Desk';
import { LOOKUPS, type Lookup } from './evidenceLookups';
import { ticketRow } from './ticketRows';
import { type Pointers, type TicketPointers, ticketsFound } from './ticketsFound';

/** Values of one kind that are looked up; mails name fewer (`parseMessageIds` gives at most 200). */
const MOST_VALUES = 500;
const MOST_MERGES = 10;

function pointersTo(found: TicketPointers, ticketId: number): Pointers {
	const known = found.get(ticketId) ?? { evidence: [], comments: [], mergedFrom: [] };
	found.set(ticketId, known);
	return known;
}

async function lookUp(db: Kysely<Schema>, lookup: Lookup, evidence: Evidence[], found: TicketPointers): Promise<void> {
	const values = [...new Set(evidence.map(({ value }) => lookup.normalise(value)))].filter((value) => value !== '');
	if (values.length === 0) {
		return;
	}
	const hits = await lookup.find(db, values.slice(0, MOST_VALUES));
	for (const item of evidence) {
		const value = lookup.normalise(item.value);
		for (const hit of hits.filter((candidate) => candidate.value === value)) {
			const pointers = pointersTo(found, hit.ticketId);
			pointers.comments.push({ where: item.where, internal: hit.internal });
			if (!pointers.evidence.includes(item)) {
				pointers.evidence.push(item);
			}
		}
	}
}

/** Adds the tickets that found ones were merged into, one after the other, with the evidence that led there. Ends in a circle too. */
async function followMerges(db: Kysely<Schema>, found: TicketPointers): Promise<void> {
	for (const [start, { evidence, comments }] of [...found]) {
		const passed = [start];
		for (let hop = 0; hop < MOST_MERGES; hop += 1) {
			const target = (await ticketRow(db, passed.at(-1) ?? 0))?.merged_into ?? null;
			if (target === null || passed.includes(target)) {
				break;
			}
			const pointers = pointersTo(found, target);
			pointers.evidence.push(...evidence.filter((item) => !pointers.evidence.includes(item)));
			pointers.comments.push(...comments);
			pointers.mergedFrom.push(...passed.filter((id) => !pointers.mergedFrom.includes(id)));
			passed.push(target);
		}
	}
}

async function pointersOf(db: Kysely<Schema>, evidence: Evidence[]): Promise<TicketPointers> {
	const found: TicketPointers = new Map();
	for (const kind of Object.keys(LOOKUPS) as EvidenceKind[]) {
		const ofKind = evidence.filter((item) => item.kind === kind);
		for (const lookup of LOOKUPS[kind]) {
			await lookUp(db, lookup, ofKind, found);
		}
	}
	await followMerges(db, found);
	return found;
}

/**
 * Tickets that the evidence points at, deleted and merged ones too, and what those were merged into. Values that cannot be an id, a number or a
 * Message-ID find nothing.
 */
export async function findTickets(db: Kysely<Schema>, evidence: Evidence[], now: Date): Promise<TicketFound[]> {
	return await ticketsFound(db, await pointersOf(db, evidence), now);
}
