import { createIntakePause } from '../../../helpdesk/scanner/intakePause';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));

test('a fault of the world pauses intake and lets one probe through later', () => {
	const pause = createIntakePause();
	expect(pause.record('a', 'world', at(0))).toBe(true);
	expect(pause.limit(5, at(1))).toBe(0);
	expect(pause.limit(5, at(16))).toBe(1);
});

test('the pause grows with every failed probe, up to five minutes, and ends with the first success', () => {
	const pause = createIntakePause();
	let now = 0;
	const waits = [1, 2, 3, 4, 5, 6, 7].map(() => {
		pause.record('a', 'world', at(now));
		const wait = (pause.probeAt()?.getTime() ?? 0) / 1000 - at(now).getTime() / 1000;
		now += wait;
		return wait;
	});
	expect(waits).toEqual([15, 30, 60, 120, 240, 300, 300]);
	pause.record('a', 'ok', at(now));
	expect(pause.probeAt()).toBeNull();
	expect(pause.limit(5, at(now))).toBe(5);
});

test('executions that fail at the same time make one pause, not a long one', () => {
	const pause = createIntakePause();
	for (const key of ['a', 'b', 'c', 'd', 'e']) expect(pause.record(key, 'world', at(0))).toBe(true);
	expect(pause.probeAt()).toEqual(at(15));
});

test('one message that fails again and again is its own fault', () => {
	const pause = createIntakePause();
	for (let second = 0; second < 10; second += 1) expect(pause.record('a', 'message', at(second))).toBe(false);
	expect(pause.limit(5, at(20))).toBe(5);
});

test('three different messages failing in a row are the fault of the world', () => {
	const pause = createIntakePause();
	expect(pause.record('a', 'message', at(0))).toBe(false);
	expect(pause.record('b', 'message', at(1))).toBe(false);
	expect(pause.record('c', 'message', at(2))).toBe(true);
	expect(pause.limit(5, at(3))).toBe(0);
});

test('a success in between shows that the world is well', () => {
	const pause = createIntakePause();
	pause.record('a', 'message', at(0));
	pause.record('b', 'message', at(1));
	pause.record('x', 'ok', at(2));
	expect(pause.record('c', 'message', at(3))).toBe(false);
});
