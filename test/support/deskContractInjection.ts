import type { Desk } from '../../helpdesk/desk/Desk';
import type { DeskHarness } from './deskContract';
import { ifAble } from './ifAble';
import { change, evidence, file, freshClaim, message, newComment, newContact, newTicket } from './deskInput';

/** One line each, because titles are one line: they break out of SQL, VTQL, JSON, HTML, headers or templates when somebody glues strings together. */
const ATTACKS: Record<string, string> = {
	'SQL that drops': "'; drop table tickets; --",
	'SQL that deletes in a function': "Robert'); DELETE FROM contacts WHERE ('1'='1",
	'SQL that is always true': "' or '1'='1",
	'SQL in double quotes': '" or ""="',
	'SQL that joins': "x' union select sha256 from blobs --",
	'SQL with a backslash': "\\'; drop table comments; --",
	'SQL comment and placeholder': '/* */ ? $1 :name @x %s',
	'VTQL that ends the query': "x' ; select * from Users;",
	'VTQL wild cards': '%_%',
	'JSON that ends the text': '","status":"Closed","x":"',
	'JSON with a prototype': '{"__proto__":{"status":"Closed"}}',
	'JSON escape': '\\u0022,\\"status\\":\\"Closed',
	'HTML script': '<script>alert(1)</script>',
	'HTML handler': '"><img src=x onerror=alert(1)>',
	'HTML entity': '&lt;b&gt;&#39;&amp;quot;',
	'URL parameters': 'x&operation=delete&id=17x1#',
	template: '{{ $json }} ${7*7} <%= 1 %>',
	path: '../../../etc/passwd',
};

/** Part of the desk contract: whatever stands in a mail is text. */
export function describeDeskInjection(harnessOf: () => DeskHarness): void {
	describe('attacks in every text of a mail', () => {
		let desk: Desk;
		let bystander: { ticketId: string; contactId: string };

		const stored = (text: string) => harnessOf().storedAs?.(text) ?? text;

		/** Everything of a ticket and a contact that no attack is about. */
		async function untouched(): Promise<unknown> {
			const { ticketId, contactId } = bystander;
			const ticket = await desk.getTicket(ticketId);
			return [ticket, await desk.getContact(contactId), await desk.listComments(ticketId), await desk.listMessages(ticketId), await desk.listFiles(ticketId)];
		}

		beforeAll(async () => {
			desk = harnessOf().desk;
			const { contact } = await desk.createContact({ key: 'bystander@safe.example', action: 'contact' }, newContact('bystander@safe.example', 'By Stander'));
			const { ticket } = await desk.createTicket(freshClaim(), newTicket({ title: 'Bystander', contactId: contact.id, message: message('<bystander@safe.example>'), files: [file('safe.txt', 'safe')] }));
			await desk.addComment(freshClaim(), ticket.id, newComment({ text: 'Untouched' }));
			bystander = { ticketId: ticket.id, contactId: contact.id };
		});

		it.each(Object.entries(ATTACKS))('%s: is stored as text, found again, and changes nothing else', async (_, attack) => {
			const before = await untouched();
			const counts = [(await desk.listTickets()).length, (await desk.listContacts()).length];
			const { key } = freshClaim();
			// Desks cut first names; 40 characters are kept by all of them.
			const name = attack.slice(0, 40).trim();
			const address = `attack.${key}@evil.example`;
			const { contact } = await desk.createContact({ key: address, action: attack }, newContact(address, attack, { lastName: name, firstName: name }));
			const mail = message(`<${attack}.${key}@evil.example>`, { from: address, subject: attack, recipients: [attack], references: [`<${attack}@ref.example>`], inReplyTo: `<${attack}@ref.example>`, key: attack + key });
			const wanted = newTicket({ title: attack, description: attack, html: attack, contactId: contact.id, message: mail, participants: [attack], files: [file(attack, attack + key, { contentId: attack })], links: [attack] });
			const { ticket } = await desk.createTicket({ key: attack + key, action: attack }, wanted);
			const reply = message(`<reply.${attack}.${key}@evil.example>`, { from: address, subject: attack });
			const { comment } = await desk.addComment({ key: attack + key, action: `${attack} comment` }, ticket.id, newComment({ author: { kind: 'customer', name: attack, address }, text: attack, html: attack, message: reply, participants: [attack], links: [attack] }));
			await desk.updateTicket({ key: attack + key, action: `${attack} update` }, ticket.id, change({ title: attack, description: attack, html: attack, links: [attack] }));

			const text = stored(attack);
			expect(await desk.getContact(contact.id)).toMatchObject({ firstName: stored(name), lastName: stored(name), addresses: [address] });
			expect(await desk.getTicket(ticket.id)).toMatchObject({ title: text, description: text, state: 'open', contactId: contact.id });
			expect((await desk.listComments(ticket.id)).filter(({ id }) => id === comment.id)).toMatchObject([{ text }]);
			expect((await desk.listFiles(ticket.id)).map(({ fileName }) => fileName)).toContain(text);
			expect((await desk.findTickets([evidence('message-id', mail.messageId)])).map((found) => found.ticket.id)).toEqual([ticket.id]);
			expect((await desk.searchTickets({ text: attack, contactId: contact.id, limit: 10 })).tickets.map(({ id }) => id)).toEqual([ticket.id]);
			expect(await desk.findEffect(attack + key, [attack])).toEqual({ action: attack, ticketId: ticket.id, commentId: null });
			expect(await untouched()).toEqual(before);
			expect([(await desk.listTickets()).length, (await desk.listContacts()).length]).toEqual([(counts[0] ?? 0) + 1, (counts[1] ?? 0) + 1]);
		});

		it.each(Object.entries(ATTACKS))('%s: finds and changes nothing where it is looked for', async (_, attack) => {
			const before = await untouched();
			expect(await desk.findPerson(attack)).toEqual({ contact: null, organization: null });
			expect(await desk.getTicket(attack)).toBeNull();
			expect(await desk.getOrganization(attack)).toBeNull();
			expect(await desk.listLinkedMails('contact', attack)).toEqual([]);
			expect(await desk.isBlocked(attack)).toBe(false);
			for (const query of [{ number: attack }, { status: attack }, { assignee: attack }, { group: attack }, { queue: attack }, { contactId: attack }, { cursor: attack }]) {
				expect((await desk.searchTickets({ ...query, limit: 5 })).tickets).toEqual([]);
			}
			expect(await untouched()).toEqual(before);
		});

		it('hang on contacts and organisations as text too', async () => {
			const linkOf = (attack: string, key: string) => ({ target: 'contact' as const, id: bystander.contactId, message: message(`<${attack}.${key}@evil.example>`, { subject: attack }), text: attack, html: attack, files: [file(attack, attack)] });
			const first = freshClaim();
			await ifAble(desk, 'linkMails', async () => await desk.linkMail(first, linkOf('x', first.key)), async () => {
				for (const attack of Object.values(ATTACKS)) {
					const { key } = freshClaim();
					const { mail: linked } = await desk.linkMail({ key, action: attack }, linkOf(attack, key));
					const text = stored(attack);
					expect((await desk.listLinkedMails('contact', bystander.contactId)).find(({ id }) => id === linked.id)).toMatchObject({ subject: text, text, files: [{ fileName: text }] });
				}
			});
		});
	});
}
