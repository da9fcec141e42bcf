import type { Desk } from '../../helpdesk/desk/Desk';
import type { DeskHarness } from './deskContract';
import { evidence, freshClaim, message, newComment, newContact, newTicket } from './deskInput';
import { expectDeskError } from './expectDeskError';
import { ifAble } from './ifAble';

/** Part of the desk contract: tickets are found by what a mail says of them. */
export function describeDeskFinding(harnessOf: () => DeskHarness): void {
	describe('finding tickets', () => {
		let desk: Desk;

		beforeAll(() => {
			desk = harnessOf().desk;
		});

		const idsFor = async (...all: Parameters<Desk['findTickets']>[0]) => (await desk.findTickets(all)).map((found) => found.ticket.id);

		it('finds by id and by number, in any case', async () => {
			const { ticket } = await desk.createTicket(freshClaim(), newTicket());
			for (const kind of ['signed-message-id', 'signed-token', 'ticket-id'] as const) {
				expect(await idsFor(evidence(kind, ticket.id))).toEqual([ticket.id]);
			}
			for (const number of [ticket.number, ticket.number.toLowerCase(), ` ${ticket.number} `]) {
				expect(await idsFor(evidence('ticket-number', number))).toEqual([ticket.id]);
			}
		});

		it('finds by Message-ID, by reference from a stored mail, and by the id a bounce names', async () => {
			const { ticket } = await desk.createTicket(freshClaim(), newTicket({ message: message('<m1@mail.example>', { inReplyTo: '<m0@mail.example>', references: ['<root@mail.example>'] }) }));
			await desk.recordMessage(ticket.id, message('<out@desk.example>', { direction: 'out', inReplyTo: '<m1@mail.example>' }));
			expect(await idsFor(evidence('message-id', '<m1@mail.example>'))).toEqual([ticket.id]);
			expect(await idsFor(evidence('message-id', '<out@desk.example>'))).toEqual([ticket.id]);
			expect(await idsFor(evidence('original-message-id', '<out@desk.example>'))).toEqual([ticket.id]);
			expect(await idsFor(evidence('referenced-by', '<m0@mail.example>'))).toEqual([ticket.id]);
			expect(await idsFor(evidence('referenced-by', '<root@mail.example>'))).toEqual([ticket.id]);
			expect(await idsFor(evidence('message-id', '<root@mail.example>'))).toEqual([]);
			expect(await idsFor(evidence('message-id', '<M1@mail.example>'))).toEqual([]);
		});

		it('remembers a sent mail once, with the people it went to', async () => {
			const { ticket } = await desk.createTicket(freshClaim(), newTicket());
			const sent = message('<sent@desk.example>', { direction: 'out', recipients: ['Colleague@customer.example'], references: ['<a@b>', '<c@d>'] });
			await desk.recordMessage(ticket.id, sent);
			await desk.recordMessage(ticket.id, sent);
			expect(await desk.listMessages(ticket.id)).toEqual([sent]);
			const [found] = await desk.findTickets([evidence('ticket-id', ticket.id)]);
			expect(found?.participants).toContain('colleague@customer.example');
			await expectDeskError(desk.recordMessage('987654321', sent), 'TICKET_MISSING');
		});

		it('finds by pattern: number, id or whole title', async () => {
			const { ticket } = await desk.createTicket(freshClaim(), newTicket({ title: 'INC0012345 host web1' }));
			for (const value of [ticket.number, ticket.id, 'INC0012345 host web1']) {
				expect(await idsFor(evidence('pattern', value))).toEqual([ticket.id]);
			}
			expect(await idsFor(evidence('pattern', 'INC0012345'))).toEqual([]);
		});

		it('finds open tickets by subject, without reply prefixes', async () => {
			const { closedStatuses } = await desk.describe();
			const { ticket } = await desk.createTicket(freshClaim(), newTicket({ title: 'Re: Toner is empty' }));
			await desk.createTicket(freshClaim(), newTicket({ title: 'Toner is empty', fields: { status: closedStatuses[0] ?? '' } }));
			expect(await idsFor(evidence('same-subject', 'Toner is empty'))).toEqual([ticket.id]);
			expect(await idsFor(evidence('same-subject', ''))).toEqual([]);
		});

		it('finds nothing for values that are no ids, numbers or Message-IDs', async () => {
			const kinds = ['signed-message-id', 'signed-token', 'ticket-id', 'ticket-number', 'pattern', 'message-id', 'referenced-by', 'original-message-id', 'same-subject'] as const;
			const values = ['', ' ', 'x', '0', '-1', '1.0', '1e2', '0x10', '9007199254740993', '9'.repeat(400), "1' OR '1'='1", '1; drop table tickets', '%', '_', '<>', '\0', '<'.repeat(5000)];
			for (const kind of kinds) {
				expect(await idsFor(...values.map((value) => evidence(kind, value)))).toEqual([]);
			}
		});

		it('gives one ticket once, with all the evidence for it', async () => {
			const { ticket } = await desk.createTicket(freshClaim(), newTicket({ message: message('<all@mail.example>') }));
			const all = [evidence('message-id', '<all@mail.example>', 'References'), evidence('ticket-id', ticket.id), evidence('ticket-number', ticket.number)];
			const found = await desk.findTickets(all);
			expect(found).toHaveLength(1);
			expect(found[0]?.evidence).toEqual(expect.arrayContaining(all));
			expect(found[0]?.evidence).toHaveLength(3);
		});

		it('knows who takes part: requester, Cc, authors, agents, but not strangers or machines', async () => {
			const { contact } = await desk.createContact({ key: 'req@team.example', action: 'contact' }, newContact('req@team.example'));
			const { ticket } = await desk.createTicket(freshClaim(), newTicket({ contactId: contact.id, message: message('<p@mail.example>', { from: 'req@team.example' }), participants: ['CC@team.example'] }));
			await desk.addComment(freshClaim(), ticket.id, newComment({ author: { kind: 'agent', name: 'Agent', address: 'agent@desk.example' } }));
			await desk.addComment(freshClaim(), ticket.id, newComment({ author: { kind: 'customer', name: '', address: 'cc@team.example' }, participants: ['second@team.example'] }));
			await desk.addComment(
				freshClaim(),
				ticket.id,
				newComment({ author: { kind: 'customer', name: '', address: 'stranger@evil.example' }, unverified: true, internal: true, message: message('<evil@evil.example>', { from: 'stranger@evil.example' }), participants: ['friend@evil.example'] }),
			);
			await desk.addComment(freshClaim(), ticket.id, newComment({ author: { kind: 'system', name: '', address: 'mailer-daemon@relay.example' }, internal: true, message: message('<bounce@relay.example>', { from: 'mailer-daemon@relay.example' }) }));
			const [found] = await desk.findTickets([evidence('ticket-id', ticket.id)]);
			expect(found?.requester).toBe('req@team.example');
			expect([...(found?.participants ?? [])].sort()).toEqual(['agent@desk.example', 'cc@team.example', 'req@team.example', 'second@team.example']);
		});

		it('knows whom the mail that began a ticket was addressed to, whatever came later', async () => {
			const first = message('<first@mail.example>', { from: 'req@team.example', recipients: ['Billing@desk.example', 'boss@team.example'] });
			const { ticket } = await desk.createTicket(freshClaim(), newTicket({ message: first }));
			await desk.addComment(freshClaim(), ticket.id, newComment({ message: message('<later@mail.example>', { recipients: ['sales@desk.example'] }) }));
			const { ticket: byHand } = await desk.createTicket(freshClaim(), newTicket());
			const addressedTo = async (id: string) => (await desk.findTickets([evidence('ticket-id', id)]))[0]?.addressedTo;
			expect(await addressedTo(ticket.id)).toEqual(['billing@desk.example', 'boss@team.example']);
			expect(await addressedTo(byHand.id)).toEqual([]);
		});

		it('says that evidence points at an internal note', async () => {
			const { ticket } = await desk.createTicket(freshClaim(), newTicket({ message: message('<open@mail.example>') }));
			await desk.addComment(freshClaim(), ticket.id, newComment({ internal: true, author: { kind: 'agent', name: '', address: 'agent@desk.example' }, message: message('<note@desk.example>') }));
			const internal = async (...all: Parameters<Desk['findTickets']>[0]) => (await desk.findTickets(all))[0]?.internal;
			expect(await internal(evidence('message-id', '<open@mail.example>', 'In-Reply-To'))).toBe(false);
			expect(await internal(evidence('message-id', '<note@desk.example>', 'In-Reply-To'))).toBe(true);
		});

		it('names the domains of the requester\'s organisation', async () => {
			await harnessOf().addOrganization({ name: 'Guild', domains: ['guild.example', 'outlook.com'], addresses: [] });
			const { contact } = await desk.createContact({ key: 'ann@guild.example', action: 'contact' }, newContact('ann@guild.example'));
			const { ticket } = await desk.createTicket(freshClaim(), newTicket({ contactId: contact.id }));
			const [found] = await desk.findTickets([evidence('ticket-id', ticket.id)]);
			expect(found?.organizationDomains).toEqual(['guild.example']);
		});

		it('returns deleted tickets as deleted', async () => {
			const { ticket } = await desk.createTicket(freshClaim(), newTicket());
			await harnessOf().deleteTicket(ticket.id);
			expect((await desk.findTickets([evidence('ticket-id', ticket.id)]))[0]?.ticket.state ?? 'deleted').toBe('deleted');
		});

		it('returns a merged ticket and what it was merged into, with the evidence and its people', async () => {
			const from = (await desk.createTicket(freshClaim(), newTicket({ participants: ['old@team.example'] }))).ticket;
			const middle = (await desk.createTicket(freshClaim(), newTicket())).ticket;
			const into = (await desk.createTicket(freshClaim(), newTicket())).ticket;
			const hint = evidence('ticket-id', from.id);
			await ifAble(desk, 'merge', async () => await desk.mergeTickets(freshClaim(), from.id, middle.id), async () => {
				await harnessOf().mergeTicket?.(from.id, middle.id);
				await harnessOf().mergeTicket?.(middle.id, into.id);
				const found = await desk.findTickets([hint]);
				expect(found.map(({ ticket }) => [ticket.id, ticket.state, ticket.mergedInto])).toEqual([
					[from.id, 'merged', middle.id],
					[middle.id, 'merged', into.id],
					[into.id, 'open', null],
				]);
				expect(found[2]).toMatchObject({ evidence: [hint], participants: ['old@team.example'] });
			});
			// On every desk: a ticket that was refused to be merged is found as it was.
			expect((await desk.findTickets([hint]))[0]).toMatchObject({ ticket: { id: from.id }, evidence: [hint] });
		});

		it('ends when tickets were merged in a circle', async () => {
			const one = (await desk.createTicket(freshClaim(), newTicket())).ticket;
			const two = (await desk.createTicket(freshClaim(), newTicket())).ticket;
			const statesOf = async () => (await desk.findTickets([evidence('ticket-id', one.id)])).map(({ ticket }) => ticket.state);
			await ifAble(desk, 'merge', async () => await desk.mergeTickets(freshClaim(), one.id, two.id), async () => {
				await harnessOf().mergeTicket?.(one.id, two.id);
				await harnessOf().mergeTicket?.(two.id, one.id);
				expect(await statesOf()).toEqual(['merged', 'merged']);
			});
			const isMerged = (await desk.describe()).abilities.includes('merge');
			expect((await statesOf())[0]).toBe(isMerged ? 'merged' : 'open');
		});
	});
}
