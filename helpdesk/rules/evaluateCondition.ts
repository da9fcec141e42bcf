import { excerpt } from './comparableText';
import type { FieldContent } from './fieldContent';
import { FIELDS, isRuleField } from './fields';
import { isRuleOperator, OPERATORS, type Finding } from './operators';
import type { Condition } from './Rule';
import { RuleError } from './RuleError';

/** Whether a condition, a group or a rule holds, by which conditions, and what they captured. */
export interface Evaluated {
	holds: boolean;
	because: string[];
	captured: Finding['captured'];
}

/**
 * Evaluates one condition on a mail and says in plain words what was compared with what. Never throws: what cannot be evaluated does not hold, and says why.
 * `place` is put before the reason.
 */
export function evaluateCondition(condition: Condition, read: (condition: Condition) => FieldContent, place: string): Evaluated {
	const title = place + describeCondition(condition);
	const refused = (why: string): Evaluated => ({ holds: false, because: [`${title} could not be evaluated: ${why}`], captured: null });
	if (!isRuleField(condition.field)) return refused('there is no such field');
	if (!isRuleOperator(condition.operator)) return refused('there is no such operator');
	const operator = OPERATORS[condition.operator];
	if (!operator.fits.includes(FIELDS[condition.field].kind)) return refused('the operator does not fit the field');
	try {
		const found = operator.test(read(condition), condition.value);
		return { holds: found.holds, because: [`${title} ${observed(found)}`], captured: found.captured };
	} catch (error) {
		return refused(error instanceof RuleError ? error.message : 'the message lacks this field');
	}
}

/** Fields that are one of many, told apart by a name of their own. */
function isNamed(field: Condition['field']): boolean {
	return field === 'header' || field === 'contactField' || field === 'organizationField';
}

/** A condition in words: `Subject contains "printer"`. */
export function describeCondition({ field, header, deskField, operator, value }: Condition): string {
	const fieldLabel = isRuleField(field) ? FIELDS[field].label : `"${excerpt(String(field))}"`;
	const ofWhat = field === 'header' ? header : deskField;
	const name = isNamed(field) ? `${fieldLabel} "${excerpt(ofWhat)}"` : fieldLabel;
	if (!isRuleOperator(operator)) return `${name} "${excerpt(String(operator))}"`;
	const { label, needsValue } = OPERATORS[operator];
	return needsValue ? `${name} ${label} ${value === '' ? '(empty)' : `"${excerpt(value)}"`}` : `${name} ${label}`;
}

function observed({ holds, text, at, note }: Finding): string {
	const verdict = holds ? 'holds' : 'does not hold';
	const words = text === '' ? 'the field is empty' : `"${excerpt(text, at)}"`;
	return `${verdict} (${note === '' ? words : `${words}; ${note}`})`;
}
