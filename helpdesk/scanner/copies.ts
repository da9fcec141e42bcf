import type { Journal, JournalMessage, SharedMessage } from '../store/Journal';
import type { Acknowledger } from './acknowledger';
import type { Connection } from './intake';
import { idOf } from './queue';
import type { ScannerSettings } from './Scanner';
import { witnessOf } from './witness';

export interface Copies {
	/**
	 * Whether this is a copy of a message that is handled, in hand or put aside, and so no message of its own. It has been seen to then: acknowledged like the first one,
	 * or put off until that is decided. `flags` are those on the server, where they are known.
	 */
	isCopy(connection: Connection, message: JournalMessage, key: string, flags: string[]): Promise<boolean>;
	/** Whether another scanner handles it, or has, that shares its messages with this one; seen to in the same way. */
	isElsewhere(connection: Connection, message: JournalMessage, key: string, shared: SharedMessage): Promise<boolean>;
	/** The same as `isCopy` without reading it, where the server itself says which message it is: another label of it, or the same after a renumbering. */
	isCopyBySight(connection: Connection, message: JournalMessage): Promise<boolean>;
}

interface CopiesDependencies {
	settings: Pick<ScannerSettings, 'scope' | 'once'>;
	journal: Journal;
	acknowledger: Acknowledger;
	now: () => Date;
}

/** When a copy is looked at again whose first message is not decided yet. */
const LATER_MS = 30_000;
const REFUSED_MS = 600_000;

export function createCopies({ settings, journal, acknowledger, now }: CopiesDependencies): Copies {
	const { scope } = settings;
	const later = async (message: JournalMessage, ms: number, why: string) => {
		await journal.retry(scope, message, new Date(now().getTime() + ms).toISOString(), why, false);
	};

	const acknowledge = async (connection: Connection, message: JournalMessage, key: string) => {
		const done = await acknowledger.one(connection.session, { ...message, key });
		if (!done) await later(message, REFUSED_MS, 'Handled already; the mailbox refuses to tidy it');
	};

	const isCopy: Copies['isCopy'] = async (connection, message, key, flags) => {
		// The server's mark counts where the journal was lost, or restored from before; acknowledging again tells it to the journal.
		if ((await journal.isHandled(scope, key)) || flags.includes(witnessOf(settings, message.folder))) {
			await acknowledge(connection, message, key);
			return true;
		}
		const others = (await journal.withKey(scope, key)).filter((other) => idOf(other) !== idOf(message));
		const aside = others.find(({ state }) => state === 'quarantined');
		if (aside) {
			// It may be the same one, moved away and back: this is where it will be found when it is released.
			await journal.relocate(scope, aside, message);
			const note = await journal.takenAway(key);
			if (note?.place?.putAside) await journal.notePutAside(scope, key, note.envelope, { folder: message.folder, uidValidity: message.uidValidity, uid: message.uid });
			return true;
		}
		const first = others.find(({ state, attempts }) => state !== 'waiting' || attempts > message.attempts);
		if (!first) return false;
		const until = Math.max(Date.parse(first.nextTryAt) - now().getTime(), 0) + LATER_MS;
		await later(message, until, 'A copy of this message is being handled');
		return true;
	};

	return {
		isCopy,
		async isElsewhere(connection, message, key, shared) {
			const place = await journal.elsewhere(scope, message, shared);
			if (place === 'handled') await acknowledge(connection, message, key);
			if (place === 'in hand') await later(message, LATER_MS, 'Another mailbox has this message too, and its scanner is not done with it');
			return place !== 'nowhere';
		},
		async isCopyBySight(connection, message) {
			const known = message.serverId === null ? null : await journal.keyOnServer(scope, message.serverId);
			return known !== null && (await isCopy(connection, message, known, []));
		},
	};
}
