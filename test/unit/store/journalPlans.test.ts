import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { createJournal } from '../../../helpdesk/store/createJournal';
import { openStore } from '../../../helpdesk/store/openStore';

const SCOPE = 'workflow/node/anna@host';
const AT = '2026-03-01T08:00:00.000Z';

describe('Looking a message up in the journal', () => {
	it('goes by its key, not through the backlog of its scanner', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-'));
		const store = await openStore({ file: join(folder, 'store.sqlite') });
		const journal = createJournal(store);
		await journal.discover(SCOPE, { folder: 'INBOX', uidValidity: '7', contiguousUid: 1, newestReceivedAt: AT }, [{ uid: 1, messageId: '<1@mail.example>' }], AT);
		const [message] = await journal.due(SCOPE, ['INBOX'], AT, 1);
		if (!message) throw new Error('nothing is due');
		await journal.start(SCOPE, message, 'key', '<1@mail.example>', 'owner');

		const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');
		await journal.withKey(SCOPE, 'key');
		await journal.release(SCOPE, 'key', AT);
		await journal.drop(SCOPE, message);
		const asked = new Set(prepare.mock.calls.map(([text]) => text).filter((text) => /^(select|update)/.test(text) && text.includes('"key" =') && text.includes('"journal_messages"')));
		prepare.mockRestore();

		expect(asked.size).toBeGreaterThanOrEqual(3);
		for (const text of asked) {
			const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(text.replaceAll('?', 'null'))}`.execute(store.db);
			expect([text, rows.map(({ detail }) => detail).join()]).toEqual([text, expect.stringContaining('journal_messages_key')]);
		}
		await store.close();
		rmSync(folder, { recursive: true, force: true });
	});
});
