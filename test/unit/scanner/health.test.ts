import { createHealth } from '../../../helpdesk/scanner/health';
import type { ScannerHealth } from '../../../helpdesk/scanner/Scanner';
import type { Journal } from '../../../helpdesk/store/Journal';

function scanner(alarmAfterHours = 0) {
	const reports: ScannerHealth[] = [];
	const clock = { at: Date.UTC(2026, 2, 1, 8) };
	const counts = { waiting: 0, retrying: 0, running: 0, acknowledging: 0, quarantined: 0, dueSince: null as string | null };
	const journal = { counts: async () => counts, saveState: async () => undefined } as unknown as Journal;
	const host = { deliver: async () => ({ ok: true as const }), quarantined: () => undefined, health: (state: ScannerHealth) => void reports.push(state) };
	const health = createHealth({ scope: 'w|n|alice|host|a', name: 'Support', alarmAfterHours }, journal, host, () => new Date(clock.at));
	const after = async (seconds: number) => {
		clock.at += seconds * 1000;
		await health.refresh();
	};
	return { health, reports, counts, after, clock };
}

test('a scanner that is well from the start reports nothing', async () => {
	const { health, reports, after, counts } = scanner();
	health.connection(true, '');
	await after(0);
	Object.assign(counts, { waiting: 7, running: 5, retrying: 2 });
	await after(600);
	expect(reports).toEqual([]);
});

test('a lost connection is reported once, with what is wrong, and its return once', async () => {
	const { health, reports, after } = scanner();
	health.connection(true, '');
	await after(0);
	for (let second = 0; second < 300; second += 5) {
		health.connection(false, 'The server does not answer.');
		await after(5);
	}
	health.connection(true, '');
	await after(5);
	await after(300);
	expect(reports.map(({ connected, problem }) => [connected, problem])).toEqual([[false, 'The server does not answer.'], [true, '']]);
});

test('a connection that comes and goes makes at most one report a minute', async () => {
	const { health, reports, after } = scanner();
	for (let second = 0; second < 600; second += 1) {
		health.connection(second % 2 === 0, second % 2 === 0 ? '' : 'Lost.');
		await after(1);
	}
	expect(reports.length).toBeLessThanOrEqual(10);
});

test('a message put aside is reported', async () => {
	const { health, reports, counts, after } = scanner();
	health.connection(true, '');
	await after(0);
	counts.quarantined = 1;
	await after(5);
	await after(500);
	expect(reports.map(({ quarantined }) => quarantined)).toEqual([1]);
});

test('silence is reported once after the chosen hours, and its end once; never for a mailbox that never got mail, or by default', async () => {
	const quiet = scanner(2);
	quiet.health.connection(true, '');
	await quiet.after(5 * 3600);
	expect(quiet.reports).toEqual([]);
	quiet.health.newestMessage(new Date(quiet.clock.at).toISOString());
	await quiet.after(3600);
	expect(quiet.reports).toEqual([]);
	await quiet.after(3601);
	await quiet.after(3600);
	expect(quiet.reports.map(({ silent }) => silent)).toEqual([true]);
	quiet.health.newestMessage(new Date(quiet.clock.at).toISOString());
	await quiet.after(5);
	expect(quiet.reports.map(({ silent }) => silent)).toEqual([true, false]);

	const unasked = scanner();
	unasked.health.connection(true, '');
	unasked.health.newestMessage(new Date(unasked.clock.at).toISOString());
	await unasked.after(500 * 3600);
	expect(unasked.reports).toEqual([]);
});

test('the oldest message that is due makes the lag', async () => {
	const { health, reports, counts, after, clock } = scanner();
	counts.dueSince = new Date(clock.at).toISOString();
	health.connection(false, 'Down.');
	await after(90);
	expect(reports[0]?.lagSeconds).toBe(90);
});

test('a report holds everything there is to know, and no more', async () => {
	const { health, reports, counts, after, clock } = scanner();
	Object.assign(counts, { waiting: 3, retrying: 2, running: 1, quarantined: 4, dueSince: new Date(clock.at - 90_000).toISOString() });
	health.newestMessage('2026-03-01T07:00:00.000Z');
	health.progress('First look: 10 messages are still to be looked at');
	health.connection(true, '');
	const since = new Date(clock.at).toISOString();
	health.connection(false, 'The server does not answer.');
	await after(0);
	expect(reports).toEqual([
		{
			scanner: 'Support',
			connected: false,
			since,
			problem: 'The server does not answer.',
			lastMessageAt: '2026-03-01T07:00:00.000Z',
			waiting: 3,
			retrying: 2,
			running: 1,
			quarantined: 4,
			lagSeconds: 90,
			silent: false,
			progress: 'First look: 10 messages are still to be looked at',
		},
	]);
});
