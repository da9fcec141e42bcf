import type { HelpdeskError } from '../errors';
import { MailboxError } from '../mailbox/MailboxError';
import type { Journal } from '../store/Journal';
import { discover, type Discovery, type FirstStart } from './discover';
import type { Health } from './health';
import type { Connection } from './intake';
import type { ScannerSettings } from './Scanner';
import { createStatusPolls, saysNothingNew } from './statusPolls';

export interface Looks {
	/** Notes when each folder was first chosen. */
	rememberStart(): Promise<void>;
	/** The next `take` looks into the folders, and opens this one, or all of them where none is named. */
	want(folder?: string): void;
	/**
	 * Looks into the folders when that was asked for or is due, by STATUS where that will do: see `createStatusPolls`. Rejects when the connection or the store fails.
	 */
	take(connection: Connection): Promise<void>;
	dueInMs(): number;
	/** Whether somebody asked through the store. */
	asked(): Promise<boolean>;
	/** The server could not be reached at once: "only new" then counts from the moment the folder was chosen. */
	interrupted(): void;
}

interface LooksDependencies {
	settings: ScannerSettings;
	journal: Journal;
	now: () => Date;
	health: Health;
	/** A folder could not be opened. */
	missing: (problem: HelpdeskError) => void;
}

/** The whole connection is in doubt, not one folder. */
const OF_THE_CONNECTION = new Set(['CONNECTION_LOST', 'TIMEOUT']);

/** When the folders are looked into, and what each look found. */
export function createLooks({ settings, journal, now, health, missing }: LooksDependencies): Looks {
	const starts = new Map<string, FirstStart>();
	const polls = createStatusPolls(now);
	let newJournal: boolean | null = null;
	let wanted = true;
	let lookedAt = -Infinity;

	/** What the server says of a folder in which there can be nothing to find; null when it has to be opened. */
	const quiet = async ({ session }: Connection, folder: string): Promise<Discovery | null> => {
		const cursor = await journal.cursor(settings.scope, folder);
		const state = cursor && (await session.folderStatus(folder));
		return state && saysNothingNew(state, cursor) ? { state, newestReceivedAt: cursor.newestReceivedAt, left: 0 } : null;
	};

	/** A folder that cannot be opened must not keep the others from being read. */
	const into = async (connection: Connection, folder: string, start: FirstStart, open: boolean): Promise<Discovery | null> => {
		const { session, uidValidity } = connection;
		try {
			const found = (open ? null : await quiet(connection, folder)) ?? (await discover({ session, journal, settings, now }, folder, start));
			if (found.left > 0) polls.open(folder);
			uidValidity.set(folder, found.state.uidValidity);
			start.reachedAtOnce = false;
			health.newestMessage(found.newestReceivedAt);
			health.trouble(`folder ${folder}`, '');
			return found;
		} catch (error) {
			if (!(error instanceof MailboxError) || !session.alive || OF_THE_CONNECTION.has(error.code)) throw error;
			uidValidity.delete(folder);
			// When it is there one day, what lies in it may have come since it was chosen.
			start.reachedAtOnce = false;
			missing(error);
			health.trouble(`folder ${folder}`, `${error.message} ${error.remedy}`.trim());
			return null;
		}
	};

	const askedAt = async () => (await journal.states()).find(({ scope, askedAt: at, lookedAt: last }) => scope === settings.scope && at && at > (last ?? ''));

	const dueInMs = () => (wanted ? 0 : Math.max(0, lookedAt + settings.pollSeconds * 1000 - now().getTime()));

	return {
		async rememberStart() {
			newJournal ??= (await Promise.all(settings.folders.map(async (folder) => await journal.cursor(settings.scope, folder)))).every((cursor) => !cursor);
			for (const folder of settings.folders) {
				if (starts.has(folder)) continue;
				const at = now().toISOString();
				const startedAt = await journal.startedAt(`${settings.scope}\n${folder}`, at);
				starts.set(folder, { startedAt: new Date(startedAt), reachedAtOnce: startedAt === at, newJournal });
			}
		},
		want(folder) {
			wanted = true;
			polls.open(folder);
		},
		async take(connection) {
			const at = now();
			if (dueInMs() > 0) return;
			wanted = false;
			// Before the folders are looked into: who asks from now on is answered by the next look.
			const asked = await askedAt();
			if (asked) polls.open();
			const folders = [...starts].map(([folder, start]) => ({ folder, start, open: polls.mustOpen(folder) || !connection.uidValidity.has(folder) }));
			// Those that are opened come first: opening one leaves the one that was open, of which STATUS may then be asked.
			folders.sort((a, b) => Number(b.open) - Number(a.open));
			let left = 0;
			for (const { folder, start, open } of folders) left += (await into(connection, folder, start, open))?.left ?? 0;
			health.progress(left > 0 ? `First look: up to ${left} messages are still to be looked at` : '');
			lookedAt = at.getTime();
			// The rest of a very large folder comes after the work that is found already.
			wanted ||= left > 0;
			if (asked) await journal.looked(settings.scope, at.toISOString());
		},
		dueInMs,
		asked: async () => (await askedAt()) !== undefined,
		interrupted() {
			for (const start of starts.values()) start.reachedAtOnce = false;
			wanted = true;
		},
	};
}
