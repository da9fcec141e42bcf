import { rawValues, type RawField } from './headerBlock';

const MAX_VALUE = 20_000;

/** Removes comments and quoted strings: `dmarc=pass` inside of them is not a result. One pass. */
function withoutComments(value: string): string {
	let out = '';
	let depth = 0;
	let quoted = false;
	for (let index = 0; index < value.length; index++) {
		const char = value.charAt(index);
		if (char === '\\') {
			index++;
		} else if (quoted) {
			if (char === '"') quoted = false;
		} else if (char === '"' && depth === 0) {
			quoted = true;
		} else if (char === '(') {
			depth++;
		} else if (char === ')') {
			if (depth > 0) depth--;
		} else if (depth === 0) {
			out += char;
		}
	}
	return out;
}

function alignsWith(headerFrom: string, fromDomain: string): boolean {
	return headerFrom === fromDomain || fromDomain.endsWith(`.${headerFrom}`) || headerFrom.endsWith(`.${fromDomain}`);
}

/**
 * The DMARC verdict of the topmost Authentication-Results (RFC 8601) written by a trusted server, or null. Headers of other servers are forgeable and are
 * not read; a verdict that names another `header.from` than the mail's From domain is not about this sender and is passed over.
 */
export function readAuthentication(
	fields: readonly RawField[],
	trustedAuthserv: readonly string[],
	fromDomain: string,
): { dmarc: string; by: string } | null {
	const trusted = new Set(trustedAuthserv.map((id) => id.trim().toLowerCase()).filter((id) => id !== ''));
	if (trusted.size === 0) return null;
	for (const raw of rawValues(fields, 'authentication-results')) {
		const [head = '', ...results] = withoutComments(raw.slice(0, MAX_VALUE)).split(';');
		const by = head.trim().split(/\s/, 1)[0]?.toLowerCase() ?? '';
		if (!trusted.has(by)) continue;
		for (const result of results) {
			const verdict = /^\s{0,10}dmarc\s{0,5}=\s{0,5}([a-z]{1,20})/i.exec(result)?.[1];
			if (verdict === undefined) continue;
			const headerFrom = /\sheader\.from\s{0,5}=\s{0,5}([^\s;]{1,255})/i.exec(result)?.[1]?.toLowerCase();
			if (headerFrom !== undefined && fromDomain !== '' && !alignsWith(headerFrom.replace(/^[^@]*@/, ''), fromDomain)) continue;
			return { dmarc: verdict.toLowerCase(), by };
		}
	}
	return null;
}
