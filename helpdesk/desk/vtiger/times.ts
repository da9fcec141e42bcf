const VTIGER_TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/;

/** ISO 8601 of a time as the web service gives it: always in UTC, whatever the user's zone is. Empty when there is none. */
export function isoTime(time: string | undefined): string {
	const [, date, clock] = VTIGER_TIME.exec(time ?? '') ?? [];
	return date && clock ? `${date}T${clock}.000Z` : '';
}

/** As the web service takes and gives it. */
export function vtigerTime(time: Date): string {
	return time.toISOString().slice(0, 19).replace('T', ' ');
}
