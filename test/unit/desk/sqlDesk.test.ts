import { describeDeskContract } from '../../support/deskContract';
import { change, evidence, file, freshClaim, message, newComment, newContact, newTicket } from '../../support/deskInput';
import { expectDeskError } from '../../support/expectDeskError';
import { openSqlDesk, type SqlDeskHarness } from '../../support/sqlDeskHarness';
import { describeOnBothStores } from '../../support/storeKinds';

describeOnBothStores('Built-in desk', (kind) => {
	describeDeskContract('built-in desk', async () => await openSqlDesk(await kind.place()));

	let harness: SqlDeskHarness;

	beforeAll(async () => {
		harness = await openSqlDesk(await kind.place());
	});
	beforeEach(() => {
		harness.clock.now = null;
	});
	afterAll(async () => await harness.close());

	it('numbers tickets TT and the id', async () => {
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket());
		expect(ticket.number).toBe(`TT${ticket.id}`);
	});

	it('takes the times of everything it writes from its clock', async () => {
		harness.clock.now = new Date('2026-05-01T10:00:00Z');
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket());
		harness.clock.now = new Date('2026-05-02T10:00:00Z');
		const closed = await harness.desk.updateTicket(freshClaim(), ticket.id, change({ fields: { status: 'Closed' } }));
		expect(closed.ticket).toMatchObject({ createdAt: '2026-05-01T10:00:00.000Z', changedAt: '2026-05-02T10:00:00.000Z', closedAt: '2026-05-02T10:00:00.000Z' });
	});

	it('counts reopenings of the last hour only', async () => {
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket({ fields: { status: 'Closed' } }));
		const reopenAt = async (time: string) => {
			harness.clock.now = new Date(time);
			await harness.desk.addComment(freshClaim(), ticket.id, newComment({ reopen: true }));
			await harness.desk.updateTicket(freshClaim(), ticket.id, change({ fields: { status: 'Closed' } }));
		};
		await reopenAt('2026-05-01T10:00:00Z');
		await reopenAt('2026-05-01T10:30:00Z');
		await reopenAt('2026-05-01T10:59:59Z');
		harness.clock.now = new Date('2026-05-01T11:00:00Z');
		expect((await harness.desk.findTickets([evidence('ticket-id', ticket.id)]))[0]?.reopenedLastHour).toBe(2);
	});

	it('counts no reopening of a ticket that was open', async () => {
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket());
		await harness.desk.addComment(freshClaim(), ticket.id, newComment({ reopen: true }));
		expect((await harness.desk.findTickets([evidence('ticket-id', ticket.id)]))[0]?.reopenedLastHour).toBe(0);
	});

	it('spells pick-list values as described, takes the default for an empty one, and refuses others', async () => {
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket({ fields: { priority: ' urgent ', status: '' } }));
		expect(ticket).toMatchObject({ priority: 'Urgent', status: 'Open' });
		const error = await expectDeskError(harness.desk.createTicket(freshClaim(), newTicket({ fields: { priority: 'Secret value' } })), 'FIELD_VALUE');
		expect(error).toMatchObject({ fault: 'settings', remedy: 'Use one of: Low, Normal, High, Urgent.' });
		expect(error.message).not.toContain('Secret');
	});

	it('refuses to write what it sets itself', async () => {
		await expectDeskError(harness.desk.createTicket(freshClaim(), newTicket({ fields: { number: 'TT1' } })), 'READ_ONLY_FIELD');
	});

	it('keeps further fields and leaves those that are not mentioned', async () => {
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket({ fields: { tags: 'a,b', product: 'Router' } }));
		const { ticket: after } = await harness.desk.updateTicket(freshClaim(), ticket.id, change({ fields: { tags: "c'd" } }));
		expect(after.fields).toMatchObject({ tags: "c'd", product: 'Router' });
	});

	it('cuts titles at 255 characters, makes one line of them and names nameless ones', async () => {
		const title = async (text: string) => (await harness.desk.createTicket(freshClaim(), newTicket({ title: text }))).ticket.title;
		expect(await title('🐎'.repeat(300))).toBe('🐎'.repeat(255));
		expect(await title('a\r\n b\t c')).toBe('a b c');
		expect(await title('  ')).toBe('Untitled');
	});

	it('replaces what no database can hold: NUL and half characters', async () => {
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket({ description: 'a\0b\uD83Dc' }));
		expect((await harness.desk.getTicket(ticket.id))?.description).toBe('a\uFFFDb\uFFFDc');
	});

	it('takes the contact\'s organisation for a ticket without one', async () => {
		const organization = await harness.addOrganization({ name: 'Works', domains: ['works.example'], addresses: [] });
		const { contact } = await harness.desk.createContact({ key: 'w@works.example', action: 'contact' }, newContact('w@works.example'));
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket({ contactId: contact.id }));
		expect(ticket.organizationId).toBe(organization);
	});

	it('refuses to write to a merged ticket', async () => {
		const one = await harness.desk.createTicket(freshClaim(), newTicket());
		const two = await harness.desk.createTicket(freshClaim(), newTicket());
		await harness.mergeTicket?.(one.ticket.id, two.ticket.id);
		await expectDeskError(harness.desk.addComment(freshClaim(), one.ticket.id, newComment()), 'TICKET_MERGED');
	});

	it('refuses writes without an identity and a claim used for two things', async () => {
		await expectDeskError(harness.desk.createTicket({ key: '', action: 'create' }, newTicket()), 'CLAIM_MISSING');
		const claim = freshClaim();
		const { ticket } = await harness.desk.createTicket(claim, newTicket());
		await expectDeskError(harness.desk.addComment(claim, ticket.id, newComment()), 'CLAIM_MISUSED');
	});

	it('links tickets and passes over those that are gone', async () => {
		const one = (await harness.desk.createTicket(freshClaim(), newTicket())).ticket;
		const two = (await harness.desk.createTicket(freshClaim(), newTicket({ links: [one.id, one.id, '987654321', 'abc'] }))).ticket;
		const links = await harness.store.db.selectFrom('ticket_links').select(['ticket_id', 'linked_id']).where('ticket_id', '=', Number(two.id)).execute();
		expect(links).toEqual([{ ticket_id: Number(two.id), linked_id: Number(one.id) }]);
	});

	it('writes a history with old and new values', async () => {
		const claim = freshClaim('update');
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket());
		await harness.desk.updateTicket(claim, ticket.id, change({ title: 'Other', fields: { status: 'Closed' } }));
		const rows = await harness.store.db.selectFrom('audit').selectAll().where('ticket_id', '=', Number(ticket.id)).orderBy('id').execute();
		expect(rows.map(({ action }) => action)).toEqual(['created', 'changed', 'closed']);
		expect(JSON.parse(rows[1]?.detail ?? '')).toMatchObject({ title: ['Printer on fire', 'Other'], status: ['Open', 'Closed'] });
		expect(rows[1]).toMatchObject({ claim_key: claim.key, claim_action: 'update' });
	});

	it('keeps to a claim even after somebody erased the rows by hand', async () => {
		const ticketClaim = freshClaim();
		const { ticket } = await harness.desk.createTicket(ticketClaim, newTicket());
		const commentClaim = freshClaim();
		await harness.desk.addComment(commentClaim, ticket.id, newComment());
		const contactClaim = { key: 'gone@erased.example', action: 'contact' };
		const { contact } = await harness.desk.createContact(contactClaim, newContact('gone@erased.example'));
		for (const table of ['comments', 'participants'] as const) {
			await harness.store.db.deleteFrom(table).where('ticket_id', '=', Number(ticket.id)).execute();
		}
		await harness.store.db.deleteFrom('tickets').where('id', '=', Number(ticket.id)).execute();
		await harness.store.db.deleteFrom('contact_addresses').where('contact_id', '=', Number(contact.id)).execute();
		await harness.store.db.deleteFrom('contacts').where('id', '=', Number(contact.id)).execute();

		await expect(harness.desk.createTicket(ticketClaim, newTicket())).resolves.toMatchObject({ effect: 'existing', ticket: { id: ticket.id, state: 'deleted' } });
		await expect(harness.desk.addComment(commentClaim, ticket.id, newComment())).resolves.toMatchObject({ effect: 'existing', ticket: { id: ticket.id } });
		await expect(harness.desk.createContact(contactClaim, newContact('gone@erased.example'))).resolves.toMatchObject({ effect: 'existing', contact: { id: contact.id } });
		const next = await harness.desk.createTicket(freshClaim(), newTicket());
		expect(next.ticket.id).not.toBe(ticket.id);
	});

	it('stores nothing at all when one part of a mail cannot be stored', async () => {
		const claim = freshClaim();
		const before = await harness.store.db.selectFrom('tickets').select('id').execute();
		const broken = { ...file('x', 'x'), fileName: null as unknown as string };
		await expectDeskError(harness.desk.createTicket(claim, newTicket({ message: message('<half@mail.example>'), files: [broken] })), 'STORE_CONSTRAINT');
		expect(await harness.store.db.selectFrom('tickets').select('id').execute()).toEqual(before);
		expect(await harness.desk.findTickets([evidence('message-id', '<half@mail.example>')])).toEqual([]);
		await expect(harness.desk.createTicket(claim, newTicket())).resolves.toMatchObject({ effect: 'created' });
	});

	it('reads and stores a mail with thousands of references and recipients', async () => {
		const references = Array.from({ length: 5000 }, (_, index) => `<r${index}@thread.example>`);
		const participants = Array.from({ length: 5000 }, (_, index) => `p${index}@crowd.example`);
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket({ message: message('<many@mail.example>', { references }), participants }));
		expect((await harness.desk.listMessages(ticket.id))[0]?.references).toHaveLength(5000);
		for (const value of ['<r0@thread.example>', '<r4999@thread.example>']) {
			expect((await harness.desk.findTickets([evidence('referenced-by', value)]))[0]?.participants).toHaveLength(5001);
		}
		expect(await harness.desk.findTickets(references.map((value) => evidence('message-id', value)))).toEqual([]);
	});

	it('finds a Message-ID of any length', async () => {
		const id = `<${'x'.repeat(20_000)}@long.example>`;
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket({ message: message(id) }));
		expect((await harness.desk.findTickets([evidence('message-id', id)])).map((found) => found.ticket.id)).toEqual([ticket.id]);
		expect((await harness.desk.listMessages(ticket.id))[0]?.messageId).toBe(id);
	});
});
