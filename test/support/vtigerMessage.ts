import type { Desk } from '../../helpdesk/desk/Desk';
import { file, message, newComment, newContact, newTicket } from './deskInput';
import type { VtigerHarness } from './vtigerHarness';

/** Everything that a mail of a new customer and his answer to the closed ticket do, as the nodes do it. Returns the ticket's id. */
export async function handleVtigerMessage(desk: Desk): Promise<string> {
	const { contact } = await desk.createContact({ key: 'anna@customer.example', action: 'create-contact' }, newContact('anna@customer.example', 'Anna'));
	const mail = newTicket({ contactId: contact.id, message: message('<one@customer.example>'), fields: { status: 'Closed' }, files: [file('one.txt', 'one'), file('two.txt', 'two')] });
	const { ticket } = await desk.createTicket({ key: 'one', action: 'create-ticket' }, mail);
	const answer = newComment({ message: message('<two@customer.example>'), files: [file('three.txt', 'three'), file('again.txt', 'one')], reopen: true });
	await desk.addComment({ key: 'two', action: 'add-comment' }, ticket.id, answer);
	return ticket.id;
}

/** Handles the message until it is through, each time as a process that has just begun. */
export async function handleUntilDone({ another }: Pick<VtigerHarness, 'another'>): Promise<string> {
	for (let attempt = 0; ; attempt += 1) {
		try {
			return await handleVtigerMessage(another());
		} catch (error) {
			if (attempt > 3) {
				throw error;
			}
		}
	}
}
