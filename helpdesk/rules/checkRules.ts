import { describeCondition } from './evaluateCondition';
import { FIELDS, isRuleField } from './fields';
import { amountOf, isRuleOperator, OPERATORS, preparedPattern } from './operators';
import { compilePattern } from './pattern';
import type { Condition, Rule } from './Rule';
import { RuleError } from './RuleError';

/**
 * Everything that is wrong with a set of rules and outputs, found without a message: an output name twice, a rule that points at no output, an operator that does not
 * fit, a pattern, a size or a date that cannot be read (R15). Rules that are switched off are not looked at. Empty when all is well; never throws.
 */
export function checkRules(rules: Rule[], outputs: string[]): RuleError[] {
	return [...repeatedOutputs(outputs), ...rules.flatMap((rule, index) => (rule.enabled ? checkRule(rule, index + 1, outputs) : []))];
}

function repeatedOutputs(outputs: string[]): RuleError[] {
	const repeated = outputs.filter((name, index) => name !== '' && outputs.indexOf(name) !== index);
	return [...new Set(repeated)].map(
		(name) => new RuleError('DUPLICATE_OUTPUT', `There are several outputs named "${name}"`, 'Give each output a name of its own, so that a rule can point at it.'),
	);
}

function checkRule(rule: Rule, position: number, outputs: string[]): RuleError[] {
	const title = `Rule ${position}${rule.name.trim() === '' ? '' : ` "${rule.name}"`}`;
	const conditions = rule.groups.flatMap((group) => group.conditions);
	return [...checkOutput(rule, title, outputs), ...conditions.flatMap((condition) => checkCondition(condition, title))];
}

function checkOutput({ output }: Rule, title: string, outputs: string[]): RuleError[] {
	if (output !== '' && outputs.includes(output)) return [];
	const what = output === '' ? 'points at no output' : `points at the output "${output}", which does not exist`;
	const known = outputs.filter((name) => name !== '').map((name) => `"${name}"`);
	const remedy = known.length === 0 ? 'Add an output with a name, and choose it in the rule.' : `Choose one of the outputs ${known.join(', ')} in the rule.`;
	return [new RuleError('UNKNOWN_OUTPUT', `${title} ${what}`, remedy)];
}

function checkCondition(condition: Condition, title: string): RuleError[] {
	const where = `${title}, condition ${describeCondition(condition)}`;
	if (!isRuleField(condition.field)) return [new RuleError('UNKNOWN_FIELD', `${where}: there is no such field`, 'Choose a field from the list.')];
	if (!isRuleOperator(condition.operator)) return [new RuleError('UNKNOWN_OPERATOR', `${where}: there is no such operator`, 'Choose an operator from the list.')];
	const field = FIELDS[condition.field];
	if (!OPERATORS[condition.operator].fits.includes(field.kind)) {
		return [new RuleError('OPERATOR_DOES_NOT_FIT', `${where}: the operator does not fit the field`, 'Choose the operator again: the list shows those that fit.')];
	}
	if (condition.field === 'header' && condition.header.trim() === '') {
		return [new RuleError('HEADER_MISSING', `${where}: the header has no name`, 'Enter the name of the header, such as X-Spam-Flag.')];
	}
	if ((condition.field === 'contactField' || condition.field === 'organizationField') && condition.deskField.trim() === '') {
		return [new RuleError('DESK_FIELD_MISSING', `${where}: no field of the desk is chosen`, 'Choose the field under "Desk Field".')];
	}
	if (condition.operator === 'regex') return checkPattern(condition.value, where);
	if (!OPERATORS[condition.operator].needsValue || (field.kind !== 'size' && field.kind !== 'date') || amountOf(field, condition.value) !== null) return [];
	const remedy = field.kind === 'size' ? 'Enter a number of bytes, or a size such as 500 KB or 10 MB.' : 'Enter a date such as 2026-01-31 or 2026-01-31T08:00:00+01:00.';
	return [new RuleError('BAD_VALUE', `${where}: the value is no ${field.kind}`, remedy)];
}

function checkPattern(value: string, where: string): RuleError[] {
	try {
		compilePattern(preparedPattern(value));
		return [];
	} catch (error) {
		if (error instanceof RuleError) return [new RuleError(error.code, `${where}: ${error.message}`, error.remedy)];
		throw error;
	}
}
