import { randomBytes } from 'node:crypto';

import { file, freshClaim, newTicket } from '../../../support/deskInput';
import { expectDeskError } from '../../../support/expectDeskError';
import { startVtigerDouble, type VtigerDouble } from '../../../support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk, type VtigerHarness } from '../../../support/vtigerHarness';

describe('A file that is too large for the PHP of Vtiger', () => {
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

	const made = (module: string) => [...double.state.records.values()].filter((record) => record.module === module && !record.deleted);

	it.each([
		['above upload_max_filesize', 2048],
		['above post_max_size', 9000],
	])('is named as the reason %s, and is attached once when it is let in', async (_, size) => {
		double.state.php = { upload_max_filesize: 1024, post_max_size: 8192 };
		const claim = freshClaim();
		const wanted = newTicket({ files: [file('noise.bin', randomBytes(size), { mimeType: 'application/octet-stream' })] });
		const error = await expectDeskError(harness.desk.createTicket(claim, wanted), 'VTIGER_FILE');
		expect(error.fault).toBe('message');
		expect(error.remedy).toContain('post_max_size');
		double.state.php = null;
		const { ticket } = await harness.desk.createTicket(claim, wanted);
		expect(made('HelpDesk')).toHaveLength(1);
		expect(made('Documents')).toHaveLength(1);
		expect(await harness.desk.listFiles(ticket.id)).toMatchObject([{ fileName: 'noise.bin', size }]);
	});

	it('is named when the web server in front does not let it through', async () => {
		double.fault = ({ operation }) => (operation === 'create' && made('HelpDesk').length > 0 ? { status: 413, body: '<h1>413 Request Entity Too Large</h1>' } : null);
		const error = await expectDeskError(harness.desk.createTicket(freshClaim(), newTicket({ files: [file('a.txt', 'a')] })), 'VTIGER_FILE');
		expect([error.fault, error.message]).toEqual(['message', 'Vtiger failed when an attached file was sent to it (status 413)']);
	});

	it('is not blamed where no file was sent', async () => {
		double.fault = ({ operation }) => (operation === 'create' ? { status: 500, body: '' } : null);
		await expectDeskError(harness.desk.createTicket(freshClaim(), newTicket()), 'VTIGER_INTERNAL');
	});
});
