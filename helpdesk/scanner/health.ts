import type { Journal } from '../store/Journal';
import type { ScannerHealth, ScannerHost, ScannerSettings } from './Scanner';

/** At most one report in this time; what changes meanwhile is reported when it is over. */
const BETWEEN_REPORTS_MS = 60_000;
const BETWEEN_SAVES_MS = 5_000;
/** Saved this often although nothing has changed: what is older was left by a process that has ended. */
const SIGN_OF_LIFE_MS = 30_000;
const HOUR_MS = 3_600_000;

export interface Health {
	connection(connected: boolean, problem: string): void;
	/** Something in the mailbox cannot be done, under a name of its own; an empty text takes it back. */
	trouble(about: string, problem: string): void;
	newestMessage(receivedAt: string | null): void;
	progress(text: string): void;
	/** Counts, saves the state for others to see, and reports it when it has changed. Never rejects. */
	refresh(): Promise<void>;
}

type Parts = Pick<ScannerSettings, 'scope' | 'name' | 'alarmAfterHours'>;

/**
 * What a scanner says of itself. A report goes to the host when the connection, the problem, the silence or the number of quarantined messages has
 * changed: not for the ups and downs of daily work, not when all is well from the start, and never more often than once a minute.
 */
export function createHealth(settings: Parts, journal: Journal, host: ScannerHost, now: () => Date): Health {
	const troubles = new Map<string, string>();
	let state: ScannerHealth = {
		scanner: settings.name,
		connected: false,
		since: now().toISOString(),
		problem: '',
		lastMessageAt: null,
		waiting: 0,
		running: 0,
		retrying: 0,
		quarantined: 0,
		lagSeconds: 0,
		silent: false,
		progress: '',
	};
	let account = '';
	let connectionProblem = '';
	let reported: string | null = null;
	let reportedAt = -Infinity;
	let savedAt = -Infinity;
	let saved = '';

	const signature = () => JSON.stringify([state.connected, state.problem, state.silent, state.quarantined]);
	const wellFromTheStart = () => reported === null && state.connected && state.problem === '' && !state.silent;
	const problem = () => [connectionProblem, ...troubles.values()].filter(Boolean).join(' ');

	const report = (at: number) => {
		if (signature() === reported || at - reportedAt < BETWEEN_REPORTS_MS) return;
		if (wellFromTheStart()) {
			reported = signature();
			return;
		}
		reported = signature();
		reportedAt = at;
		host.health({ ...state });
	};

	const save = async (at: number) => {
		const text = JSON.stringify(state);
		if (at - savedAt < (text === saved ? SIGN_OF_LIFE_MS : BETWEEN_SAVES_MS)) return;
		savedAt = at;
		saved = text;
		await journal.saveState({ scope: settings.scope, name: settings.name, account, health: text, updatedAt: new Date(at).toISOString() });
	};

	return {
		connection(connected, text) {
			connectionProblem = text;
			if (connected) troubles.clear();
			const since = connected === state.connected ? state.since : now().toISOString();
			state = { ...state, connected, since, problem: problem() };
		},
		trouble(about, text) {
			if (text) troubles.set(about, text);
			else troubles.delete(about);
			state = { ...state, problem: problem() };
		},
		newestMessage(receivedAt) {
			if (receivedAt && receivedAt > (state.lastMessageAt ?? '')) state = { ...state, lastMessageAt: receivedAt };
		},
		progress(text) {
			state = { ...state, progress: text };
		},
		async refresh() {
			const at = now().getTime();
			account ||= settings.scope.split('|').slice(2, 4).join('@');
			try {
				const { waiting, retrying, running, quarantined, dueSince } = await journal.counts(settings.scope, new Date(at).toISOString());
				const lagSeconds = dueSince ? Math.max(0, Math.round((at - Date.parse(dueSince)) / 1000)) : 0;
				const { lastMessageAt } = state;
				const limit = settings.alarmAfterHours * HOUR_MS;
				const silent = limit > 0 && lastMessageAt !== null && at - Date.parse(lastMessageAt) > limit;
				state = { ...state, waiting, retrying, running, quarantined, lagSeconds, silent, problem: problem() };
				await save(at);
			} catch {
				// A store that cannot be used shows in everything else; a report of health must not end the scanner.
			}
			report(at);
		},
	};
}
