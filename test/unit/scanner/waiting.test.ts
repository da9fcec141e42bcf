import { SILENCE_MS } from '../../../helpdesk/mailbox/connect';
import { PULSE } from '../../../helpdesk/mailbox/noop';
import { createBackoff } from '../../../helpdesk/scanner/backoff';
import { createWakeUp } from '../../../helpdesk/scanner/wakeUp';

test('waits grow to five minutes, never stop, and start over after a success', () => {
	const backoff = createBackoff({ maxSeconds: 300 }, () => 0.5);
	const waits = Array.from({ length: 12 }, () => backoff.next());
	expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
	expect(waits.at(-1)).toBe(300_000);
	backoff.reset();
	expect(backoff.next()).toBe(1000);
});

test('in the first half hour no wait is longer than 30 s, and in a longer outage none longer than five minutes', () => {
	const backoff = createBackoff({ maxSeconds: 250, atFirst: { maxSeconds: 24, patienceSeconds: 1_800 } }, () => 1);
	const waits = Array.from({ length: 200 }, () => backoff.next() / 1000);
	let passed = 0;
	for (const wait of waits) {
		expect(wait).toBeLessThanOrEqual(passed < 1_800 ? 30 : 300);
		passed += wait;
	}
	expect(waits.at(-1)).toBe(300);
	backoff.reset();
	expect(backoff.next()).toBe(1_200);
});

test('a dead line is found within 90 s, and IDLE is renewed long before 29 minutes', () => {
	expect(PULSE.everyMs + PULSE.answerMs).toBeLessThanOrEqual(90_000);
	expect(PULSE.everyMs).toBeLessThan(29 * 60_000);
	expect(SILENCE_MS).toBeLessThanOrEqual(90_000);
});

test('a refused sign-in waits at least as long as asked', () => {
	expect(createBackoff({ maxSeconds: 300 }, () => 0.5).next(300)).toBe(300_000);
});

test('a sleep ends early when woken, also when the call came before the sleep', async () => {
	const wakeUp = createWakeUp();
	wakeUp.wake();
	await wakeUp.sleep(60_000);
	const sleeping = wakeUp.sleep(60_000);
	wakeUp.wake();
	await sleeping;
});
