import type { Desk } from '../../helpdesk/desk/Desk';
import { describeDeskDepth } from './deskContractDepth';
import { describeDeskFinding } from './deskContractFinding';
import { describeDeskInjection } from './deskContractInjection';
import { expectDeskError } from './expectDeskError';
import { change, evidence, file, freshClaim, message, newComment, newContact, newTicket } from './deskInput';

/** What a desk must offer beside its interface, so that the contract can be tried on it. */
export interface DeskHarness {
	desk: Desk;
	/** Deletes as a person would in the desk. */
	deleteTicket(id: string): Promise<void>;
	/** Null where the desk has no merging. */
	mergeTicket: ((id: string, into: string) => Promise<void>) | null;
	addOrganization(organization: { name: string; domains: string[]; addresses: string[] }): Promise<string>;
	/** What the desk makes of a text that it cannot keep unchanged, in a name or title (`line`) or a description or comment (`text`); absent: it keeps every text. */
	storedAs?: (text: string, kind?: 'line' | 'text') => string;
	close(): Promise<void>;
}

/** Texts that break out of SQL, queries, JSON, HTML, shells or encodings when somebody glues strings together. */
export const HOSTILE_TEXTS = [
	"'; drop table tickets; --",
	'" or 1=1 --',
	"Robert'); DELETE FROM contacts; --",
	'%_\\%',
	'${7*7} {{7*7}} $1 ? :a',
	'<script>alert(1)</script>',
	'Žluťoučký kůň 🐎 日本語 \u202Egnp.exe',
	'line one\nline two\ttab',
	'[ Ticket Id : 1 ]',
	'{"a":[1,2]}',
	'../../etc/passwd',
];

