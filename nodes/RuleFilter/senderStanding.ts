import type { Desk, Email, Rule, SenderStanding } from '../../helpdesk';
import { writerOf } from '../../helpdesk';

/** Whether a rule that is switched on asks the desk about the sender; otherwise no desk is opened for it. */
export function asksTheDesk(rules: Rule[]): boolean {
	return rules.some(({ enabled, groups }) => enabled && groups.some(({ conditions }) => conditions.some(({ field }) => field === 'senderStanding')));
}

/** What the desk says of whoever wrote the message (R11, R17). A blocked sender may be a contact too. Nobody is known who gives no address. */
export async function senderStanding(desk: Desk, email: Email): Promise<SenderStanding[]> {
	const { address } = writerOf(email, [email.mailbox.address]);
	if (address === '') return ['unknown'];
	const { contact, organization } = await desk.findPerson(address);
	const known: SenderStanding = contact ? 'contact' : organization ? 'organization' : 'unknown';
	const blocked = (await desk.isBlocked(address)) || (email.from.address !== address && (await desk.isBlocked(email.from.address)));
	return blocked ? ['blocked', known] : [known];
}
