import { createHash } from 'node:crypto';

/** Ids longer than this are hostile: RFC 5322 allows 998 characters in a line, real ones stay under 300. */
const MAX_ID = 500;
const MAX_IDS = 200;
/** References of a very long thread stay below this; what goes beyond is not read. */
const MAX_INPUT = 262_144;
const NOT_IN_AN_ID = /[\s<>\p{Cc}]+/gu;

/**
 * Brings one Message-ID to the form `<...>`: without white space (ids get folded in the middle) and control characters. Empty when nothing is left.
 * An id longer than 500 characters is replaced by one made of its SHA-256, the same wherever it is named, so that threads still hold.
 * Keys of messages are made from the result (see `identity.ts`): what it gives for a given id must never change.
 */
export function normaliseMessageId(id: string): string {
	const bare = id.replace(NOT_IN_AN_ID, '');
	if (bare === '') return '';
	if (bare.length <= MAX_ID) return `<${bare}>`;
	return `<long-${createHash('sha256').update(bare).digest('hex').slice(0, 32)}@mail-helpdesk.invalid>`;
}

function bracketed(value: string): string[] {
	const found: string[] = [];
	let start = value.indexOf('<');
	while (start !== -1) {
		const end = value.indexOf('>', start);
		const stop = end === -1 ? value.length : end;
		// An id that lost its closing bracket ends where the next one opens.
		const last = value.lastIndexOf('<', stop);
		for (const piece of value.slice(start, stop).split('<')) if (piece !== '') found.push(piece);
		start = value.indexOf('<', Math.max(stop, last + 1));
	}
	return found;
}

/**
 * Reads the ids of a References, In-Reply-To or Message-ID header: oldest first as they stand, each once, in the form `<...>`, at most 200 (the first
 * and the latest are kept). Brackets are optional; without any, only words with an `@` count, since old mailers wrote phrases here.
 */
export function parseMessageIds(headerValue: string): string[] {
	if (headerValue === '') return [];
	const value = headerValue.length > MAX_INPUT ? headerValue.slice(0, MAX_INPUT) : headerValue;
	const words = value.includes('<') ? bracketed(value) : value.split(/[\s,;]+/).filter((word) => word.includes('@'));
	const ids = [...new Set(words.map(normaliseMessageId).filter((id) => id !== ''))];
	return ids.length <= MAX_IDS ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MAX_IDS)];
}
