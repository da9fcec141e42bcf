const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/** Bytes of `5000`, `500 KB`, `1.5 MB` (a megabyte is 1,048,576 bytes, as mail programs count); null when it is none of these. */
export function parseSize(value: string): number | null {
	const found = /^(\d{1,15})(?:[.,](\d{1,3}))?\s{0,4}(b|kb|mb|gb)?$/i.exec(value.trim());
	if (!found) return null;
	return Number(`${found[1] ?? ''}.${found[2] ?? '0'}`) * (UNITS[(found[3] ?? 'b').toLowerCase()] ?? 1);
}

/** Milliseconds since 1970 of an ISO 8601 date such as `2026-01-31` or `2026-01-31T08:00:00+01:00`; UTC where no offset is given; null when it is none. */
export function parseMoment(value: string): number | null {
	const found = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(value.trim());
	if (!found) return null;
	const offset = (found[3] ?? 'Z').toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
	const moment = Date.parse(`${found[1] ?? ''}T${found[2] ?? '00:00'}${offset}`);
	return Number.isNaN(moment) ? null : moment;
}
