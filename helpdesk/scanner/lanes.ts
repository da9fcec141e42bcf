import type { Envelope } from '../mailbox/MailboxSession';

/**
 * What two messages must not share while both are in an execution: their sender, or a conversation (Message-ID or References).
 * Messages that share a lane run one after another, oldest first, so that a mail and its reply waiting together become one ticket.
 */
export function lanesOf(envelope: Envelope): string[] {
	const lanes = new Set<string>([`from:${envelope.from}`]);
	for (const id of [envelope.messageId, envelope.inReplyTo, ...envelope.references]) {
		if (id) lanes.add(`thread:${id}`);
	}
	return [...lanes];
}

export interface Queued<T> {
	message: T;
	envelope: Envelope;
}

/** Oldest first: by INTERNALDATE, then by UID. */
export function oldestFirst<T>(queue: Array<Queued<T>>): Array<Queued<T>> {
	return [...queue].sort(
		(a, b) => (a.envelope.receivedAt?.getTime() ?? 0) - (b.envelope.receivedAt?.getTime() ?? 0) || a.envelope.uid - b.envelope.uid,
	);
}

/**
 * Picks at most `room` messages that may start now. A message that has to wait keeps later ones of its lanes waiting too,
 * so that nothing overtakes within a conversation; everybody else goes past.
 */
export function startable<T>(queue: Array<Queued<T>>, busy: Iterable<string>, room: number): Array<Queued<T>> {
	const taken = new Set(busy);
	const picked: Array<Queued<T>> = [];
	for (const candidate of oldestFirst(queue)) {
		if (picked.length >= room) break;
		const lanes = lanesOf(candidate.envelope);
		const free = lanes.every((lane) => !taken.has(lane));
		for (const lane of lanes) taken.add(lane);
		if (free) picked.push(candidate);
	}
	return picked;
}
