import type { TicketEvent } from '../Desk';
import { advanced, readCursor, STREAMS, writeCursor, type Positions, type StreamName } from './changeCursor';
import { READERS, type Entry } from './changeStreams';
import type { VtigerContext } from './context';

const MOST_CHANGES = 1000;

/** The stream whose next event is the earliest; tickets before their comments before their changes. What says nothing is passed over. */
function nextStream(read: Record<StreamName, Entry[]>, at: Record<StreamName, number>): StreamName | null {
	let next: { stream: StreamName; at: string } | null = null;
	for (const stream of STREAMS) {
		while (read[stream][at[stream]]?.event === null) {
			at[stream] += 1;
		}
		const event = read[stream][at[stream]]?.event;
		if (event && (!next || event.at < next.at)) {
			next = { stream, at: event.at };
		}
	}
	return next?.stream ?? null;
}

/**
 * What happened to tickets after the cursor, oldest first: made, commented on, changed or closed. A ticket that was changed several times between two calls comes once.
 * Deletions, links and what was changed Vtiger does not tell. Throws `CURSOR_INVALID`.
 */
export async function changesSince(context: VtigerContext, cursor: string, limit: number): Promise<{ changes: TicketEvent[]; cursor: string }> {
	const positions = readCursor(cursor);
	const size = Math.min(Math.max(Math.trunc(limit) || 1, 1), MOST_CHANGES);
	const read: Record<StreamName, Entry[]> = { tickets: [], comments: [], changes: [] };
	// The last changes first: what is made meanwhile is above them in every stream.
	for (const stream of [...STREAMS].reverse()) {
		read[stream] = await READERS[stream](context, positions[stream], size);
	}
	const at: Record<StreamName, number> = { tickets: 0, comments: 0, changes: 0 };
	const changes: TicketEvent[] = [];
	for (let stream = nextStream(read, at); stream !== null && changes.length < size; stream = nextStream(read, at)) {
		const event = read[stream][at[stream]]?.event;
		at[stream] += 1;
		if (event) {
			changes.push(event);
		}
	}
	const overlap = Math.ceil(context.options.settleMs / 1000);
	const after: Positions = { ...positions };
	for (const stream of STREAMS) {
		after[stream] = advanced(stream, positions[stream], read[stream].slice(0, at[stream]).map(({ seen }) => seen), overlap);
	}
	return { changes, cursor: writeCursor(after) };
}
