import { brokenLimit, limitInWords, ticketLadder } from '../../../helpdesk/conversation/limits';

const NOW = '2026-03-02T12:00:00.000Z';
const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();
const times = (count: number, minutes: number) => Array.from({ length: count }, () => minutesAgo(minutes));

test('a limit is broken by one more message than it allows, and by none that is older than it looks back', () => {
	const limit = { messages: 20, minutes: 120 };
	expect(brokenLimit(times(19, 1), NOW, [limit])).toBeNull();
	expect(brokenLimit(times(20, 119), NOW, [limit])).toEqual(limit);
	expect(brokenLimit(times(20, 120), NOW, [limit])).toBeNull();
});

test('zero is no limit', () => {
	expect(brokenLimit(times(1_000, 1), NOW, [{ messages: 0, minutes: 120 }, ...ticketLadder(0)])).toBeNull();
});

test('times of the future, from a clock that was wrong, count as now', () => {
	expect(brokenLimit(times(10, -60), NOW, ticketLadder(10))).toEqual({ messages: 10, minutes: 10 });
});

test.each([
	[10, 9, 10],
	[15, 29, 30],
	[25, 59, 60],
	[50, 179, 180],
	[100, 599, 600],
])('a ticket takes in no more than %i messages when the oldest is %i minutes old', (messages, age, minutes) => {
	expect(brokenLimit(times(messages, age), NOW, ticketLadder(10))).toEqual({ messages, minutes });
	expect(brokenLimit(times(messages - 1, age), NOW, ticketLadder(10))).toBeNull();
});

test('says a limit in words', () => {
	expect([limitInWords({ messages: 20, minutes: 120 }), limitInWords({ messages: 40, minutes: 1_440 })]).toEqual(['20 in 120 minutes', '40 in 24 hours']);
});
