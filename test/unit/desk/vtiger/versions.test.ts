import { featuresOf } from '../../../../helpdesk/desk/vtiger/versions';
import { testVtiger } from '../../../../helpdesk/desk/vtiger/testVtiger';
import { change, file, freshClaim, newTicket } from '../../../support/deskInput';
import { expectDeskError } from '../../../support/expectDeskError';
import { startVtigerDouble, type VtigerDouble } from '../../../support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk, type VtigerHarness } from '../../../support/vtigerHarness';
import { handleUntilDone } from '../../../support/vtigerMessage';

async function withVtiger(version: string, test: (double: VtigerDouble, harness: VtigerHarness) => Promise<void>): Promise<void> {
	const double = await startVtigerDouble(version);
	const harness = await openVtigerDesk(double.account);
	try {
		await test(double, harness);
	} finally {
		await harness.close();
		await double.close();
	}
}

const documentsOf = ({ state }: VtigerDouble) => [...state.records.values()].filter(({ module, deleted }) => module === 'Documents' && !deleted);
const fileNamesOf = (double: VtigerDouble) => documentsOf(double).map(({ fields }) => fields.filename);

const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex');
const FILES = [
	file('plain.txt', 'Žluťoučký kůň'),
	file('photo.jpg', JPEG, { mimeType: 'image/jpeg' }),
	file('edited.jpg', Buffer.concat([JPEG, Buffer.from('<?xpacket begin')]), { mimeType: 'image/jpeg' }),
	file('said-otherwise.jpg', Buffer.concat([JPEG, Buffer.from('2')]), { mimeType: 'application/octet-stream' }),
	file('drawing.svg', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', { mimeType: 'image/svg+xml' }),
	file('scan.tiff', Buffer.from('49492a0008000000', 'hex'), { mimeType: 'image/tiff' }),
	file('letter.pdf', '%PDF-1.7', { mimeType: 'application/pdf' }),
	file('sheet.xlsx', Buffer.from('504b030414', 'hex'), { mimeType: 'application/zip' }),
];
const KEPT = ['plain.txt', 'photo.jpg', 'edited.jpg.gz', 'said-otherwise.jpg.gz', 'drawing.svg.gz', 'scan.tiff.gz', 'letter.pdf', 'sheet.xlsx'];

describe('Versions of Vtiger', () => {
	it('are told apart by what they can; of a fork that counts otherwise it is not known whether it shows attachments', () => {
		const all = { showsAttachments: true, relatesRecords: true };
		for (const version of ['7.4.0', '7.5.0', '7.10.1', '8.0.0', '8.2.0']) {
			expect(featuresOf(version)).toEqual(all);
		}
		for (const version of ['7.1.0', '7.2.0', '7.3.0', '17.0', '1.0.28', '', 'unknown']) {
			expect(featuresOf(version)).toEqual({ ...all, showsAttachments: false });
		}
		expect(featuresOf('7.0.1.20171114')).toEqual({ showsAttachments: false, relatesRecords: false });
	});

	it.each(['8.0.0', '7.2.0', '7.0.2'])('keep the bytes of every file, packed where Vtiger drops a picture (%s)', async (version) => {
		await withVtiger(version, async (double, { desk }) => {
			const { ticket } = await desk.createTicket(freshClaim(), newTicket({ files: FILES }));
			expect(fileNamesOf(double)).toEqual(KEPT);
			expect(documentsOf(double).map(({ fields }) => (fields.imageattachmentids ?? '') !== '')).toEqual(KEPT.map(() => true));
			const source = [...double.state.related.keys()].find((id) => id.endsWith(`x${ticket.id}`)) ?? '';
			expect([...(double.state.related.get(source) ?? [])]).toEqual(documentsOf(double).map(({ id }) => id));
			expect(double.calls.includes('add_related')).toBe(version !== '7.0.2');
		});
	});

	it('that do not say who signed in still assign to its users, and name who may be assigned', async () => {
		await withVtiger('7.1.1', async (_double, { desk }) => {
			const { people } = await desk.describe();
			expect(people.map(({ name }) => name)).toEqual(['admin', 'agent']);
			const { ticket } = await desk.createTicket(freshClaim(), newTicket());
			expect((await desk.updateTicket(freshClaim(), ticket.id, change({ fields: { assignee: 'agent' } }))).ticket.assignee).toBe('19x5');
			const error = await expectDeskError(desk.updateTicket(freshClaim(), ticket.id, change({ fields: { assignee: 'nobody' } })), 'FIELD_VALUE');
			expect(error.remedy).toContain('active user');
		});
	});

	it.each([['7.1.1', 'switched off'], ['8.0.0', 'refused the access key']])('say that a user was switched off (%s)', async (version, words) => {
		await withVtiger(version, async (double) => {
			double.state.users.forEach((user) => (user.isInactive = true));
			const error = await expectDeskError(testVtiger(double.account), 'VTIGER_SIGN_IN');
			expect(error).toMatchObject({ fault: 'settings', message: expect.stringContaining(words), remedy: expect.stringMatching(/active/i) });
		});
	});

	it('without the field for our marker are refused before anything is made', async () => {
		await withVtiger('8.0.0', async (double, { desk }) => {
			const tickets = double.state.modules.get('HelpDesk');
			double.state.modules.set('HelpDesk', { ...tickets!, fields: tickets!.fields.filter(({ name }) => name !== 'source') });
			const error = await expectDeskError(desk.createTicket(freshClaim(), newTicket()), 'VTIGER_UNSUPPORTED');
			expect(error).toMatchObject({ fault: 'settings', message: expect.stringContaining('Tickets') });
			expect(double.state.records.size).toBe(0);
			await expectDeskError(testVtiger(double.account), 'VTIGER_UNSUPPORTED');
		});
	});

	it('that answer with RECORD_NOT_FOUND say the same as those that deny access', async () => {
		await withVtiger('8.0.0', async (double, { desk }) => {
			double.fault = ({ operation }) => (operation === 'retrieve' ? { status: 200, body: JSON.stringify({ success: false, error: { code: 'RECORD_NOT_FOUND', message: 'x' } }) } : null);
			expect(await desk.getTicket('12345')).toBeNull();
		});
	});
});

describe('One message has exactly one effect in Vtiger 7', () => {
	it.each([['7.0.2', 'before', 3], ['7.0.2', 'after', 1], ['7.1.1', 'after', 3]] as const)('wherever the answer is lost (%s, %s, every %s requests)', async (version, how, step) => {
		let calls = 1;
		for (let at = 1; at <= calls; at += step) {
			await withVtiger(version, async (double, harness) => {
				double.fault = ({ number }) => (number === at ? how : null);
				const ticketId = await handleUntilDone(harness);
				calls = at === 1 ? double.calls.length : calls;
				const count = (module: string) => [...double.state.records.values()].filter((record) => record.module === module && !record.deleted).length;
				const related = [...double.state.related.values()].reduce((sum, { size }) => sum + size, 0);
				expect([at, count('Contacts'), count('HelpDesk'), count('ModComments'), count('Documents'), related]).toEqual([at, 1, 1, 1, 3, 3]);
				expect(await harness.desk.listFiles(ticketId)).toHaveLength(3);
			});
		}
		expect(calls).toBeGreaterThan(12);
	}, 240_000);
});
