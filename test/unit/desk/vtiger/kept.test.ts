import { join } from 'node:path';
import { rm } from 'node:fs/promises';

import { createVtigerDesk } from '../../../../helpdesk/desk/vtiger/createVtigerDesk';
import { openStore } from '../../../../helpdesk/store/openStore';
import { change, evidence, file, freshClaim, message, newComment, newContact, newTicket } from '../../../support/deskInput';
import { expectDeskError } from '../../../support/expectDeskError';
import { temporaryFolder } from '../../../support/sqlDeskHarness';
import { startVtigerDouble, type VtigerDouble } from '../../../support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk, type VtigerHarness } from '../../../support/vtigerHarness';

let double: VtigerDouble;
let harness: VtigerHarness;

beforeEach(async () => {
	double = await startVtigerDouble();
	harness = await openVtigerDesk(double.account);
});
afterEach(async () => {
	await harness.close();
	await double.close();
});

const fieldsOf = (module: string) => [...double.state.records.values()].filter((record) => record.module === module && !record.deleted).map(({ fields }) => fields);
const mailsSince = (before: number) => double.state.mails.slice(before).map(({ to }) => to);

describe('What Vtiger cannot keep', () => {
	it('is replaced where it can be seen, and counted', async () => {
		await harness.desk.createTicket(freshClaim(), newTicket({ title: 'Fire 🔥', description: 'Burns 🔥🔥' }));
		expect(fieldsOf('HelpDesk')).toMatchObject([{ ticket_title: 'Fire [U+1F525]', description: expect.stringMatching(/^Burns \[U\+1F525\]\[U\+1F525\]\n\n\[Mail Help Desk: Vtiger cannot keep 2 characters/) }]);
		expect(JSON.stringify(fieldsOf('HelpDesk'))).not.toContain('??');
	});

	it('is cut with a mark where it is too long, and attached as a whole', async () => {
		const [title, text] = ['ž'.repeat(300), 'č'.repeat(40_000)];
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket({ title }));
		await harness.desk.addComment(freshClaim(), ticket.id, newComment({ text }));
		expect(fieldsOf('HelpDesk')[0]?.ticket_title).toBe(`${'ž'.repeat(251)} […]`);
		expect(fieldsOf('ModComments')[0]?.commentcontent).toContain('attached as whole-text.txt');
		expect(Buffer.byteLength(fieldsOf('ModComments')[0]?.commentcontent ?? '')).toBeLessThanOrEqual(65_535);
		expect((await harness.desk.listFiles(ticket.id)).map(({ fileName, size }) => [fileName, size])).toEqual([
			['whole-text.txt', Buffer.byteLength(`${title}\n\nIt burns.`)],
			['whole-text.txt', Buffer.byteLength(text)],
		]);
	});
});

describe('Who is told by Vtiger', () => {
	it('of a comment of the customer is the agent, or the customer if that was chosen, and of a private one nobody', async () => {
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket());
		const echoing = harness.another({ tellAgents: false });
		const toldOf = async (write: () => Promise<unknown>) => {
			const before = double.state.mails.length;
			await write();
			return mailsSince(before);
		};
		expect(await toldOf(async () => await harness.desk.addComment(freshClaim(), ticket.id, newComment()))).toEqual(['owner']);
		expect(await toldOf(async () => await echoing.addComment(freshClaim(), ticket.id, newComment()))).toEqual(['contact']);
		expect(await toldOf(async () => await harness.desk.addComment(freshClaim(), ticket.id, newComment({ internal: true })))).toEqual([]);
		expect(await toldOf(async () => await harness.desk.addComment(freshClaim(), ticket.id, newComment({ internal: true, author: { kind: 'agent', name: 'Berta', address: '' } })))).toEqual([]);
		expect(fieldsOf('ModComments').map(({ is_private: isPrivate }) => isPrivate)).toEqual(['0', '0', '1', '1']);
	});
});

describe('A person in Vtiger', () => {
	it('is found by the primary address, then by the secondary one, then as an organisation', async () => {
		const { client, desk } = harness;
		const account = await client.create('Accounts', { accountname: 'Guild', email1: 'all@guild.example', website: 'https://www.guild.example/', assigned_user_id: '19x1' });
		const second = await client.create('Contacts', { lastname: 'Second', email: 'two@people.example', secondaryemail: 'one@people.example', assigned_user_id: '19x1' });
		const first = await client.create('Contacts', { lastname: 'First', email: 'one@people.example', assigned_user_id: '19x1' });
		const number = (id: string | undefined) => id?.split('x')[1];
		expect((await desk.findPerson('ONE@people.example')).contact?.id).toBe(number(first.id));
		await client.remove(first.id ?? '');
		expect((await harness.another({ ownSession: true }).findPerson('one@people.example')).contact?.id).toBe(number(second.id));
		for (const address of ['all@guild.example', 'somebody@guild.example']) {
			expect(await desk.findPerson(address)).toMatchObject({ contact: null, organization: { id: number(account.id) } });
		}
	});
});

describe('A thread in Vtiger', () => {
	it('is found by the marker where the store that made it was lost', async () => {
		const { ticket } = await harness.desk.createTicket(freshClaim(), newTicket({ message: message('<first@mail.example>') }));
		await harness.desk.addComment(freshClaim(), ticket.id, newComment({ message: message('<second@mail.example>') }));
		const folder = await temporaryFolder();
		const empty = await openStore({ file: join(folder, 'new.sqlite') });
		const another = createVtigerDesk(empty, double.account, { ownSession: true });
		for (const id of ['<first@mail.example>', '<second@mail.example>']) {
			expect((await another.findTickets([evidence('message-id', id)])).map((found) => found.ticket.id)).toEqual([ticket.id]);
		}
		expect(await another.findTickets([evidence('message-id', '<third@mail.example>')])).toEqual([]);
		await empty.close();
		await rm(folder, { recursive: true });
	});
});

describe('The web service of Vtiger', () => {
	it('is never asked to update, which would damage every field that is not sent', async () => {
		const { desk } = harness;
		const { contact } = await desk.createContact({ key: 'ada@people.example', action: 'contact' }, newContact('ada@people.example'));
		const { ticket } = await desk.createTicket(freshClaim(), newTicket({ contactId: contact.id, description: '<p>Größe &amp; &lt;', files: [file('a.txt', 'a')] }));
		await desk.addContactAddress(freshClaim(), contact.id, 'second@people.example');
		for (const priority of ['High', 'Low', 'High']) {
			await desk.updateTicket(freshClaim(), ticket.id, change({ fields: { priority } }));
		}
		expect(double.calls).not.toContain('update');
		expect((await desk.getTicket(ticket.id))?.description).toBe('<p>Größe &amp; &lt;');
	});

	it('leaves a ghost of a ticket whose owner has just gone; it is not asked for another one', async () => {
		const { desk } = harness;
		const group = (await desk.describe()).groups[0]?.id ?? '';
		double.state.groups = double.state.groups.filter(({ id }) => id !== group);
		const claim = freshClaim();
		const wanted = newTicket({ fields: { group } });
		await expectDeskError(desk.createTicket(claim, wanted), 'VTIGER_RESTRICTED');
		await expectDeskError(desk.createTicket(claim, wanted), 'FIELD_VALUE');
		expect([...double.state.records.values()].filter(({ ghost }) => ghost)).toHaveLength(1);
		expect(await desk.createTicket(claim, newTicket())).toMatchObject({ effect: 'created', ticket: { state: 'open' } });
	});
});
