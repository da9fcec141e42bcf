/** A Date header as read: the moment, and the sender's offset from UTC in minutes. */
export interface HeaderDate {
	date: string | null;
	offset: number | null;
}

const NOTHING: HeaderDate = { date: null, offset: null };
const DAY = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Zone names of RFC 5322 section 4.3 and those seen beside them, in minutes. */
const ZONES: Readonly<Record<string, number>> = {
	z: 0, ut: 0, utc: 0, gmt: 0, wet: 0, bst: 60, cet: 60, met: 60, cest: 120, mest: 120, eet: 120, eest: 180, msk: 180,
	est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, jst: 540,
};

const RFC_DATE =
	/^(?:[^\s,]{1,12}[,.]?\s{1,4})?(\d{1,2})[\s-]{1,4}([A-Za-z]{3})[a-z]{0,6}[\s,.-]{1,4}(\d{2,4})[\s,]{1,4}(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d{1,6})?)?\s{0,4}([AaPp][Mm])?\s{0,4}(\S{0,10})/;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})[T\s](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?\s{0,2}(\S{0,10})/;
/** asctime, as old programs write it: `Tue Jul  1 10:52:37 2003 +0200`. */
const ASCTIME =
	/^[A-Za-z]{3,9},?\s{1,4}([A-Za-z]{3})[a-z]{0,6}\s{1,4}(\d{1,2}),?\s{1,4}(\d{2}):(\d{2})(?::(\d{2}))?\s{1,4}(?:([A-Z]{2,5})\s{1,4})?(\d{4})\s{0,4}(\S{0,10})/;

interface Clock {
	year: number;
	/** 0 to 11. */
	month: number;
	day: number;
	hour: number;
	minute: number;
	second: number;
	zone: string;
}

function fullYear(text: string): number {
	const year = Number(text);
	if (text.length >= 4) return year;
	if (text.length === 3) return 1900 + year;
	return year < 50 ? 2000 + year : 1900 + year;
}

function readClock(text: string): Clock | null {
	const rfc = RFC_DATE.exec(text);
	if (rfc) {
		const half = rfc[7]?.toLowerCase();
		const hour = half === undefined ? Number(rfc[4]) : (Number(rfc[4]) % 12) + (half === 'pm' ? 12 : 0);
		const month = MONTHS.indexOf((rfc[2] ?? '').toLowerCase());
		return { year: fullYear(rfc[3] ?? ''), month, day: Number(rfc[1]), hour, minute: Number(rfc[5]), second: Number(rfc[6] ?? 0), zone: rfc[8] ?? '' };
	}
	const iso = ISO_DATE.exec(text);
	if (iso) {
		return {
			year: Number(iso[1]), month: Number(iso[2]) - 1, day: Number(iso[3]), hour: Number(iso[4]), minute: Number(iso[5]), second: Number(iso[6] ?? 0),
			zone: iso[7] ?? '',
		};
	}
	const old = ASCTIME.exec(text);
	if (!old) return null;
	const month = MONTHS.indexOf((old[1] ?? '').toLowerCase());
	const zone = old[6] ?? old[8] ?? '';
	return { year: Number(old[7]), month, day: Number(old[2]), hour: Number(old[3]), minute: Number(old[4]), second: Number(old[5] ?? 0), zone };
}

/** Minutes; null when the zone is not stated (`-0000` says so, RFC 5322 section 3.3); NaN when it cannot exist. */
function readOffset(zone: string): number | null {
	const numeric = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})/i.exec(zone);
	if (!numeric) return ZONES[zone.toLowerCase().replace(/[^a-z]/g, '')] ?? null;
	const hours = Number(numeric[2]);
	const minutes = Number(numeric[3]);
	if (hours > 14 || minutes > 59) return Number.NaN;
	if (numeric[1] === '-' && hours === 0 && minutes === 0) return null;
	return (numeric[1] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

function isPossible(clock: Clock): boolean {
	if (clock.month < 0 || clock.month > 11 || clock.year < 1970 || clock.year > 9999) return false;
	if (clock.hour > 23 || clock.minute > 59 || clock.second > 60) return false;
	return clock.day >= 1 && (clock.day <= 28 || clock.day <= new Date(Date.UTC(clock.year, clock.month + 1, 0)).getUTCDate());
}

/**
 * Reads a raw Date header: ISO 8601 in UTC and the sender's offset in minutes. Both null when it is missing, impossible (31 February, offset of
 * 99 hours) or more than a day later than `receivedAt`. A zone that is not stated counts as UTC with offset null.
 */
export function readHeaderDate(raw: string, receivedAt: Date | null): HeaderDate {
	const clock = readClock(raw.slice(0, 200).replace(/[^\S ]\s*| \s+/g, ' ').trim());
	if (clock === null || !isPossible(clock)) return NOTHING;
	const offset = readOffset(clock.zone);
	if (Number.isNaN(offset)) return NOTHING;
	const moment = Date.UTC(clock.year, clock.month, clock.day, clock.hour, clock.minute, clock.second) - (offset ?? 0) * 60_000;
	if (receivedAt !== null && moment > receivedAt.getTime() + DAY) return NOTHING;
	return { date: new Date(moment).toISOString(), offset };
}
