import type { Email } from '../email/Email';
import { excerpt, foldCase } from './comparableText';
import { evaluateCondition, type Evaluated } from './evaluateCondition';
import { fieldReader } from './fieldContent';
import type { Condition, ConditionGroup, Rule, RuleVerdict, SenderFacts } from './Rule';

type Captured = Evaluated['captured'];
type Reader = ReturnType<typeof fieldReader>;

/** Of whoever wrote, while no rule asks the desk. */
const NOBODY_ASKED: SenderFacts = { standing: [], contact: {}, organization: {} };

/** Most conditions that one reason quotes. */
const MOST_QUOTED = 6;

/**
 * Tries the rules in order on a mail, with what the desk says of its sender if a rule asks for that; the first that is switched on, whose limits fit and whose conditions hold decides (R1 to R9). Never throws: a condition that cannot be
 * evaluated does not hold, and the reasons say why; use `checkRules` first to refuse such rules. `captured` is the first ticket id or capture group among the
 * conditions that made the rule match, or else the first whole match of a pattern. Reasons quote at most 80 characters of the mail each time.
 */
export function evaluateRules(rules: Rule[], email: Email, sender: SenderFacts = NOBODY_ASKED): RuleVerdict {
	const read = fieldReader(email, sender);
	const reasons: string[] = [];
	for (const [index, rule] of rules.entries()) {
		const title = `Rule ${index + 1}${rule.name.trim() === '' ? '' : ` "${excerpt(rule.name)}"`}`;
		const obstacle = rule.enabled ? outsideLimits(rule, email) : 'is switched off';
		if (obstacle !== null) {
			reasons.push(`${title} ${obstacle}.`);
			continue;
		}
		const result = evaluateGroups(rule, read);
		reasons.push(`${title} ${result.holds ? 'matched' : 'did not match'}: ${result.because.join('; ')}.`);
		if (result.holds) {
			return { rule: { name: rule.name, position: index + 1, output: rule.output }, captured: result.captured?.value ?? '', reasons };
		}
	}
	reasons.push('No rule matched.');
	return { rule: null, captured: '', reasons };
}

function outsideLimits({ folders, mailboxes }: Rule, { mailbox }: Email): string | null {
	if (!isAmong([mailbox.folder], folders)) return `is limited to ${listed('folder', folders)}, and this message lies in "${excerpt(mailbox.folder)}"`;
	if (!isAmong([mailbox.name, mailbox.address, mailbox.account], mailboxes)) {
		return `is limited to ${listed('mailbox', mailboxes)}, and this message came through "${excerpt(mailbox.name)}"`;
	}
	return null;
}

function isAmong(names: string[], limits: string[]): boolean {
	const wanted = limits.map((limit) => foldCase(limit.trim())).filter((limit) => limit !== '');
	return wanted.length === 0 || names.some((name) => wanted.includes(foldCase(name.trim())));
}

function listed(noun: string, names: string[]): string {
	return `${noun} ${names.slice(0, MOST_QUOTED).map((name) => `"${excerpt(name)}"`).join(', ')}`;
}

function evaluateGroups(rule: Rule, read: Reader): Evaluated {
	const groups = rule.groups.map((group, index) => ({ group, index })).filter(({ group }) => group.conditions.length > 0);
	if (groups.length === 0) return { holds: true, because: ['it has no conditions and takes every message'], captured: null };
	const place = (groupIndex: number, group: ConditionGroup, index: number): string => {
		if (groups.length > 1) return `group ${groupIndex + 1}, condition ${index + 1}: `;
		return group.conditions.length > 1 ? `condition ${index + 1}: ` : '';
	};
	return join(
		rule.combine,
		groups.map(({ group, index: groupIndex }) => () =>
			join(
				group.combine,
				group.conditions.map((condition: Condition, index) => () => evaluateCondition(condition, read, place(groupIndex, group, index))),
			),
		),
	);
}

/** Stops at the first part that decides, and keeps as reasons only the parts that did. */
function join(combine: 'all' | 'any', parts: (() => Evaluated)[]): Evaluated {
	const because: string[] = [];
	let captured: Captured = null;
	const deciding = combine === 'any';
	for (const part of parts) {
		const result = part();
		if (result.holds === deciding) return result;
		because.push(...result.because);
		captured = preferred(captured, result.captured);
	}
	const unquoted = because.length - MOST_QUOTED;
	return { holds: !deciding, because: unquoted > 0 ? [...because.slice(0, MOST_QUOTED), `and ${unquoted} more`] : because, captured };
}

function preferred(first: Captured, second: Captured): Captured {
	return first === null || (first.isWholeMatch && second !== null && !second.isWholeMatch) ? second : first;
}
