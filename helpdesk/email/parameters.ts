import { decodeBytes } from './charset';
import { decodeHeaderText, oneLine } from './encodedWords';

/** A structured header value such as Content-Type: `value` in lower case, parameter names in lower case, their values decoded. */
export interface StructuredValue {
	value: string;
	parameters: Record<string, string>;
}

interface RawParameter {
	name: string;
	value: string;
}

const MAX_PARAMETERS = 300;
const UNSAFE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads a quoted string from its opening quote. Windows paths are sent unescaped, so a backslash escapes only quotes and backslashes. */
function readQuoted(text: string, start: number): { value: string; end: number } {
	let value = '';
	let index = start + 1;
	let piece = index;
	for (; index < text.length; index++) {
		const char = text[index];
		if (char === '"') break;
		const following = text[index + 1];
		if (char === '\\' && (following === '"' || following === '\\')) {
			value += text.slice(piece, index);
			piece = index + 1;
			index++;
		}
	}
	return { value: value + text.slice(piece, index), end: index + 1 };
}

function readParameters(text: string, start: number): RawParameter[] {
	const found: RawParameter[] = [];
	let position = start;
	while (position < text.length && found.length < MAX_PARAMETERS) {
		const equals = text.indexOf('=', position);
		if (equals === -1) break;
		const semicolon = text.lastIndexOf(';', equals);
		const name = text.slice(Math.max(position, semicolon + 1), equals).trim().toLowerCase().slice(0, 100);
		let valueStart = equals + 1;
		while (text[valueStart] === ' ' || text[valueStart] === '\t') valueStart++;
		let value: string;
		if (text[valueStart] === '"') {
			const quoted = readQuoted(text, valueStart);
			value = quoted.value;
			position = quoted.end;
		} else {
			const end = text.indexOf(';', valueStart);
			position = end === -1 ? text.length : end + 1;
			value = text.slice(valueStart, end === -1 ? text.length : end).trim();
		}
		if (name !== '' && !UNSAFE_NAMES.has(name)) found.push({ name, value });
	}
	return found;
}

function percentBytes(value: string): Buffer {
	const unescaped = value.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
	return Buffer.from(unescaped, 'latin1');
}

interface Segment {
	index: number;
	encoded: boolean;
	value: string;
}

/** `name*0*=charset'lang'...`, `name*1=...` (RFC 2231 section 3 and 4): bytes are joined before they are decoded. */
function joinSegments(segments: Segment[]): string {
	const ordered = segments.toSorted((one, other) => one.index - other.index);
	let charset = '';
	const bytes = ordered.map((segment, position) => {
		if (!segment.encoded) return Buffer.from(segment.value, 'latin1');
		const labelled = position === 0 ? /^([^']{0,60})'[^']{0,60}'/.exec(segment.value) : null;
		charset = labelled?.[1] ?? charset;
		return percentBytes(segment.value.slice(labelled?.[0].length ?? 0));
	});
	return decodeBytes(Buffer.concat(bytes), charset);
}

function decodeParameters(raw: readonly RawParameter[]): Record<string, string> {
	const plain = new Map<string, string>();
	const extended = new Map<string, Segment[]>();
	for (const { name, value } of raw) {
		const parts = name.includes('*') ? /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/.exec(name) : null;
		const base = parts?.[1] ?? name;
		if (parts?.[2] === undefined && parts?.[3] === undefined) {
			if (!plain.has(base)) plain.set(base, oneLine(decodeHeaderText(value)));
			continue;
		}
		const segments = extended.get(base) ?? [];
		segments.push({ index: Number(parts[2] ?? 0), encoded: parts[3] === '*', value });
		extended.set(base, segments);
	}
	for (const [base, segments] of extended) {
		const anyEncoded = segments.some((segment) => segment.encoded);
		const joined = joinSegments(segments);
		plain.set(base, oneLine(anyEncoded ? joined : decodeHeaderText(segments.map((segment) => segment.value).join(''))));
	}
	return Object.fromEntries([...plain].filter(([name]) => !UNSAFE_NAMES.has(name)));
}

/**
 * Reads `value; name=value; name*0*=...` (RFC 2045 section 5.1, RFC 2231), forgiving what mailers send: unquoted blanks, encoded words in
 * parameters, Windows paths, raw 8-bit text, a forgotten first semicolon. `raw` holds bytes as latin1 characters. Never throws; linear.
 */
export function parseStructured(raw: string): StructuredValue {
	if (raw === '') return { value: '', parameters: {} };
	const head = /^[^;]{0,300}/.exec(raw)?.[0] ?? '';
	const value = oneLine(head).replace(/\([^()]{0,200}\)/g, '').trim().split(' ', 1)[0] ?? '';
	const rest = raw.indexOf(value) + value.length;
	return { value: value.toLowerCase(), parameters: raw.includes('=', rest) ? decodeParameters(readParameters(raw, rest)) : {} };
}
