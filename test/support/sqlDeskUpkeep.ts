import type { Kysely } from 'kysely';

import type { Desk } from '../../helpdesk/desk/Desk';
import type { DeskUpkeep } from '../../helpdesk/desk/DeskUpkeep';
import type { Schema } from '../../helpdesk/store/schema';
import { change, evidence, file, freshClaim, message, newComment, newContact, newTicket } from './deskInput';
import { expectDeskError } from './expectDeskError';
import type { SqlDeskHarness } from './sqlDeskHarness';

const DAY_MS = 86_400_000;

/** All texts of all rows of the desk's tables, to look for traces of somebody. */
async function everything(db: Kysely<Schema>): Promise<string> {
	const tables = ['contacts', 'contact_addresses', 'organization_addresses', 'tickets', 'comments', 'messages', 'message_references', 'participants', 'files', 'linked_mails', 'linked_mail_files', 'claims', 'audit'] as const;
	const rows = await Promise.all(tables.map(async (table) => await db.selectFrom(table).selectAll().execute()));
	const blobs = await db.selectFrom('blobs').selectAll().execute();
	return JSON.stringify(rows) + blobs.map(({ content }) => Buffer.from(content).toString('latin1')).join('\n');
}

/** How people look after a desk that lives in a database, whichever it is. */
export function describeSqlDeskUpkeep(name: string, openHarness: () => Promise<SqlDeskHarness>): void {
	describe(`Upkeep: ${name}`, () => {
		let harness: SqlDeskHarness;
		let desk: Desk;
		let upkeep: DeskUpkeep;

		beforeAll(async () => {
			harness = await openHarness();
			desk = harness.desk;
			upkeep = desk.upkeep!;
		});
		beforeEach(() => {
			harness.clock.now = null;
		});
		afterAll(async () => await harness.close());

		const create = async (more: Parameters<typeof newTicket>[0] = {}) => (await desk.createTicket(freshClaim(), newTicket(more))).ticket;
		const contactOf = async (address: string, display = '') => (await desk.createContact({ key: address, action: 'contact' }, newContact(address, display))).contact;
		const close = async (id: string) => (await desk.updateTicket(freshClaim(), id, change({ fields: { status: 'Closed' } }))).ticket;

		describe('what is set up', () => {
			it('becomes the pick lists of the ticket fields, and can be replaced and removed', async () => {
				await upkeep.setPerson({ name: 'Anna Agent', address: 'Anna@Desk.example' });
				await upkeep.setQueue({ name: 'Sales', address: 'sales@desk.example', people: ['Anna Agent'] });
				await upkeep.setGroup({ name: 'Night', people: ['anna@desk.example'] });
				const { ticketFields, queues, groups, people } = await desk.describe();
				expect(people).toEqual([{ id: 'anna@desk.example', name: 'Anna Agent', address: 'anna@desk.example' }]);
				expect(queues).toEqual([{ id: 'Sales', name: 'Sales', address: 'sales@desk.example', people: ['anna@desk.example'] }]);
				expect(groups).toEqual([{ id: 'Night', name: 'Night', people: ['anna@desk.example'] }]);
				expect(ticketFields.find((field) => field.name === 'assignee')).toMatchObject({ type: 'options', options: ['anna@desk.example'], optionLabels: { 'anna@desk.example': 'Anna Agent' } });
				await expectDeskError(desk.createTicket(freshClaim(), newTicket({ fields: { queue: 'Nowhere' } })), 'FIELD_VALUE');
				expect(await create({ fields: { queue: 'sales', assignee: 'anna agent' } })).toMatchObject({ queue: 'Sales', assignee: 'anna@desk.example' });
				await upkeep.setQueue({ name: 'sales', address: '', people: [] });
				await upkeep.removeGroup('NIGHT');
				await upkeep.removeGroup('NIGHT');
				const after = await desk.describe();
				expect(after.queues).toEqual([{ id: 'sales', name: 'sales', address: '', people: [] }]);
				expect(after.groups).toEqual([]);
			});

			it('refuses people who are not known, and things without a name', async () => {
				await expectDeskError(upkeep.setGroup({ name: 'Day', people: ['ghost@desk.example'] }), 'PERSON_MISSING');
				await expectDeskError(upkeep.setQueue({ name: ' \n', address: '', people: [] }), 'NAME_MISSING');
				await expectDeskError(upkeep.setPerson({ name: 'X', address: ' ' }), 'ADDRESS_INVALID');
			});

			it('counts an agent among the people of a ticket', async () => {
				await upkeep.setPerson({ name: 'Anna Agent', address: 'anna@desk.example' });
				const ticket = await create({ fields: { assignee: 'anna@desk.example' } });
				expect((await desk.findTickets([evidence('ticket-id', ticket.id)]))[0]?.participants).toContain('anna@desk.example');
			});

			it('is in the history with what it was before', async () => {
				await upkeep.setPriority({ name: 'Historic', reactionMinutes: 5, warningMinutes: null, resolutionMinutes: null });
				await upkeep.removePriority('Historic');
				const rows = await harness.store.db.selectFrom('audit').select('detail').where('action', '=', 'set-up').orderBy('id', 'desc').limit(1).execute();
				expect(JSON.parse(rows[0]?.detail ?? '')).toEqual({ priority: [{ name: 'Historic', reactionMinutes: 5, warningMinutes: null, resolutionMinutes: null }, null] });
			});
		});

		describe('priorities', () => {
			const at = (minutes: number) => new Date(Date.parse('2026-05-04T08:00:00.000Z') + minutes * 60_000);
			const signal = async (id: string, minutes: number) => {
				harness.clock.now = at(minutes);
				return (await desk.getTicket(id))?.service?.signal;
			};

			beforeAll(async () => {
				await upkeep.setPriority({ name: 'Slow', reactionMinutes: null, warningMinutes: null, resolutionMinutes: null });
				await upkeep.setPriority({ name: 'Fast', reactionMinutes: 10, warningMinutes: 40, resolutionMinutes: 60 });
			});
			afterAll(async () => {
				await upkeep.removePriority('Slow');
				await upkeep.removePriority('Fast');
			});

			it('promise nothing without times', async () => {
				expect((await create({ fields: { priority: 'Slow' } })).service).toBeNull();
			});

			it('give each ticket its signal: in time, reaction late, warning, resolution late', async () => {
				harness.clock.now = at(0);
				const { id } = await create({ fields: { priority: 'Fast' } });
				expect([await signal(id, 10), await signal(id, 11), await signal(id, 41), await signal(id, 61)]).toEqual(['in-time', 'reaction-late', 'warning', 'resolution-late']);
			});

			it('take the first public comment of an agent as the reaction', async () => {
				harness.clock.now = at(0);
				const { id } = await create({ fields: { priority: 'Fast' } });
				const agent = { kind: 'agent', name: 'Anna', address: 'anna@desk.example' } as const;
				await desk.addComment(freshClaim(), id, newComment());
				await desk.addComment(freshClaim(), id, newComment({ author: agent, internal: true }));
				expect(await signal(id, 20)).toBe('reaction-late');
				await desk.addComment(freshClaim(), id, newComment({ author: agent }));
				expect(await desk.getTicket(id)).toMatchObject({ service: { signal: 'in-time', reactedAt: at(20).toISOString() } });
				expect(await signal(id, 45)).toBe('warning');
			});

			it('keep the signal that a ticket was closed with', async () => {
				harness.clock.now = at(0);
				const [early, late] = [await create({ fields: { priority: 'Fast' } }), await create({ fields: { priority: 'Fast' } })];
				harness.clock.now = at(9);
				await close(early.id);
				harness.clock.now = at(70);
				await close(late.id);
				expect([await signal(early.id, 500), await signal(late.id, 500)]).toEqual(['in-time', 'resolution-late']);
			});

			it('bring new times when the priority of a ticket changes', async () => {
				harness.clock.now = at(0);
				const { id } = await create({ fields: { priority: 'Slow' } });
				harness.clock.now = at(30);
				const { ticket } = await desk.updateTicket(freshClaim(), id, change({ fields: { priority: 'fast' } }));
				expect(ticket.service).toMatchObject({ signal: 'reaction-late', resolveBy: at(60).toISOString() });
			});

			it('refuse times that do not fit together', async () => {
				const wanted = { name: 'Odd', reactionMinutes: null, warningMinutes: null, resolutionMinutes: null };
				for (const times of [{ reactionMinutes: 0 }, { reactionMinutes: -1 }, { resolutionMinutes: Number.NaN }, { warningMinutes: 60, resolutionMinutes: 30 }]) {
					await expectDeskError(upkeep.setPriority({ ...wanted, ...times }), 'PRIORITY_TIMES');
				}
			});
		});

		describe('block list', () => {
			it('holds addresses and domains, each once, until they are taken off', async () => {
				await upkeep.block(' Spam@Bad.example ', 'Spam');
				await upkeep.block('spam@bad.example', 'Much spam');
				await upkeep.block('@evil.example', '');
				expect((await upkeep.listBlocked()).map(({ sender, reason }) => [sender, reason])).toEqual([['@evil.example', ''], ['spam@bad.example', 'Much spam']]);
				const blocked = await Promise.all(['SPAM@bad.example', 'other@bad.example', 'x@evil.example', 'x@sub.evil.example', 'x@notevil.example', ''].map(async (address) => await desk.isBlocked(address)));
				expect(blocked).toEqual([true, false, true, true, false, false]);
				await upkeep.unblock('evil.example');
				await upkeep.unblock('spam@bad.example');
				expect(await upkeep.listBlocked()).toEqual([]);
				expect(await desk.isBlocked('x@evil.example')).toBe(false);
			});

			it('takes no text that is neither address nor domain', async () => {
				for (const sender of ['', ' ', '@']) {
					await expectDeskError(upkeep.block(sender, ''), 'SENDER_INVALID');
				}
			});
		});

		describe('contacts', () => {
			it('keep the fields that a change does not name, and take only values that the desk knows', async () => {
				await upkeep.setPerson({ name: 'Olga Owner', address: 'olga@desk.example' });
				const { contact } = await desk.createContact({ key: 'vip@change.example', action: 'contact' }, { address: 'vip@change.example', name: 'Vera Vip', fields: { type: 'Partner' } });
				const changed = await upkeep.changeContact(contact.id, { vip: '1', owner: 'olga owner', firstName: 'Věra' });
				expect(changed).toEqual({ ...contact, firstName: 'Věra', name: 'Věra Vip', fields: { type: 'Partner', vip: 'true', owner: 'olga@desk.example' } });
				expect(await desk.getContact(contact.id)).toEqual(changed);
				await expectDeskError(upkeep.changeContact(contact.id, { owner: 'nobody' }), 'FIELD_VALUE');
				await expectDeskError(upkeep.changeContact(contact.id, { vipp: 'true' }), 'UNKNOWN_FIELD');
				await expectDeskError(upkeep.changeContact('987654321', { vip: 'true' }), 'CONTACT_MISSING');
				expect(await desk.getContact(contact.id)).toEqual(changed);
				await upkeep.removePerson('olga@desk.example');
			});
		});

		describe('organisations', () => {
			it('are listed by name, and changed as a whole', async () => {
				const { organization } = await desk.createOrganization(freshClaim(), { name: 'Áčko', domains: ['acko.example'], addresses: ['info@acko.example'] });
				const changed = await upkeep.changeOrganization({ ...organization, name: 'Béčko', domains: ['becko.example'], addresses: [] });
				expect(changed).toEqual({ id: organization.id, name: 'Béčko', domains: ['becko.example'], addresses: [], fields: {} });
				expect(await upkeep.listOrganizations()).toContainEqual(changed);
				expect((await desk.findPerson('info@acko.example')).organization).toBeNull();
				await expectDeskError(upkeep.changeOrganization({ ...organization, id: '987654321' }), 'ORGANIZATION_MISSING');
			});
		});

		describe('retention', () => {
			it('erases closed tickets that nobody touched for so long, with files and what was merged into them; a mail handled before stays handled', async () => {
				await upkeep.expire({ ticketsAfterDays: 30, filesAfterDays: null });
				harness.clock.now = new Date(Date.now() - 40 * DAY_MS);
				const claim = freshClaim();
				const { ticket: old } = await desk.createTicket(claim, newTicket({ message: message('<old@keep.example>'), files: [file('old.txt', 'old bytes')] }));
				const merged = await create();
				await desk.mergeTickets(freshClaim(), merged.id, old.id);
				const open = await create({ files: [file('open.txt', 'open bytes')] });
				await close(old.id);
				harness.clock.now = new Date(Date.now() - 20 * DAY_MS);
				const recent = await close((await create({ files: [file('recent.txt', 'recent bytes')] })).id);
				harness.clock.now = null;
				expect(await upkeep.expire({ ticketsAfterDays: 30, filesAfterDays: null })).toEqual({ tickets: 2, files: 1 });
				expect([await desk.getTicket(old.id), await desk.getTicket(merged.id)]).toEqual([null, null]);
				expect((await desk.getTicket(open.id))?.state).toBe('open');
				expect((await desk.getTicket(recent.id))?.state).toBe('closed');
				expect(await everything(harness.store.db)).not.toContain('old bytes');
				expect(await desk.createTicket(claim, newTicket())).toMatchObject({ effect: 'existing', ticket: { id: old.id, state: 'deleted' } });
				expect(await upkeep.expire({ ticketsAfterDays: null, filesAfterDays: 10 })).toEqual({ tickets: 0, files: 1 });
				expect([await desk.listFiles(recent.id), (await desk.listFiles(open.id)).length]).toEqual([[], 1]);
				expect(await upkeep.expire({ ticketsAfterDays: 30, filesAfterDays: 10 })).toEqual({ tickets: 0, files: 0 });
			});

			it('keeps bytes that another ticket still lists', async () => {
				harness.clock.now = new Date(Date.now() - 40 * DAY_MS);
				const gone = await create({ files: [file('shared.txt', 'shared bytes')] });
				await close(gone.id);
				harness.clock.now = null;
				const kept = await create({ files: [file('shared.txt', 'shared bytes')] });
				await upkeep.expire({ ticketsAfterDays: 30, filesAfterDays: null });
				const [stored] = await desk.listFiles(kept.id);
				expect((await desk.readFile(stored?.id ?? '')).toString()).toBe('shared bytes');
			});

			it('refuses to erase what was closed today', async () => {
				for (const days of [0, -1, Number.NaN]) {
					await expectDeskError(upkeep.expire({ ticketsAfterDays: days, filesAfterDays: null }), 'RETENTION_DAYS');
				}
			});
		});

		describe('one person', () => {
			const SECRET = 'zuzana-secret';
			const ADDRESS = `${SECRET}@private.example`;

			/** A ticket of hers, a comment in somebody else's, a mail on her contact, a second address. */
			async function leaveTraces(): Promise<{ claim: ReturnType<typeof freshClaim>; ownId: string; otherId: string; contactId: string }> {
				const contact = await contactOf(ADDRESS, SECRET);
				await desk.addContactAddress(freshClaim(), contact.id, `second-${SECRET}@private.example`);
				const claim = freshClaim();
				const own = (await desk.createTicket(claim, newTicket({ title: SECRET, description: SECRET, contactId: contact.id, message: message(`<own-${freshClaim().key}@x.example>`, { from: ADDRESS, subject: SECRET }), participants: [ADDRESS], files: [file(SECRET, SECRET)] }))).ticket;
				const other = await create({ title: 'Of somebody else', message: message(`<o-${freshClaim().key}@x.example>`, { from: 'else@other.example', recipients: [ADDRESS.toUpperCase(), 'support@desk.example'] }), participants: [ADDRESS] });
				const written = message(`<c-${SECRET}-${freshClaim().key}@x.example>`, { from: ADDRESS, subject: SECRET });
				await desk.addComment(freshClaim(), other.id, newComment({ author: { kind: 'customer', name: SECRET, address: ADDRESS }, text: SECRET, html: SECRET, message: written, files: [file(`${SECRET}.txt`, `${SECRET} file`)] }));
				await desk.linkMail(freshClaim(), { target: 'contact', id: contact.id, message: message(`<l-${freshClaim().key}@x.example>`, { from: ADDRESS, subject: SECRET }), text: SECRET, html: SECRET, files: [file(SECRET, `${SECRET} linked`)] });
				return { claim, ownId: own.id, otherId: other.id, contactId: contact.id };
			}

			it('can be exported: contacts, own tickets whole, of others only what she wrote', async () => {
				const { ownId, otherId, contactId } = await leaveTraces();
				const all = await upkeep.exportPerson(ADDRESS.toUpperCase());
				expect(all.contacts.map(({ id }) => id)).toEqual([contactId]);
				const own = all.tickets.find(({ ticket }) => ticket.id === ownId);
				const other = all.tickets.find(({ ticket }) => ticket.id === otherId);
				expect(own).toMatchObject({ ticket: { title: SECRET }, files: [{ fileName: SECRET }] });
				expect(own?.messages).toHaveLength(1);
				expect(other).toMatchObject({ ticket: { title: '' }, comments: [{ text: SECRET }], files: [{ fileName: `${SECRET}.txt` }] });
				expect(other?.messages.map(({ from }) => from)).toEqual([ADDRESS]);
				expect(all.mails).toMatchObject([{ subject: SECRET, text: SECRET }]);
				await upkeep.erasePerson(ADDRESS);
			});

			it('can be erased without a trace, and others keep their tickets', async () => {
				const { claim, ownId, otherId } = await leaveTraces();
				expect(await everything(harness.store.db)).toContain(SECRET);
				expect(await upkeep.erasePerson(ADDRESS)).toEqual({ contacts: 1, tickets: 1, comments: 1, messages: 1, mails: 1, files: 2 });
				expect(await everything(harness.store.db)).not.toContain(SECRET);
				expect(await desk.getTicket(ownId)).toBeNull();
				expect(await desk.getTicket(otherId)).toMatchObject({ title: 'Of somebody else', state: 'open' });
				expect(await desk.listComments(otherId)).toMatchObject([{ author: { name: '', address: '' }, text: '(erased)' }]);
				expect(await desk.createTicket(claim, newTicket())).toMatchObject({ effect: 'existing', ticket: { id: ownId, state: 'deleted' } });
				expect(await upkeep.erasePerson(ADDRESS)).toEqual({ contacts: 0, tickets: 0, comments: 0, messages: 0, mails: 0, files: 0 });
			});

			it('may write again after that, like anybody unknown', async () => {
				const { contactId } = await leaveTraces();
				await upkeep.erasePerson(ADDRESS);
				expect(await desk.findPerson(ADDRESS)).toEqual({ contact: null, organization: null });
				const again = await desk.createContact({ key: ADDRESS, action: 'contact' }, newContact(ADDRESS));
				expect(again.effect).toBe('created');
				expect(again.contact.id).not.toBe(contactId);
				expect(await create({ contactId: again.contact.id })).toMatchObject({ contactId: again.contact.id });
				await upkeep.erasePerson(ADDRESS);
			});

			it('must be named by an address', async () => {
				await expectDeskError(upkeep.erasePerson(' '), 'ADDRESS_INVALID');
				await expectDeskError(upkeep.exportPerson(''), 'ADDRESS_INVALID');
			});
		});
	});
}
