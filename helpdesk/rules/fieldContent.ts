import type { Email } from '../email/Email';
import { decodeEntities, foldCase } from './comparableText';
import { FIELDS, type AmountField, type FieldDefinition } from './fields';
import type { Condition, SenderFacts } from './Rule';

/** One text of a field as conditions see it: entities decoded, composed (NFC), trimmed. */
export interface ComparableText {
	text: string;
	/** The same by `foldCase`; made when first asked for. */
	folded(): string;
}

/** What a field of one mail holds, ready to be compared. */
export interface FieldContent {
	field: FieldDefinition;
	/** The field's texts; an empty field has one text, empty or its stand-in. Empty list for amounts. */
	texts: ComparableText[];
	/** No text at all, or no amount. */
	isEmpty: boolean;
	/** Bytes or milliseconds; null for texts and for a missing amount. */
	amount: number | null;
}

/** Reads fields of one mail, each field once, however many conditions ask for it. */
export function fieldReader(email: Email, sender: SenderFacts): (condition: Pick<Condition, 'field' | 'header' | 'deskField'>) => FieldContent {
	const known = new Map<string, FieldContent>();
	return ({ field, header, deskField }) => {
		const name = field === 'header' ? header : deskField;
		const key = `${field}:${name}`;
		const content = known.get(key) ?? readField(email, FIELDS[field], name, sender);
		known.set(key, content);
		return content;
	};
}

/** Whether a field holds an amount (size, date) and not text. */
export function isAmount(field: FieldDefinition): field is AmountField {
	return field.kind === 'size' || field.kind === 'date';
}

/** One text in the form in which conditions compare it. */
export function comparable(raw: string): ComparableText {
	const text = decodeEntities(raw).normalize('NFC').trim();
	let folded: string | undefined;
	return { text, folded: () => (folded ??= foldCase(text)) };
}

function readField(email: Email, field: FieldDefinition, name: string, sender: SenderFacts): FieldContent {
	if (isAmount(field)) {
		const amount = field.read(email);
		return { field, texts: [], isEmpty: amount === null, amount };
	}
	const filled = field.read(email, name, sender).map(comparable).filter(({ text }) => text !== '');
	const texts = filled.length > 0 ? filled : [comparable(field.standIn ?? '')];
	return { field, texts, isEmpty: filled.length === 0, amount: null };
}
