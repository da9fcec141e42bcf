import type { Desk, TicketQuery } from '../../helpdesk/desk/Desk';
import { DESK_ABILITIES, type DeskAbility } from '../../helpdesk/desk/DeskDescription';
import type { DeskHarness } from './deskContract';
import { change, evidence, file, freshClaim, message, newComment, newContact, newTicket } from './deskInput';
import { expectDeskError } from './expectDeskError';
import { ifAble as ifDeskIsAble } from './ifAble';

/** A word that nothing else in the desk contains. */
function freshWord(): string {
	return `word${freshClaim().key.replace(/\D/g, 'x')}x`;
}

/** Part of the desk contract: what people and workflows do with tickets beside handling mail. What a desk cannot do, it must announce. */
export function describeDeskDepth(harnessOf: () => DeskHarness): void {
	let desk: Desk;
	let abilities: ReadonlySet<DeskAbility>;

	beforeAll(async () => {
		desk = harnessOf().desk;
		abilities = new Set((await desk.describe()).abilities);
	});

	const ifAble = async (ability: DeskAbility, refused: () => Promise<unknown>, test: () => Promise<void>) => await ifDeskIsAble(desk, ability, refused, test);

	const create = async (more: Parameters<typeof newTicket>[0] = {}) => (await desk.createTicket(freshClaim(), newTicket(more))).ticket;
	const contactOf = async (address: string, name = '') => (await desk.createContact({ key: address, action: 'contact' }, newContact(address, name))).contact;

	describe('abilities', () => {
		it('are known ones, each named once', async () => {
			const { abilities: named } = await desk.describe();
			expect(new Set(named).size).toBe(named.length);
			expect(named.filter((ability) => !DESK_ABILITIES.includes(ability))).toEqual([]);
		});

		it('say the same of upkeep as is there', async () => {
			const kept = (['setUp', 'blockList', 'retention', 'exportPerson', 'erasePerson'] as const).filter((ability) => abilities.has(ability));
			expect(kept.length > 0).toBe(desk.upkeep !== null);
		});
	});

	describe('searching', () => {
		const idsOf = async (query: Partial<TicketQuery>) => (await desk.searchTickets({ limit: 50, ...query })).tickets.map(({ id }) => id);

		it('finds by a part of the title in any case, newest first, in pages', async () => {
			const word = freshWord();
			const ids: string[] = [];
			for (const number of [1, 2, 3]) {
				ids.unshift((await create({ title: `Ticket ${word} ${number}` })).id);
			}
			expect(await idsOf({ text: word.toUpperCase() })).toEqual(ids);
			const first = await desk.searchTickets({ text: word, limit: 2 });
			expect(first.tickets.map(({ id }) => id)).toEqual(ids.slice(0, 2));
			const second = await desk.searchTickets({ text: word, limit: 2, cursor: first.cursor ?? '' });
			expect({ ids: second.tickets.map(({ id }) => id), cursor: second.cursor }).toEqual({ ids: ids.slice(2), cursor: null });
		});

		it('takes signs of a query for what they are', async () => {
			const word = freshWord();
			const plain = await create({ title: `${word} 100% of it` });
			await create({ title: `${word} 1000 of it` });
			expect(await idsOf({ text: `${word} 100% of` })).toEqual([plain.id]);
			expect(await idsOf({ text: `${word}_100% of` })).toEqual([]);
			expect(await idsOf({ text: `${word}' or '1'='1` })).toEqual([]);
		});

		it('finds by number, status, state and contact, and joins conditions by AND', async () => {
			const { closedStatuses } = await desk.describe();
			const contact = await contactOf(`${freshWord()}@search.example`);
			const open = await create({ contactId: contact.id });
			const closed = await create({ contactId: contact.id, fields: { status: closedStatuses[0] ?? '' } });
			expect(await idsOf({ number: open.number.toLowerCase() })).toEqual([open.id]);
			expect(await idsOf({ contactId: contact.id })).toEqual([closed.id, open.id]);
			expect(await idsOf({ contactId: contact.id, state: 'open' })).toEqual([open.id]);
			expect(await idsOf({ contactId: contact.id, state: 'closed' })).toEqual([closed.id]);
			expect(await idsOf({ contactId: contact.id, status: closed.status })).toEqual([closed.id]);
			expect(await idsOf({ contactId: contact.id, number: closed.number, state: 'open' })).toEqual([]);
		});

		it('finds the tickets of an address', async () => {
			const address = `${freshWord()}@search.example`;
			const contact = await contactOf(address);
			const own = await create({ contactId: contact.id });
			await create();
			expect(await idsOf({ address: address.toUpperCase() })).toContain(own.id);
			expect(await idsOf({ address: `${freshWord()}@search.example` })).toEqual([]);
		});

		it('finds what was changed since a time', async () => {
			const ticket = await create();
			expect(await idsOf({ number: ticket.number, changedSince: ticket.changedAt })).toEqual([ticket.id]);
			expect(await idsOf({ number: ticket.number, changedSince: '2999-01-01T00:00:00.000Z' })).toEqual([]);
		});

		it('leaves deleted tickets out', async () => {
			const ticket = await create();
			await harnessOf().deleteTicket(ticket.id);
			expect(await idsOf({ number: ticket.number })).toEqual([]);
		});

		it('finds people by a part of name or address', async () => {
			const word = freshWord();
			const one = await contactOf(`${word}@search.example`, 'Zora Malá');
			const two = await contactOf(`b.${freshWord()}@search.example`, `Zora ${word}`);
			expect((await desk.searchPeople(word.toUpperCase(), 10)).map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
			expect(await desk.searchPeople(word, 1)).toHaveLength(1);
			expect(await desk.searchPeople(`${word}%`, 10)).toEqual([]);
		});
	});

	describe('assigning', () => {
		it('assigns to a person by id or name, and refuses somebody unknown', async () => {
			await desk.upkeep?.setPerson({ name: 'Berta Agent', address: 'berta@desk.example' });
			const [person] = (await desk.describe()).people;
			const ticket = await create();
			const byId = await desk.updateTicket(freshClaim('assign'), ticket.id, change({ fields: { assignee: person?.id ?? '' } }));
			expect(byId.ticket.assignee).toBe(person?.id);
			const byName = await desk.updateTicket(freshClaim('assign'), ticket.id, change({ fields: { assignee: person?.name ?? '' } }));
			expect(byName.ticket.assignee).toBe(person?.id);
			await expectDeskError(desk.updateTicket(freshClaim('assign'), ticket.id, change({ fields: { assignee: 'nobody-like-this' } })), 'FIELD_VALUE');
		});

		it('assigns to a group', async () => {
			await desk.upkeep?.setGroup({ name: 'Second Level', people: ['berta@desk.example'] });
			const [group] = (await desk.describe()).groups;
			const ticket = await create();
			const assign = async () => await desk.updateTicket(freshClaim('assign'), ticket.id, change({ fields: { group: group?.id ?? 'any' } }));
			if (!abilities.has('groups')) {
				await expectDeskError(assign(), 'UNKNOWN_FIELD', 'DESK_CANNOT');
				return;
			}
			expect((await assign()).ticket.group).toBe(group?.id);
		});
	});

	describe('closing and opening again', () => {
		it('is a change of the status', async () => {
			const { openStatus, closedStatuses } = await desk.describe();
			const ticket = await create();
			const closed = await desk.updateTicket(freshClaim('close'), ticket.id, change({ fields: { status: closedStatuses[0] ?? '' } }));
			expect(closed.ticket).toMatchObject({ state: 'closed', closedAt: expect.any(String) });
			const reopened = await desk.updateTicket(freshClaim('open'), ticket.id, change({ fields: { status: openStatus } }));
			expect(reopened.ticket).toMatchObject({ state: 'open', closedAt: null });
		});
	});

	describe('merging', () => {
		it('leads mail for the one ticket to the other, once per claim', async () => {
			const [from, into] = [await create({ participants: ['merged@team.example'] }), await create()];
			const merge = async (claim = freshClaim('merge')) => await desk.mergeTickets(claim, from.id, into.id);
			await ifAble('merge', merge, async () => {
				const claim = freshClaim('merge');
				expect(await merge(claim)).toMatchObject({ effect: 'created', ticket: { id: into.id, state: 'open' } });
				expect(await merge(claim)).toMatchObject({ effect: 'existing', ticket: { id: into.id } });
				expect(await desk.getTicket(from.id)).toMatchObject({ state: 'merged', mergedInto: into.id });
				const found = await desk.findTickets([evidence('ticket-id', from.id)]);
				expect(found.map(({ ticket }) => ticket.id)).toEqual([from.id, into.id]);
				expect((await desk.findTickets([evidence('ticket-id', into.id)]))[0]?.participants).toContain('merged@team.example');
				await expectDeskError(desk.mergeTickets(freshClaim('merge'), into.id, from.id), 'TICKET_MERGED');
				await expectDeskError(desk.mergeTickets(freshClaim('merge'), into.id, into.id), 'MERGE_WITH_ITSELF');
				await expectDeskError(desk.mergeTickets(freshClaim('merge'), '987654321', into.id), 'TICKET_MISSING');
			});
		});
	});

	describe('deleting', () => {
		it('takes a ticket away once', async () => {
			const ticket = await create();
			const remove = async (claim = freshClaim('delete')) => await desk.deleteTicket(claim, ticket.id);
			await ifAble('deleteTickets', remove, async () => {
				const claim = freshClaim('delete');
				expect([await remove(claim), await remove(claim), await remove()].map(({ effect }) => effect)).toEqual(['created', 'existing', 'existing']);
				expect((await desk.getTicket(ticket.id))?.state ?? 'deleted').toBe('deleted');
				await expectDeskError(desk.deleteTicket(freshClaim('delete'), '987654321'), 'TICKET_MISSING');
			});
		});
	});

	describe('organisations and addresses', () => {
		it('creates an organisation once per claim, whose people are then known as colleagues', async () => {
			const claim = freshClaim('organization');
			const domain = `${freshWord()}.example`;
			const make = async () => await desk.createOrganization(claim, { name: 'Tišnov a.s.', domains: [domain.toUpperCase()], addresses: [`office@branch.${domain}`] });
			await ifAble('createOrganizations', make, async () => {
				const { organization, effect } = await make();
				expect({ effect, organization }).toMatchObject({ effect: 'created', organization: { name: 'Tišnov a.s.', domains: [domain], addresses: [`office@branch.${domain}`] } });
				expect(await make()).toEqual({ effect: 'existing', organization });
				expect(await desk.getOrganization(organization.id)).toEqual(organization);
				const contact = await contactOf(`ada@${domain}`);
				expect(contact.organizationId).toBe(organization.id);
				const ticket = await create({ contactId: contact.id });
				expect((await desk.findTickets([evidence('ticket-id', ticket.id)]))[0]?.organizationDomains).toEqual([domain]);
				await expectDeskError(desk.createOrganization(freshClaim(), { name: 'All', domains: ['gmail.com'], addresses: [] }), 'DOMAIN_FREEMAIL');
			});
		});

		it('finds a contact by every address that was added to it', async () => {
			const contact = await contactOf(`${freshWord()}@two.example`, 'Two Addresses');
			const other = await contactOf(`${freshWord()}@two.example`);
			const second = `${freshWord()}@private.example`;
			const claim = freshClaim('address');
			const add = async () => await desk.addContactAddress(claim, contact.id, second.toUpperCase());
			await ifAble('contactAddresses', add, async () => {
				expect(await add()).toMatchObject({ effect: 'created', contact: { id: contact.id, addresses: [...contact.addresses, second] } });
				expect(await add()).toMatchObject({ effect: 'existing' });
				expect((await desk.findPerson(second)).contact?.id).toBe(contact.id);
				await expectDeskError(desk.addContactAddress(freshClaim(), other.id, second), 'ADDRESS_TAKEN');
				await expectDeskError(desk.addContactAddress(freshClaim(), '987654321', 'x@y.example'), 'CONTACT_MISSING');
			});
		});
	});

	describe('mails of people', () => {
		it('hang on a contact or an organisation, once per claim and Message-ID', async () => {
			const contact = await contactOf(`${freshWord()}@mails.example`);
			const organization = await harnessOf().addOrganization({ name: 'Mails', domains: [], addresses: [] });
			for (const { target, id } of [{ target: 'contact' as const, id: contact.id }, { target: 'organization' as const, id: organization }]) {
				const sent = message(`<${freshWord()}@mails.example>`, { from: contact.addresses[0] ?? '', subject: 'Offer' });
				const link = { target, id, message: sent, text: 'As discussed.', html: '<p>As discussed.</p>', files: [file('offer.txt', 'offer')] };
				const claim = freshClaim('link');
				await ifAble('linkMails', async () => await desk.linkMail(claim, link), async () => {
					const first = await desk.linkMail(claim, link);
					expect(first).toMatchObject({ effect: 'created', mail: { target, targetId: id, subject: 'Offer', text: 'As discussed.', messageId: sent.messageId, files: [{ fileName: 'offer.txt', size: 5 }] } });
					expect(await desk.linkMail(claim, link)).toEqual({ effect: 'existing', mail: first.mail });
					expect(await desk.linkMail(freshClaim('link'), link)).toMatchObject({ effect: 'existing', mail: { id: first.mail.id } });
					expect(await desk.listLinkedMails(target, id)).toEqual([first.mail]);
					await expectDeskError(desk.linkMail(freshClaim('link'), { ...link, id: '987654321' }), target === 'contact' ? 'CONTACT_MISSING' : 'ORGANIZATION_MISSING');
				});
			}
		});
	});

	describe('one claim at once', () => {
		const effectsOf = async (call: () => Promise<{ effect: string }>) => (await Promise.all(Array.from({ length: 6 }, call))).map(({ effect }) => effect).sort();
		const ONCE = ['created', 'existing', 'existing', 'existing', 'existing', 'existing'];

		it('makes one comment, one change, one merging and one deletion', async () => {
			const [ticket, other, third] = [await create(), await create(), await create()];
			const [commenting, changing, merging, deleting] = [freshClaim('comment'), freshClaim('change'), freshClaim('merge'), freshClaim('delete')];
			expect(await effectsOf(async () => await desk.addComment(commenting, ticket.id, newComment()))).toEqual(ONCE);
			expect(await desk.listComments(ticket.id)).toHaveLength(1);
			expect(await effectsOf(async () => await desk.updateTicket(changing, ticket.id, change({ title: 'Once' })))).toEqual(ONCE);
			const merge = async () => await desk.mergeTickets(merging, other.id, ticket.id);
			const remove = async () => await desk.deleteTicket(deleting, third.id);
			await ifAble('merge', merge, async () => expect(await effectsOf(merge)).toEqual(ONCE));
			await ifAble('deleteTickets', remove, async () => expect(await effectsOf(remove)).toEqual(ONCE));
		});

		it('makes one organisation and links one mail', async () => {
			const contact = await contactOf(`${freshWord()}@once.example`);
			const [organization, link] = [freshClaim('organization'), freshClaim('link')];
			const found = async () => await desk.createOrganization(organization, { name: `Once ${freshWord()}`, domains: [], addresses: [] });
			await ifAble('createOrganizations', found, async () => expect(await effectsOf(found)).toEqual(ONCE));
			const mail = { target: 'contact' as const, id: contact.id, message: message(`<${freshWord()}@once.example>`), text: '', html: '', files: [] };
			const hang = async () => await desk.linkMail(link, mail);
			await ifAble('linkMails', hang, async () => {
				expect(await effectsOf(hang)).toEqual(ONCE);
				expect(await desk.listLinkedMails('contact', contact.id)).toHaveLength(1);
			});
		});
	});

	describe('changes since a cursor', () => {
		it('come once each, in the order in which they happened', async () => {
			const catchUp = async (cursor: string) => {
				const all = [];
				let at = cursor;
				for (let page = await desk.changesSince(at, 100); ; page = await desk.changesSince(at, 100)) {
					all.push(...page.changes);
					at = page.cursor;
					if (page.changes.length === 0) {
						return { changes: all, cursor: at };
					}
				}
			};
			await ifAble('changeFeed', async () => await desk.changesSince('', 10), async () => {
				const { closedStatuses } = await desk.describe();
				const { cursor } = await catchUp('');
				const ticket = await create();
				const { comment } = await desk.addComment(freshClaim(), ticket.id, newComment({ author: { kind: 'agent', name: 'Berta', address: 'berta@desk.example' } }));
				await desk.updateTicket(freshClaim(), ticket.id, change({ fields: { status: closedStatuses[0] ?? '' } }));
				const { changes, cursor: next } = await catchUp(cursor);
				const own = changes.filter(({ ticketId }) => ticketId === ticket.id);
				expect(own.map(({ what }) => what)).toEqual(expect.arrayContaining(['created', 'commented', 'closed']));
				expect(own.find(({ what }) => what === 'commented')).toMatchObject({ commentId: comment.id, authorKind: 'agent', internal: false, by: 'berta@desk.example' });
				expect(await catchUp(next)).toEqual({ changes: [], cursor: next });
				await expectDeskError(desk.changesSince("1' or '1'='1", 10), 'CURSOR_INVALID');
			});
		});
	});

	describe('blocked senders', () => {
		it('are nobody by default', async () => {
			expect(await desk.isBlocked('anna@customer.example')).toBe(false);
			expect(await desk.isBlocked('')).toBe(false);
		});
	});
}
