import type { Desk } from '../../helpdesk/desk/Desk';
import { file, message, newComment, newContact, newTicket } from './deskInput';

/** Everything that one message can do on a desk: a contact, a ticket and a comment, with mails, people and files. Returns the three effects. */
export async function handleMessage(desk: Desk, key: string): Promise<string[]> {
	const contact = await desk.createContact({ key: 'anna@customer.example', action: 'contact' }, newContact('anna@customer.example', 'Anna'));
	const ticket = newTicket({
		contactId: contact.contact.id,
		message: message('<first@mail.example>', { references: ['<root@mail.example>'] }),
		participants: ['cc@customer.example'],
		files: [file('a', 'aaa'), file('b', 'bbb')],
	});
	const made = await desk.createTicket({ key, action: 'create' }, ticket);
	const comment = newComment({ message: message('<second@mail.example>'), files: [file('c', 'ccc')], reopen: true, fields: { priority: 'High' } });
	const said = await desk.addComment({ key, action: 'comment' }, made.ticket.id, comment);
	return [contact.effect, made.effect, said.effect];
}
