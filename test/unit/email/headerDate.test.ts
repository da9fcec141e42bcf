import { readHeaderDate } from '../../../helpdesk/email/headerDate';

const RECEIVED = new Date('2026-03-02T10:00:00Z');

describe('the Date header', () => {
	it.each([
		['Mon, 2 Mar 2026 09:30:00 +0100', '2026-03-02T08:30:00.000Z', 60],
		['2 Mar 2026 09:30 -0530 (IST)', '2026-03-02T15:00:00.000Z', -330],
		['Mon, 02 Mar 26 09:30:15 GMT', '2026-03-02T09:30:15.000Z', 0],
		['Mon, 2 Mar 2026 09:30:00 EST', '2026-03-02T14:30:00.000Z', -300],
		['Mon, 2 Mar 2026 09:30:00 -0000', '2026-03-02T09:30:00.000Z', null],
		['Mon, 2 Mar 2026 09:30:00', '2026-03-02T09:30:00.000Z', null],
		['Mo, 2-Mar-2026 9.30.00 +0100', '2026-03-02T08:30:00.000Z', 60],
		['2026-03-02T09:30:00+02:00', '2026-03-02T07:30:00.000Z', 120],
		['Mon Mar  2 09:30:00 2026 +0100', '2026-03-02T08:30:00.000Z', 60],
		['Mon, 2 Mar 2026 09:30:00 PM +0000', '2026-03-02T21:30:00.000Z', 0],
		['Thu, 31 Dec 1998 23:59:60 +0000', '1999-01-01T00:00:00.000Z', 0],
	])('reads %s', (raw, date, offset) => {
		expect(readHeaderDate(raw, RECEIVED)).toEqual({ date, offset });
	});

	it.each([
		'', 'yesterday', 'Mon, 31 Feb 2026 09:30:00 +0000', 'Mon, 2 Mar 2026 25:30:00 +0000', 'Mon, 2 Mar 2026 09:30:00 +9900',
		'Mon, 2 Xyz 2026 09:30:00 +0000', 'Mon, 2 Mar 1900 09:30:00 +0000', 'Mon, 0 Mar 2026 09:30:00 +0000', '\u0000'.repeat(500), '1 '.repeat(50_000),
	])('gives null for what cannot be: %.40j', (raw) => {
		expect(readHeaderDate(raw, RECEIVED)).toEqual({ date: null, offset: null });
	});

	it('does not believe a date more than a day after the mail was received', () => {
		expect(readHeaderDate('Tue, 3 Mar 2026 09:59:00 +0000', RECEIVED).date).toBe('2026-03-03T09:59:00.000Z');
		expect(readHeaderDate('Tue, 3 Mar 2026 10:01:00 +0000', RECEIVED).date).toBeNull();
		expect(readHeaderDate('Tue, 3 Mar 2037 10:01:00 +0000', null).date).toBe('2037-03-03T10:01:00.000Z');
	});
});
