import type { Journal } from '../store/Journal';
import { liveOwners, registerOwner } from './owners';

/** A run of a scanner, as the owner of the messages that it has in hand. */
export interface Ownership {
	id: string;
	/** Says for the first time that this run is alive; before it takes a message. */
	announce(): Promise<void>;
	/** Gives back to *waiting* what nobody alive has in hand; says how many messages. */
	takeBack(scope: string): Promise<number>;
	/** Nothing is in hand any more. */
	release(): void;
}

const BEAT_MS = 5_000;
/** A run of another process that was silent for so long is taken for dead. */
const SILENT_MS = 45_000;
/** Whoever has not looked for so long does not know who was silent: the store may have been away for all. */
const LONGEST_GAP_MS = 15_000;

/**
 * Within a process it is known who is alive. Where several processes share the journal, each run counts a number up, and others watch whether it changes, by their own clock:
 * clocks of several machines never have to agree. After a change of the leading process, what the former one still has in hand stays its own until it is done.
 */
export function createOwnership(journal: Journal, now: () => Date, clock: () => number = () => performance.now()): Ownership {
	const owner = registerOwner();
	const seen = new Map<string, { beats: number; changedAt: number }>();
	let lookedAt = clock();
	const beating = journal.shared ? setInterval(() => void journal.beat(owner.id).catch(() => undefined), BEAT_MS) : undefined;
	beating?.unref();

	/** Of other processes. A run that is not listed has ended in order. */
	const othersAlive = async (): Promise<string[]> => {
		const beats = await journal.beats();
		const at = clock();
		const wasAway = at - lookedAt > LONGEST_GAP_MS;
		lookedAt = at;
		const alive: string[] = [];
		for (const [id, count] of beats) {
			const known = seen.get(id);
			if (!known || known.beats !== count || wasAway) seen.set(id, { beats: count, changedAt: at });
			if (at - (seen.get(id)?.changedAt ?? at) < SILENT_MS) alive.push(id);
			else await journal.endRun(id);
		}
		return alive;
	};

	return {
		id: owner.id,
		async announce() {
			if (journal.shared) await journal.beat(owner.id);
		},
		async takeBack(scope) {
			const others = journal.shared ? await othersAlive() : [];
			return await journal.recover(scope, [...new Set([...liveOwners(), ...others])], now().toISOString());
		},
		release() {
			owner.release();
			clearInterval(beating);
			if (journal.shared) void journal.endRun(owner.id).catch(() => undefined);
		},
	};
}
