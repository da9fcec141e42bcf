import { withoutInvisible } from './invisible';
import { SUBJECT_PREFIXES, type PrefixKind } from './subjectPrefixes';

/** A subject longer than this is read to here only. */
const MAX_SUBJECT = 2_000;
/** Re: Re: Re: ... of a mail loop; more are left standing. */
const MAX_PREFIXES = 100;

/** `word`, counter as in `Re[2]`, `Re(3)`, `Re^4`, `Re5`, colon (also the full-width one). All quantifiers are bounded. */
const PREFIX = /^(\p{L}[\p{L}\p{M}. ]{0,24}?)\s{0,2}(?:[[(^*]{0,1}\d{1,3}[\])]{0,1})?\s{0,2}[:：]/u;

function collapse(subject: string): string {
	return withoutInvisible(subject.slice(0, MAX_SUBJECT)).normalize('NFC').replace(/\s+/g, ' ').trim();
}

interface FoundPrefix {
	kind: PrefixKind;
	length: number;
}

function prefixOf(subject: string): FoundPrefix | null {
	const match = PREFIX.exec(subject);
	const word = match?.[1]?.trim().toLowerCase();
	if (!match || word === undefined) return null;
	const kind = SUBJECT_PREFIXES.get(word) ?? SUBJECT_PREFIXES.get(word.replace(/\.$/, ''));
	return kind === undefined ? null : { kind, length: match[0].length };
}

/** Old Thunderbird and Eudora write `[Fwd: subject]`. */
function withoutBrackets(subject: string): string {
	if (!subject.startsWith('[') || !subject.endsWith(']') || subject.indexOf(']') !== subject.length - 1) return subject;
	const inner = subject.slice(1, -1);
	return prefixOf(inner) === null ? subject : inner;
}

/**
 * The subject without reply and forward prefixes of any language (`Re[2]: AW: Fwd: x` gives `x`), white space folded, NFC: what two mails of one
 * conversation have in common. Tags such as `[ Ticket Id : 1483 ]` stay.
 */
export function cleanSubject(subject: string): string {
	let rest = withoutBrackets(collapse(subject));
	for (let count = 0; count < MAX_PREFIXES; count++) {
		const prefix = prefixOf(rest);
		if (prefix === null) return rest;
		rest = withoutBrackets(rest.slice(prefix.length).trim());
	}
	return rest;
}

function outermostKind(subject: string): PrefixKind | undefined {
	if (!subject.includes(':') && !subject.includes('：')) return undefined;
	return prefixOf(withoutBrackets(collapse(subject)))?.kind;
}

/** True when the outermost prefix is one of a reply: `Re: Fwd: x` is, `Fwd: Re: x` is not. */
export function isReplySubject(subject: string): boolean {
	return outermostKind(subject) === 'reply';
}

/** True when the outermost prefix is one of a forward. */
export function isForwardSubject(subject: string): boolean {
	return outermostKind(subject) === 'forward';
}
