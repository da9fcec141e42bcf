import { MailboxError } from '../mailbox/MailboxError';
import type { Envelope } from '../mailbox/MailboxSession';
import type { Journal, JournalMessage } from '../store/Journal';
import type { Connection } from './intake';
import type { Queued } from './lanes';
import { uidsOfRow } from './identityOnServer';
import { takenAwayEnvelope } from './takenAway';

export interface MessageQueue {
	/** Due messages with their envelopes. Those that are gone from the server are forgotten, those that lie elsewhere now are found again. */
	of(connection: Connection, due: JournalMessage[]): Promise<Array<Queued<JournalMessage>>>;
	/** The first of these messages, up to the first whose envelope would have to be fetched. */
	known(connection: Connection, due: JournalMessage[]): Array<Queued<JournalMessage>>;
	/** Some of these are near the end of what was fetched meanwhile: it takes its time, and so long those before the end are to be read. */
	runsLow(due: JournalMessage[]): boolean;
	/** Has the envelopes of these messages fetched meanwhile, so that they are known later. A failure is met again by whoever needs them. */
	fetchMeanwhile(connection: Connection, due: () => Promise<JournalMessage[]>): void;
}

export function idOf({ folder, uidValidity, uid }: JournalMessage): string {
	return `${folder}\n${uidValidity}\n${uid}`;
}

/** Where so many messages are left of those fetched meanwhile, the end is near. */
const NEAR_END = 400;
/** More envelopes than these are not kept, but for those that are asked for. */
const KEPT = 2_000;

/** Keeps the envelopes of the messages that wait, so that each is fetched once: at most those that are asked for, or `KEPT`. */
export function createMessageQueue(scope: string, journal: Journal): MessageQueue {
	const envelopes = new Map<string, Envelope>();
	/** One at a time. */
	let meanwhile: Promise<void> | null = null;
	/** Of those fetched meanwhile: the message at which the end is near, unless there was nothing behind it at the last look, and the last one. */
	let nearEnd = '';
	let last = '';

	const enterFolder = async (connection: Connection, folder: string, uidValidity: string, messages: JournalMessage[]) => {
		for (const message of messages) if (message.uidValidity !== uidValidity) await findAgain(connection, message, uidValidity);
		const unknown = messages.filter((message) => message.uidValidity === uidValidity && !envelopes.has(idOf(message)));
		if (unknown.length === 0) return;
		const fetched = new Map((await connection.session.fetchEnvelopes(folder, unknown.map(({ uid }) => uid))).map((e) => [e.uid, e]));
		const missing: JournalMessage[] = [];
		for (const message of unknown) {
			const envelope = fetched.get(message.uid) ?? (await takenAwayEnvelope(journal, message));
			if (envelope) envelopes.set(idOf(message), envelope);
			else missing.push(message);
		}
		if (missing.length > 0) await sortOut(connection, folder, missing);
	};

	/** A message whose header the server cannot show is not gone: it is delivered, fails, and is quarantined for people to see. */
	const sortOut = async ({ session }: Connection, folder: string, missing: JournalMessage[]) => {
		const lowest = Math.min(...missing.map(({ uid }) => uid));
		const there = new Set(await session.findUids(folder, { above: lowest - 1 }));
		for (const message of missing) {
			if (there.has(message.uid)) envelopes.set(idOf(message), unreadable(message));
			else await journal.drop(scope, message);
		}
	};

	const findAgain = async ({ session }: Connection, message: JournalMessage, uidValidity: string) => {
		const elsewhere = await takenAwayEnvelope(journal, message);
		if (elsewhere) return void envelopes.set(idOf(message), elsewhere);
		const cursor = await journal.cursor(scope, message.folder);
		// Otherwise the folder was renumbered just now, and the next look settles it.
		if (cursor?.uidValidity !== uidValidity) return;
		const { folder } = message;
		const [uid] = await uidsOfRow(session, message);
		if (uid === undefined) await journal.drop(scope, message);
		else await journal.relocate(scope, message, { folder, uidValidity, uid });
	};

	const fetched = async (connection: Connection, due: JournalMessage[]): Promise<Array<Queued<JournalMessage>>> => {
		if (envelopes.size > KEPT) {
			const wanted = new Set(due.map(idOf));
			for (const id of envelopes.keys()) if (!wanted.has(id)) envelopes.delete(id);
		}
		for (const folder of new Set(due.map((message) => message.folder))) {
			const uidValidity = connection.uidValidity.get(folder);
			if (uidValidity === undefined) continue;
			try {
				await enterFolder(connection, folder, uidValidity, due.filter((message) => message.folder === folder));
			} catch (error) {
				// One folder that cannot be read, or was renumbered just now, must not keep the others waiting.
				if (!(error instanceof MailboxError) || !connection.session.alive) throw error;
				connection.uidValidity.delete(folder);
			}
		}
		return due.flatMap((message) => {
			const envelope = envelopes.get(idOf(message));
			return envelope && connection.uidValidity.has(message.folder) ? [{ message, envelope }] : [];
		});
	};

	return {
		known(connection, due) {
			const first: Array<Queued<JournalMessage>> = [];
			for (const message of due) {
				const envelope = connection.uidValidity.get(message.folder) === message.uidValidity ? envelopes.get(idOf(message)) : undefined;
				if (!envelope) break;
				first.push({ message, envelope });
			}
			return first;
		},
		async of(connection, due) {
			await meanwhile;
			return await fetched(connection, due);
		},
		runsLow: (due) => nearEnd !== '' && due.some((message) => idOf(message) === nearEnd),
		fetchMeanwhile(connection, due) {
			meanwhile ??= due()
				.then(async (messages) => {
					const [mark, end] = [messages.at(-NEAR_END), messages.at(-1)];
					nearEnd = mark && end && idOf(end) !== last ? idOf(mark) : '';
					last = end ? idOf(end) : '';
					await fetched(connection, messages);
				})
				.catch(() => undefined)
				.then(() => {
					meanwhile = null;
				});
		},
	};
}

function unreadable({ uid, messageId }: JournalMessage): Envelope {
	return { uid, size: 0, flags: [], receivedAt: null, messageId, inReplyTo: null, references: [], from: '' };
}
