import type { TicketService } from '../Desk';
import type { DeskPriority } from '../DeskDescription';
import { isClosedStatus } from './deskFields';
import type { TicketRow } from './ticketRows';

type Times = Pick<TicketRow, 'react_by' | 'warn_at' | 'resolve_by'>;

const MINUTE_MS = 60_000;

function later(createdAt: string, minutes: number | null): string | null {
	return minutes === null ? null : new Date(Date.parse(createdAt) + minutes * MINUTE_MS).toISOString();
}

/** What the priority promises to a ticket made at that time; nothing for a priority without times. */
export function promisedTimes(priorities: DeskPriority[], priority: string, createdAt: string): Times {
	const promise = priorities.find(({ name }) => name === priority);
	return {
		react_by: later(createdAt, promise?.reactionMinutes ?? null),
		warn_at: later(createdAt, promise?.warningMinutes ?? null),
		resolve_by: later(createdAt, promise?.resolutionMinutes ?? null),
	};
}

function isPast(limit: string | null, moment: string): boolean {
	return limit !== null && moment > limit;
}

/** How the promises of a ticket stand at a moment (D5). A closed ticket keeps the signal that it was closed with. The later stage hides the earlier one. */
export function serviceOf(row: TicketRow, now: string): TicketService | null {
	const { react_by: reactBy, warn_at: warnAt, resolve_by: resolveBy, reacted_at: reactedAt } = row;
	if (reactBy === null && warnAt === null && resolveBy === null) {
		return null;
	}
	const closed = isClosedStatus(row.status);
	const moment = closed ? (row.closed_at ?? now) : now;
	const reactionLate = isPast(reactBy, reactedAt ?? moment) && (closed || reactedAt === null);
	const unresolved = isPast(resolveBy, moment) ? 'resolution-late' : !closed && isPast(warnAt, moment) ? 'warning' : null;
	return { signal: unresolved ?? (reactionLate ? 'reaction-late' : 'in-time'), reactBy, warnAt, resolveBy, reactedAt };
}