/** The behaviour that every desk has, whatever it is made of. */
export function describeDeskContract(name: string, openHarness: () => Promise<DeskHarness>): void {
	describe(`Desk contract: ${name}`, () => {
		let harness: DeskHarness;
		let desk: Desk;

		beforeAll(async () => {
			harness = await openHarness();
			desk = harness.desk;
		});
		afterAll(async () => await harness.close());

		describeDeskDepth(() => harness);
		describeDeskInjection(() => harness);

		const readsFiles = async () => (await desk.describe()).abilities.includes('readFiles');

		describe('description', () => {
			it('names its fields, and the open and closed statuses are options of the status field', async () => {
				const { ticketFields, contactFields, openStatus, closedStatuses } = await desk.describe();
				const status = ticketFields.find((field) => field.name === 'status');
				expect(status?.options).toEqual(expect.arrayContaining([openStatus, ...closedStatuses]));
				expect(closedStatuses).not.toContain(openStatus);
				for (const fields of [ticketFields, contactFields]) {
					expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length);
				}
			});
		});

		describe('people', () => {
			it('finds nobody for an unknown or empty address', async () => {
				for (const address of ['nobody@unknown.example', '', ' ', 'no-at-sign']) {
					await expect(desk.findPerson(address)).resolves.toEqual({ contact: null, organization: null });
				}
			});

			it('creates a contact once per address, whatever its case', async () => {
				const first = await desk.createContact({ key: 'jan.kovac@people.example', action: 'contact' }, newContact('Jan.Kovac@People.example', 'Ján Kováč'));
				const second = await desk.createContact({ key: 'jan.kovac@people.example', action: 'contact' }, newContact('jan.kovac@people.example', 'Somebody Else'));
				expect(first).toMatchObject({ effect: 'created', contact: { firstName: 'Ján', lastName: 'Kováč', name: 'Ján Kováč', addresses: ['jan.kovac@people.example'] } });
				expect(second).toEqual({ effect: 'existing', contact: first.contact });
				expect((await desk.findPerson('JAN.KOVAC@people.example')).contact).toEqual(first.contact);
			});

			it('gives the fields of a contact by the names it has for them, and of an organization at least its name', async () => {
				const { contactFields, organizationFields } = await desk.describe();
				const names = contactFields.map(({ name }) => name);
				const tick = contactFields.find(({ type, writable }) => type === 'boolean' && writable)?.name ?? '';
				expect(names).toEqual(expect.arrayContaining(['owner', 'phone']));
				expect(organizationFields.map(({ name }) => name)).toContain('name');
				const { contact } = await desk.createContact({ key: 'vip@people.example', action: 'contact' }, { ...newContact('vip@people.example'), fields: { phone: '+358 40', [tick]: 'yes' } });
				const again = (await desk.findPerson('vip@people.example')).contact;
				expect(again).toEqual(contact);
				expect(again?.fields).toMatchObject({ phone: '+358 40', [tick]: 'true' });
				expect(Object.keys(again?.fields ?? {}).filter((name) => !names.includes(name))).toEqual([]);
			});

			it('calls a contact existing that another action made', async () => {
				const first = await desk.createContact({ key: 'eva@people.example', action: 'one' }, newContact('eva@people.example'));
				const second = await desk.createContact({ key: 'eva@people.example', action: 'two' }, newContact('eva@people.example'));
				expect(second).toMatchObject({ effect: 'existing', contact: { id: first.contact.id } });
			});

			it('makes one contact of many calls at once', async () => {
				const calls = Array.from({ length: 8 }, async () => await desk.createContact({ key: 'crowd@people.example', action: 'contact' }, newContact('crowd@people.example')));
				const results = await Promise.all(calls);
				expect(results.filter(({ effect }) => effect === 'created')).toHaveLength(1);
				expect(new Set(results.map(({ contact }) => contact.id)).size).toBe(1);
				expect((await desk.listContacts()).filter(({ addresses }) => addresses.includes('crowd@people.example'))).toHaveLength(1);
			});

			it('uses the address as last name where there is no name', async () => {
				const { contact } = await desk.createContact({ key: 'bare@people.example', action: 'contact' }, newContact('bare@people.example'));
				expect(contact).toMatchObject({ firstName: '', lastName: 'bare@people.example', name: 'bare@people.example' });
			});

			it('links a contact to the organisation that has its domain', async () => {
				const id = await harness.addOrganization({ name: 'Firma', domains: ['firma.example'], addresses: [] });
				const { contact } = await desk.createContact({ key: 'ines@firma.example', action: 'contact' }, newContact('ines@firma.example', 'Ines'));
				expect(contact.organizationId).toBe(id);
				expect((await desk.findPerson('ines@firma.example')).organization).toMatchObject({ id, name: 'Firma', domains: ['firma.example'] });
			});

			it('finds an organisation by its own address before one by domain, and by domain for an unknown person', async () => {
				const byDomain = await harness.addOrganization({ name: 'Holding', domains: ['holding.example'], addresses: [] });
				const byAddress = await harness.addOrganization({ name: 'Branch', domains: [], addresses: ['branch@holding.example'] });
				expect((await desk.findPerson('someone@holding.example')).organization?.id).toBe(byDomain);
				expect((await desk.findPerson('branch@holding.example')).organization?.id).toBe(byAddress);
			});

			it('never takes a freemail domain for an organisation', async () => {
				await harness.addOrganization({ name: 'Careless', domains: ['gmail.com'], addresses: [] });
				await expect(desk.findPerson('stranger@gmail.com')).resolves.toEqual({ contact: null, organization: null });
			});

			it('refuses to make a contact without an address', async () => {
				await expectDeskError(desk.createContact(freshClaim(), newContact('  ')), 'ADDRESS_INVALID');
			});

			it('keeps hostile names as text', async () => {
				for (const [index, text] of HOSTILE_TEXTS.entries()) {
					const address = `hostile${index}@people.example`;
					const { contact } = await desk.createContact({ key: address, action: 'contact' }, newContact(address, '', { firstName: text, lastName: text }));
					const kept = harness.storedAs?.(text, 'line') ?? text;
					expect(await desk.getContact(contact.id)).toMatchObject({ firstName: kept, lastName: kept });
				}
			});
		});

		describe('tickets', () => {
			it('creates a ticket with number, state and defaults, linked to contact and organisation', async () => {
				const { contact } = await desk.createContact({ key: 'ivo@people.example', action: 'contact' }, newContact('ivo@people.example', 'Ivo'));
				const { ticket, effect } = await desk.createTicket(freshClaim(), newTicket({ contactId: contact.id }));
				expect(effect).toBe('created');
				expect(ticket).toMatchObject({ title: 'Printer on fire', description: 'It burns.', state: 'open', status: (await desk.describe()).openStatus, contactId: contact.id, closedAt: null, mergedInto: null });
				expect(ticket.number).not.toBe('');
				expect(await desk.getTicket(ticket.id)).toEqual(ticket);
				expect((await desk.listTickets()).map(({ id }) => id)).toContain(ticket.id);
			});

			it('gives every ticket a number of its own', async () => {
				const made = await Promise.all(Array.from({ length: 5 }, async () => await desk.createTicket(freshClaim(), newTicket())));
				expect(new Set(made.map(({ ticket }) => ticket.number)).size).toBe(5);
			});

			it('returns what the first call with a claim made and changes nothing', async () => {
				const claim = freshClaim();
				const first = await desk.createTicket(claim, newTicket({ message: message('<once@mail.example>') }));
				const second = await desk.createTicket(claim, newTicket({ title: 'Other title', message: message('<twice@mail.example>') }));
				expect(second).toEqual({ ticket: first.ticket, effect: 'existing' });
				expect(await desk.listMessages(first.ticket.id)).toHaveLength(1);
			});

			it('makes one ticket of many calls with one claim at once', async () => {
				const claim = freshClaim();
				const results = await Promise.all(Array.from({ length: 8 }, async () => await desk.createTicket(claim, newTicket())));
				expect(results.filter(({ effect }) => effect === 'created')).toHaveLength(1);
				expect(new Set(results.map(({ ticket }) => ticket.id)).size).toBe(1);
			});

			it('keeps to the claim after the ticket was deleted', async () => {
				const claim = freshClaim();
				const { ticket } = await desk.createTicket(claim, newTicket());
				await harness.deleteTicket(ticket.id);
				const again = await desk.createTicket(claim, newTicket());
				expect(again).toMatchObject({ effect: 'existing', ticket: { id: ticket.id, state: 'deleted' } });
				expect((await desk.listTickets()).map(({ id }) => id)).not.toContain(ticket.id);
			});

			it('refuses fields that it does not have, and writes nothing then', async () => {
				const claim = freshClaim();
				const before = (await desk.listTickets()).length;
				await expectDeskError(desk.createTicket(claim, newTicket({ fields: { colour: 'red' } })), 'UNKNOWN_FIELD');
				expect(await desk.listTickets()).toHaveLength(before);
				await expect(desk.createTicket(claim, newTicket())).resolves.toMatchObject({ effect: 'created' });
			});

			it('writes the fields that were mapped', async () => {
				const { closedStatuses } = await desk.describe();
				const { ticket } = await desk.createTicket(freshClaim(), newTicket({ fields: { priority: 'High', status: closedStatuses[0] ?? '' } }));
				expect(ticket).toMatchObject({ priority: 'High', state: 'closed' });
			});

			it('refuses a contact that does not exist', async () => {
				await expectDeskError(desk.createTicket(freshClaim(), newTicket({ contactId: '987654321' })), 'CONTACT_MISSING');
			});

			it('has no ticket, contact or organisation for ids that are none', async () => {
				for (const id of ['', 'abc', '0', '-1', '1e3', '1.5', '9'.repeat(30), "1' or '1'='1"]) {
					await expect(desk.getTicket(id)).resolves.toBeNull();
					await expect(desk.getContact(id)).resolves.toBeNull();
					await expect(desk.getOrganization(id)).resolves.toBeNull();
					await expect(desk.listComments(id)).resolves.toEqual([]);
				}
			});

			it('keeps hostile text in title, description and file names, and finds it by Message-ID', async () => {
				for (const [index, text] of HOSTILE_TEXTS.entries()) {
					const title = text.replace(/\s+/g, ' ');
					const id = `<${index}'";--@hostile.example>`;
					const { ticket } = await desk.createTicket(freshClaim(), newTicket({ title, description: text, message: message(id, { subject: text }), files: [file(text, text)] }));
					expect(await desk.getTicket(ticket.id)).toMatchObject({ title: harness.storedAs?.(title, 'line') ?? title, description: harness.storedAs?.(text, 'text') ?? text });
					expect((await desk.listFiles(ticket.id)).map(({ fileName }) => fileName)).toEqual([text]);
					expect((await desk.findTickets([evidence('message-id', id)])).map((found) => found.ticket.id)).toEqual([ticket.id]);
				}
			});
		});

		describe('comments', () => {
			it('adds a comment once per claim', async () => {
				const { ticket } = await desk.createTicket(freshClaim(), newTicket());
				const claim = freshClaim('comment');
				const first = await desk.addComment(claim, ticket.id, newComment({ message: message('<c1@mail.example>') }));
				const second = await desk.addComment(claim, ticket.id, newComment({ text: 'Other' }));
				expect(first).toMatchObject({ effect: 'created', comment: { ticketId: ticket.id, text: 'Still burning.', internal: false, unverified: false, messageId: '<c1@mail.example>' } });
				expect(second).toMatchObject({ effect: 'existing', comment: { id: first.comment.id } });
				expect(await desk.listComments(ticket.id)).toEqual([first.comment]);
			});

			it('keeps to the claim after the ticket was deleted', async () => {
				const { ticket } = await desk.createTicket(freshClaim(), newTicket());
				const claim = freshClaim('comment');
				await desk.addComment(claim, ticket.id, newComment());
				await harness.deleteTicket(ticket.id);
				await expect(desk.addComment(claim, ticket.id, newComment())).resolves.toMatchObject({ effect: 'existing', ticket: { id: ticket.id, state: 'deleted' } });
			});

			it('says what effect a message had', async () => {
				const { ticket } = await desk.createTicket(freshClaim(), newTicket());
				const claim = freshClaim('comment');
				const { comment } = await desk.addComment(claim, ticket.id, newComment());
				expect(await desk.findEffect(claim.key, ['create', 'comment'])).toEqual({ action: 'comment', ticketId: ticket.id, commentId: comment.id });
				expect(await desk.findEffect(claim.key, ['create'])).toBeNull();
				expect(await desk.findEffect(claim.key, [])).toBeNull();
				expect(await desk.findEffect('unknown', ['comment'])).toBeNull();
			});

			it('refuses to comment on a missing or deleted ticket', async () => {
				await expectDeskError(desk.addComment(freshClaim(), '987654321', newComment()), 'TICKET_MISSING');
				await expectDeskError(desk.addComment(freshClaim(), 'abc', newComment()), 'TICKET_MISSING');
				const { ticket } = await desk.createTicket(freshClaim(), newTicket());
				await harness.deleteTicket(ticket.id);
				await expectDeskError(desk.addComment(freshClaim(), ticket.id, newComment()), 'TICKET_DELETED', 'TICKET_MISSING');
			});

			it('reopens a closed ticket if asked, and not otherwise', async () => {
				const { openStatus, closedStatuses } = await desk.describe();
				const { ticket } = await desk.createTicket(freshClaim(), newTicket({ fields: { status: closedStatuses[0] ?? '' } }));
				expect(ticket.closedAt).not.toBeNull();
				const quiet = await desk.addComment(freshClaim(), ticket.id, newComment());
				expect(quiet.ticket.state).toBe('closed');
				const reopened = await desk.addComment(freshClaim(), ticket.id, newComment({ reopen: true }));
				expect(reopened.ticket).toMatchObject({ state: 'open', status: openStatus, closedAt: null });
				const [found] = await desk.findTickets([evidence('ticket-id', ticket.id)]);
				expect(found?.reopenedLastHour).toBe(1);
			});

			it('attaches the same bytes to a ticket once', async () => {
				const { ticket } = await desk.createTicket(freshClaim(), newTicket({ files: [file('logo.png', 'PNG'), file('copy.png', 'PNG')] }));
				await desk.addComment(freshClaim(), ticket.id, newComment({ files: [file('again.png', 'PNG'), file('new.txt', 'new')] }));
				const files = await desk.listFiles(ticket.id);
				expect(files.map(({ fileName }) => fileName)).toEqual(['logo.png', 'new.txt']);
				if (await readsFiles()) {
					expect((await desk.readFile(files[1]?.id ?? '')).toString()).toBe('new');
				} else {
					await expectDeskError(desk.readFile(files[1]?.id ?? ''), 'DESK_CANNOT');
				}
				const other = await desk.createTicket(freshClaim(), newTicket({ files: [file('logo.png', 'PNG')] }));
				expect(await desk.listFiles(other.ticket.id)).toHaveLength(1);
			});

			it('gives a file of 10 MB back byte by byte', async () => {
				const content = Buffer.alloc(10 * 1024 * 1024, 'mail help desk \0\xff', 'latin1');
				const { ticket } = await desk.createTicket(freshClaim(), newTicket({ files: [file('big.bin', content)] }));
				const [stored] = await desk.listFiles(ticket.id);
				expect(stored?.size).toBe(content.length);
				if (await readsFiles()) {
					expect((await desk.readFile(stored?.id ?? '')).equals(content)).toBe(true);
				}
			});

			it('has no bytes for a file that does not exist', async () => {
				await expectDeskError(desk.readFile('987654321'), 'FILE_MISSING');
			});
		});

		describe('updates', () => {
			it('overwrites title, description and fields once per claim', async () => {
				const { ticket } = await desk.createTicket(freshClaim(), newTicket({ fields: { priority: 'High' } }));
				const claim = freshClaim('update');
				const first = await desk.updateTicket(claim, ticket.id, change({ title: 'New title', description: 'New text', fields: { priority: 'Low' } }));
				expect(first).toMatchObject({ effect: 'created', ticket: { title: 'New title', description: 'New text', priority: 'Low' } });
				const second = await desk.updateTicket(claim, ticket.id, change({ title: 'Third title' }));
				expect(second).toMatchObject({ effect: 'existing', ticket: { title: 'New title' } });
			});

			it('leaves what is not mentioned', async () => {
				const { ticket } = await desk.createTicket(freshClaim(), newTicket({ fields: { priority: 'High' } }));
				const { ticket: after } = await desk.updateTicket(freshClaim(), ticket.id, change({ fields: { priority: 'Low' } }));
				expect({ ...after, changedAt: ticket.changedAt }).toEqual({ ...ticket, priority: 'Low' });
			});

			it('refuses unknown fields and missing tickets', async () => {
				const { ticket } = await desk.createTicket(freshClaim(), newTicket());
				await expectDeskError(desk.updateTicket(freshClaim(), ticket.id, change({ fields: { colour: 'red' } })), 'UNKNOWN_FIELD');
				await expectDeskError(desk.updateTicket(freshClaim(), '987654321', change()), 'TICKET_MISSING');
			});
		});

		describeDeskFinding(() => harness);
	});
}
