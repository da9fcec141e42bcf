import { decodeHeaderText, oneLine } from './encodedWords';
import type { RawField } from './headerBlock';

/** An item with larger headers would be a burden for every node after this one; the facts are read from the full ones. */
const MAX_VALUE = 16_384;
const MAX_VALUES_PER_NAME = 100;
const MAX_TOTAL = 262_144;
const UNSAFE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * All header fields, decoded: names in lower case, values one line each, in the order of the header. At most 16 KiB per value, 100 values per name and
 * 256 KiB in all: what is beyond is left out.
 */
export function readHeaders(fields: readonly RawField[], hint = ''): Record<string, string[]> {
	const headers: Record<string, string[]> = {};
	let total = 0;
	for (const field of fields) {
		if (UNSAFE_NAMES.has(field.name)) continue;
		const known = headers[field.name];
		if (known !== undefined && known.length >= MAX_VALUES_PER_NAME) continue;
		const value = oneLine(decodeHeaderText(field.value.slice(0, MAX_VALUE), hint));
		total += field.name.length + value.length;
		if (total > MAX_TOTAL) break;
		if (known === undefined) headers[field.name] = [value];
		else known.push(value);
	}
	return headers;
}
