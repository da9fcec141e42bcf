import { RuleError } from './RuleError';

interface Explanation {
	/** Tested against the pattern from the place of the error on. */
	at: RegExp;
	what: string;
	remedy: string;
}

const CAPTURE_INSTEAD = 'Match the text around it as well, and put a capture group ( ) around the part you want.';

/** Constructs of other engines that a linear-time engine has not, by how they begin. The first that fits is told. */
const UNSUPPORTED: readonly Explanation[] = [
	{ at: /^\(\?[=!]/, what: 'lookahead is not supported', remedy: CAPTURE_INSTEAD },
	{ at: /^\(\?<[=!]/, what: 'lookbehind is not supported', remedy: CAPTURE_INSTEAD },
	{ at: /^\\[1-9]|^\\k[<{']|^\(\?P=/, what: 'a reference back to an earlier group is not supported', remedy: 'Write out what the group stands for a second time.' },
	{ at: /^\(\?>/, what: 'atomic groups are not needed', remedy: 'Write (?: instead of (?>: patterns run in linear time as they are.' },
	{ at: /^[*+?}]\+/, what: 'possessive repetition is not needed', remedy: 'Leave out the second +: patterns run in linear time as they are.' },
	{ at: /^\(\?#/, what: 'comments are not supported', remedy: 'Leave out the comment.' },
	{ at: /^\\[hRXKGZ]/, what: 'this escape is not supported', remedy: String.raw`Use \s for a blank, \r?\n for a line end, \z for the end of the text.` },
];

/** What the engine says, and what it means for somebody who is not at home in it. */
const MEANINGS: Readonly<Record<string, { what: string; remedy: string }>> = {
	'missing closing )': { what: 'this group is not closed', remedy: String.raw`Add the missing ")", or write \( for the character itself.` },
	'unexpected )': { what: 'this ")" closes nothing', remedy: String.raw`Remove it, or write \) for the character itself.` },
	'missing closing ]': { what: 'this character list is not closed', remedy: String.raw`Add the missing "]", or write \[ for the character itself.` },
	'missing argument to repetition operator': {
		what: 'there is nothing here to repeat',
		remedy: String.raw`Write .* for any text, or put a backslash before the character to search for the character itself.`,
	},
	'invalid nested repetition operator': { what: 'two repetitions follow each other', remedy: 'Keep one of them.' },
	'invalid repeat count': { what: 'this repetition count cannot be used', remedy: 'Counts go up to 1000, also when repetitions are nested, the smaller one first.' },
	'invalid character class range': { what: 'this range or class does not exist', remedy: 'In a range such as a-z the smaller character comes first.' },
	'invalid escape sequence': { what: 'this escape does not exist', remedy: 'Leave out the backslash to search for the character itself.' },
	'trailing backslash at end of expression': { what: 'the backslash at the end escapes nothing', remedy: 'Remove it, or write two for the character itself.' },
	'expression nests too deeply': { what: 'the groups are nested too deeply', remedy: 'Use fewer groups within groups.' },
};

const UNKNOWN = { what: 'it cannot be read', remedy: 'Check the pattern against the RE2 syntax.' };

/** Turns an error of the engine into a `RuleError` `BAD_PATTERN` that names the place, counted from 1, and a remedy. */
export function explainBadPattern(pattern: string, error: unknown): RuleError {
	const { kind, fragment } = readEngineError(error);
	const place = placeOf(pattern, kind, fragment);
	const rest = pattern.slice(place);
	const meaning = UNSUPPORTED.find(({ at }) => at.test(rest)) ?? MEANINGS[kind] ?? UNKNOWN;
	return new RuleError('BAD_PATTERN', `The pattern has an error at character ${place + 1}, "${rest.slice(0, 20)}": ${meaning.what}`, meaning.remedy);
}

function readEngineError(error: unknown): { kind: string; fragment: string } {
	const { error: kind, input } = (typeof error === 'object' && error !== null ? error : {}) as { error?: unknown; input?: unknown };
	return { kind: typeof kind === 'string' ? kind : '', fragment: typeof input === 'string' ? input : '' };
}

/** The engine names a fragment, not a place; for parentheses it names the whole pattern. */
function placeOf(pattern: string, kind: string, fragment: string): number {
	const tokens = tokenStarts(pattern);
	if (kind === 'missing closing )' || kind === 'unexpected )') return unbalancedParenthesis(pattern, tokens);
	if (kind === 'trailing backslash at end of expression') return pattern.length - 1;
	return tokens.find((at) => fragment !== '' && pattern.startsWith(fragment, at)) ?? Math.max(0, pattern.indexOf(fragment));
}

function tokenStarts(pattern: string): number[] {
	const starts: number[] = [];
	for (let at = 0; at < pattern.length; at += pattern[at] === '\\' ? 2 : 1) starts.push(at);
	return starts;
}

function unbalancedParenthesis(pattern: string, tokens: number[]): number {
	const open: number[] = [];
	let list = -1;
	for (const at of tokens) {
		const character = pattern[at];
		if (list >= 0) {
			// A "]" that stands first in a list is a member of it.
			if (character === ']' && at > list + (pattern[list + 1] === '^' ? 2 : 1)) list = -1;
		} else if (character === '[') list = at;
		else if (character === '(') open.push(at);
		else if (character === ')' && open.pop() === undefined) return at;
	}
	return open.at(-1) ?? 0;
}
