import { createBackoff } from '../../../helpdesk/scanner/backoff';
import { createWakeUp } from '../../../helpdesk/scanner/wakeUp';

test('waits grow to five minutes, never stop, and start over after a success', () => {
	const backoff = createBackoff(300, () => 0.5);
	const waits = Array.from({ length: 12 }, () => backoff.next());
	expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
	expect(waits.at(-1)).toBe(300_000);
	backoff.reset();
	expect(backoff.next()).toBe(1000);
});

test('a refused sign-in waits at least as long as asked', () => {
	expect(createBackoff(300, () => 0.5).next(300)).toBe(300_000);
});

test('a sleep ends early when woken, also when the call came before the sleep', async () => {
	const wakeUp = createWakeUp();
	wakeUp.wake();
	await wakeUp.sleep(60_000);
	const sleeping = wakeUp.sleep(60_000);
	wakeUp.wake();
	await sleeping;
});
