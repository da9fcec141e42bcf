import { HelpdeskError, writerOf } from '../../helpdesk';
import type { Condition, Desk, DeskDescription, Email, FieldDescription, Rule, SenderFacts, SenderStanding } from '../../helpdesk';

const ASKED: ReadonlySet<Condition['field']> = new Set<Condition['field']>(['senderStanding', 'contactField', 'organizationField']);

function conditionsOf(rules: Rule[]): Condition[] {
	return rules.filter(({ enabled }) => enabled).flatMap(({ groups }) => groups.flatMap(({ conditions }) => conditions));
}

/** Whether a rule that is switched on asks the desk about the sender; otherwise no desk is opened for it. */
export function asksTheDesk(rules: Rule[]): boolean {
	return conditionsOf(rules).some(({ field }) => ASKED.has(field));
}

/**
 * What the desk says of whoever wrote the message (R11, R17): its standing, and the fields of its contact and organisation that rules ask for. A blocked sender may be
 * a contact too. Nobody is known who gives no address. Rejects with `UNKNOWN_FIELD` for a field that the desk does not have.
 */
export async function senderFacts(desk: Desk, email: Email, rules: Rule[]): Promise<SenderFacts> {
	const description = conditionsOf(rules).some(({ deskField }) => deskField !== '') ? await desk.describe() : null;
	if (description) checkFields(description, rules);
	const { address } = writerOf(email, [email.mailbox.address]);
	if (address === '') return { standing: ['unknown'], contact: {}, organization: {} };
	const { contact, organization } = await desk.findPerson(address);
	const known: SenderStanding = contact ? 'contact' : organization ? 'organization' : 'unknown';
	const blocked = (await desk.isBlocked(address)) || (email.from.address !== address && (await desk.isBlocked(email.from.address)));
	const { firstName, lastName, name, createdAt } = contact ?? { firstName: '', lastName: '', name: '', createdAt: '' };
	return {
		standing: blocked ? ['blocked', known] : [known],
		contact: description && contact ? readable({ ...contact.fields, firstName, lastName, name, createdAt }, description.contactFields, description) : {},
		organization: description && organization ? readable({ ...organization.fields, name: organization.name }, description.organizationFields, description) : {},
	};
}

function checkFields({ name: desk, contactFields, organizationFields }: DeskDescription, rules: Rule[]): void {
	for (const { field, deskField } of conditionsOf(rules)) {
		const known = field === 'contactField' ? contactFields : field === 'organizationField' ? organizationFields : null;
		if (known === null || deskField === '' || known.some(({ name }) => name === deskField)) continue;
		throw new HelpdeskError('UNKNOWN_FIELD', `${desk} has no field "${deskField.slice(0, 60)}" of ${field === 'contactField' ? 'contacts' : 'organizations'}, which a rule asks for`, {
			fault: 'settings',
			remedy: `Choose one from the list in the rule: ${known.map(({ name }) => name).slice(0, 30).join(', ')}.`,
		});
	}
}

/** Each value with what people read instead of it: a label of the pick list, name and address of an owner. */
function readable(values: Record<string, string>, fields: FieldDescription[], { people, groups }: DeskDescription): Record<string, string[]> {
	const labelsOf = (name: string, value: string): string[] => {
		const label = fields.find((field) => field.name === name)?.optionLabels?.[value] ?? '';
		const owners = name === 'owner' ? [...people, ...groups.map((group) => ({ ...group, address: '' }))].filter(({ id }) => id === value) : [];
		return [label, ...owners.flatMap((owner) => [owner.name, owner.address])].filter((text) => text !== '');
	};
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [...new Set([value, ...labelsOf(name, value)])]]));
}
