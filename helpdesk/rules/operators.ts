import { findTicketId } from '../email/ticketTag';
import { parseMoment, parseSize } from './amounts';
import { decodeEntities, foldCase } from './comparableText';
import { isAmount, type ComparableText, type FieldContent } from './fieldContent';
import type { FieldDefinition, FieldKind } from './fields';
import { compilePattern, type Pattern } from './pattern';
import type { RuleOperator } from './Rule';

/** What a condition found. */
export interface Finding {
	holds: boolean;
	/** The text that decided, and where in it. */
	text: string;
	at: number;
	/** Value of a capture group, or a ticket id; or the whole match of a pattern without groups. Null when the operator captures nothing. */
	captured: { value: string; isWholeMatch: boolean } | null;
	/** What a reader of the reasons should know besides; mostly empty. */
	note: string;
}

export interface OperatorDefinition {
	/** For people, to stand between field and value. */
	label: string;
	fits: readonly FieldKind[];
	needsValue: boolean;
	/** Throws `RuleError` for a value that it cannot work with. */
	test(content: FieldContent, value: string): Finding;
}

type Comparison = (text: ComparableText, value: string) => number;

const TEXTS: readonly FieldKind[] = ['text', 'address', 'subject'];
const WORDS: readonly FieldKind[] = [...TEXTS, 'choice'];
const AMOUNTS: readonly FieldKind[] = ['size', 'date'];

/**
 * Every operator, what it fits and how it decides. Upper and lower case are alike. An empty value: "contains", "begins with" and "ends with" take every message, as
 * Vtiger's do. A negative operator is exactly the opposite of its positive one, so it holds for an empty field; Vtiger lets no condition hold there and loses the mail.
 */
export const OPERATORS: Readonly<Record<RuleOperator, OperatorDefinition>> = {
	contains: positive('contains', TEXTS, contains),
	notContains: negative('does not contain', TEXTS, contains),
	equals: positive('equals', WORDS, equals),
	notEquals: negative('does not equal', WORDS, equals),
	beginsWith: positive('begins with', TEXTS, (text, value) => (text.folded().startsWith(foldCase(value.trimStart())) ? 0 : -1)),
	endsWith: positive('ends with', TEXTS, endsWith),
	regex: { label: 'matches the pattern', fits: TEXTS, needsValue: true, test: testPattern },
	hasTicketId: { label: 'has a ticket id', fits: ['subject'], needsValue: false, test: testTicketId },
	isEmpty: { label: 'is empty', fits: [...TEXTS, 'date'], needsValue: false, test: (content) => finding(content.isEmpty, content) },
	isNotEmpty: { label: 'is not empty', fits: [...TEXTS, 'date'], needsValue: false, test: (content) => finding(!content.isEmpty, content) },
	greaterThan: amountOperator('is greater than', (amount, value) => amount > value),
	lessThan: amountOperator('is less than', (amount, value) => amount < value),
};

/** Whether a text is the name of an operator. */
export function isRuleOperator(name: string): name is RuleOperator {
	return Object.hasOwn(OPERATORS, name);
}

/** Number that a value for a size or a date stands for (bytes, or milliseconds since 1970), or null when it cannot be read. */
export function amountOf(field: FieldDefinition, value: string): number | null {
	return field.kind === 'date' ? parseMoment(value) : parseSize(value);
}

/** The value as it is compared: entities decoded like the mail's; for addresses also without the `*` that people write before `@example.com`. */
export function preparedValue(field: FieldDefinition, value: string): string {
	const decoded = decodeEntities(value).normalize('NFC');
	return field.kind === 'address' ? decoded.trim().replace(/^\*+/, '').replace(/(?<!\*)\*+$/, '') : decoded;
}

function contains(text: ComparableText, value: string): number {
	return text.folded().indexOf(foldCase(value));
}

function equals(text: ComparableText, value: string): number {
	return text.folded() === foldCase(value.trim()) ? 0 : -1;
}

function endsWith(text: ComparableText, value: string): number {
	const ending = foldCase(value.trimEnd());
	return text.folded().endsWith(ending) ? text.folded().length - ending.length : -1;
}

function positive(label: string, fits: readonly FieldKind[], compare: Comparison): OperatorDefinition {
	return { label, fits, needsValue: true, test: (content, value) => compareTexts(content, value, compare) };
}

function negative(label: string, fits: readonly FieldKind[], compare: Comparison): OperatorDefinition {
	return {
		label,
		fits,
		needsValue: true,
		test: (content, value) => {
			const opposite = compareTexts(content, value, compare);
			return { ...opposite, holds: !opposite.holds };
		},
	};
}

function compareTexts(content: FieldContent, raw: string, compare: Comparison): Finding {
	const value = preparedValue(content.field, raw);
	for (const text of content.texts) {
		const at = compare(text, value);
		if (at >= 0) return finding(true, content, text.text, at);
	}
	return finding(false, content);
}

function amountOperator(label: string, compare: (amount: number, value: number) => boolean): OperatorDefinition {
	return {
		label,
		fits: AMOUNTS,
		needsValue: true,
		test: (content, value) => {
			const limit = amountOf(content.field, value);
			return finding(content.amount !== null && limit !== null && compare(content.amount, limit), content);
		},
	};
}

/** The first text of the field that matches. An empty field without stand-in matches no pattern, as in Vtiger. */
function testPattern(content: FieldContent, value: string): Finding {
	const pattern = compilePattern(preparedPattern(value));
	const candidates = content.texts.filter(({ text }) => text !== '').flatMap(({ text }) => readings(content.field, text));
	for (const text of candidates) {
		const match = pattern.find(text);
		if (!match) continue;
		const captured = { value: match.captured, isWholeMatch: !match.byGroup };
		return { ...finding(true, content, text, match.index), captured, note: lengthNote([text], pattern) };
	}
	return { ...finding(false, content), note: lengthNote(candidates, pattern) };
}

/** The pattern as it is compiled: entities decoded like the mail's. */
export function preparedPattern(value: string): string {
	return decodeEntities(value);
}

function readings(field: FieldDefinition, text: string): string[] {
	const other = isAmount(field) ? undefined : field.alsoReadAs?.(text);
	return other === undefined || other === text ? [text] : [text, other];
}

function lengthNote(texts: string[], { inputLimit }: Pattern): string {
	if (!texts.some((text) => text.length > inputLimit)) return '';
	return `only its first ${inputLimit} characters were compared with the pattern`;
}

function testTicketId(content: FieldContent): Finding {
	const subject = content.texts[0]?.text ?? '';
	const ticketId = findTicketId(subject);
	const found = finding(ticketId !== null, content, subject, Math.max(0, subject.indexOf(ticketId ?? '')));
	return ticketId === null ? found : { ...found, captured: { value: ticketId, isWholeMatch: false } };
}

function finding(holds: boolean, content: FieldContent, text?: string, at = 0): Finding {
	return { holds, text: text ?? describe(content), at, captured: null, note: '' };
}

function describe({ field, texts, amount, isEmpty }: FieldContent): string {
	if (isEmpty) return '';
	if (amount === null) return texts.length === 1 ? (texts[0]?.text ?? '') : texts.slice(0, 10).map(({ text }) => text.slice(0, 100)).join(', ');
	return field.kind === 'date' ? new Date(amount).toISOString() : `${amount} bytes`;
}
