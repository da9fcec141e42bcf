import { RE2JS } from 're2js';
import { explainBadPattern } from './badPattern';
import { RuleError } from './RuleError';

/** Longest pattern that is compiled, in characters. */
const MAXIMUM_PATTERN_LENGTH = 1000;

/** Largest compiled pattern, in instructions: what `a{1000}` five times in a row makes. */
const MAXIMUM_PROGRAM_SIZE = 5000;

/** Longest text that a pattern looks at, in characters. */
export const MAXIMUM_INPUT_LENGTH = 1024 * 1024;

/**
 * Linear time is still length times size of the pattern, and it runs on n8n's only thread: 57 seconds were measured for a pattern of 2,000 instructions on one
 * megabyte. This product takes about one second.
 */
const MAXIMUM_WORK = 24_000_000;

/** A compiled pattern may keep up to 8 MB of states, so few are kept. */
const MAXIMUM_KEPT = 32;

const kept = new Map<string, Pattern>();

/** A compiled regular expression of a rule. */
export interface Pattern {
	/** Longest text it looks at, in characters; less than `MAXIMUM_INPUT_LENGTH` for a large pattern. */
	inputLimit: number;
	/** The first match in (the first `inputLimit` characters of) a text, or null. */
	find(text: string): PatternMatch | null;
}

export interface PatternMatch {
	/** Where the match begins. */
	index: number;
	/** The last capture group that took part, else the whole match: what Vtiger hands to "Update Ticket". */
	captured: string;
	/** False when `captured` is the whole match. */
	byGroup: boolean;
}

/**
 * Compiles a regular expression of a rule: RE2 syntax, upper and lower case alike, `.` not across lines and `^` `$` at the ends of the text (as in Vtiger), linear time.
 * The most recent patterns are kept compiled. Throws `RuleError` with code `BAD_PATTERN`, the place in the pattern and what to write instead.
 */
export function compilePattern(pattern: string): Pattern {
	const known = kept.get(pattern);
	const compiled = known ?? compile(pattern);
	kept.delete(pattern);
	kept.set(pattern, compiled);
	if (kept.size > MAXIMUM_KEPT) kept.delete(kept.keys().next().value ?? '');
	return compiled;
}

function compile(pattern: string): Pattern {
	if (pattern === '') throw new RuleError('BAD_PATTERN', 'The pattern is empty', 'Enter a regular expression, or choose another operator.');
	if (pattern.length > MAXIMUM_PATTERN_LENGTH) throw tooLarge(`it has ${pattern.length} characters, and ${MAXIMUM_PATTERN_LENGTH} are allowed`);
	const compiled = compileRe2(pattern);
	const size = compiled.programSize();
	if (size > MAXIMUM_PROGRAM_SIZE) throw tooLarge('its repetitions make it too large to be run on every message');
	const inputLimit = Math.min(MAXIMUM_INPUT_LENGTH, Math.floor(MAXIMUM_WORK / size));
	return { inputLimit, find: (text) => find(compiled, text.slice(0, inputLimit)) };
}

function compileRe2(pattern: string): RE2JS {
	try {
		return RE2JS.compile(pattern.normalize('NFC'), RE2JS.CASE_INSENSITIVE);
	} catch (error) {
		throw explainBadPattern(pattern, error);
	}
}

function tooLarge(why: string): RuleError {
	return new RuleError('BAD_PATTERN', `The pattern is too large: ${why}`, 'Shorten the pattern or lower its repetition counts, or split it into several conditions.');
}

function find(compiled: RE2JS, text: string): PatternMatch | null {
	// Nearly every look at a mail ends here, and without captures the fast automaton answers.
	if (!compiled.test(text)) return null;
	const match = compiled.matcher(text);
	if (!match.find()) return null;
	for (let group = match.groupCount(); group > 0; group--) {
		const captured = match.group(group);
		if (captured !== null) return { index: match.start(), captured, byGroup: true };
	}
	return { index: match.start(), captured: match.group() ?? '', byGroup: false };
}
