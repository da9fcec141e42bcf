/** True when the runtime knows this IANA time zone; the empty name is UTC. */
export function isTimeZone(timeZone: string): boolean {
	try {
		new Intl.DateTimeFormat('en-GB', { timeZone: timeZone === '' ? 'UTC' : timeZone });
		return true;
	} catch {
		return false;
	}
}

/**
 * An ISO 8601 time as `2024-03-05 10:12`, in this time zone: the same in every language, and sorts. `UTC` is named, a zone that the user chose is not.
 * Text that is no time comes back as it is; an unknown zone counts as UTC.
 */
export function showTime(iso: string, timeZone: string): string {
	const time = Date.parse(iso);
	if (Number.isNaN(time)) return iso;
	const zone = timeZone !== '' && isTimeZone(timeZone) ? timeZone : 'UTC';
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
	}).formatToParts(time);
	const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? '';
	return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}${zone === 'UTC' ? ' UTC' : ''}`;
}
