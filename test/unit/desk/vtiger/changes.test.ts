import type { TicketEvent } from '../../../../helpdesk/desk/Desk';
import type { VtigerDeskOptions } from '../../../../helpdesk/desk/vtiger/createVtigerDesk';
import { change, freshClaim, message, newComment, newContact, newTicket } from '../../../support/deskInput';
import { expectDeskError } from '../../../support/expectDeskError';
import { startVtigerDouble, type VtigerDouble } from '../../../support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk, type VtigerHarness } from '../../../support/vtigerHarness';

interface Stage extends VtigerHarness {
	double: VtigerDouble;
	/** Vtiger's clock, in seconds after it was set. */
	at(second: number): void;
	/** Everything after the cursor, in pages of this size. */
	all(cursor: string, limit?: number): Promise<{ changes: TicketEvent[]; cursor: string }>;
}

async function onStage(test: (stage: Stage) => Promise<void>, more: VtigerDeskOptions = {}): Promise<void> {
	const double = await startVtigerDouble();
	const harness = await openVtigerDesk(double.account, more);
	const at = (second: number) => (double.state.now = () => new Date(Date.UTC(2026, 2, 1, 8, 0, second)));
	at(0);
	const all: Stage['all'] = async (cursor, limit = 100) => {
		const changes: TicketEvent[] = [];
		for (let page = await harness.desk.changesSince(cursor, limit); ; page = await harness.desk.changesSince(page.cursor, limit)) {
			changes.push(...page.changes);
			if (page.changes.length === 0) {
				return { changes, cursor: page.cursor };
			}
		}
	};
	try {
		await test({ ...harness, double, at, all });
	} finally {
		await harness.close();
		await double.close();
	}
}

const named = (changes: TicketEvent[]) => changes.map(({ ticketId, what }) => `${what} ${ticketId}`);
const create = async ({ desk }: VtigerHarness) => (await desk.createTicket(freshClaim(), newTicket())).ticket.id;

/** Puts a ticket into Vtiger as if a request that began earlier had ended only now. */
function arrivesLate({ state }: VtigerDouble, like: string, number: number, time: string): void {
	const [prefix] = like.split('x');
	const record = state.records.get(like)!;
	state.records.set(`${prefix}x${number}`, { ...record, id: `${prefix}x${number}`, fields: { ...record.fields, createdtime: time, modifiedtime: time } });
}

describe('Changes in Vtiger since a cursor', () => {
	it('come once each in the order of their times, whatever the size of a page', async () => {
		await onStage(async (stage) => {
			const ids: string[] = [];
			for (let second = 0; second < 7; second += 1) {
				stage.at(second * 10);
				const id = await create(stage);
				ids.push(id);
				stage.at(second * 10 + 3);
				await stage.desk.addComment(freshClaim(), id, newComment());
				stage.at(second * 10 + 5);
				await stage.desk.updateTicket(freshClaim(), id, change({ fields: { status: 'Closed' } }));
			}
			const expected = ids.flatMap((id) => [`created ${id}`, `commented ${id}`, `closed ${id}`]);
			for (const limit of [1, 2, 5, 100]) {
				const { changes, cursor } = await stage.all('', limit);
				expect(named(changes)).toEqual(expected);
				expect(await stage.all(cursor, limit)).toEqual({ changes: [], cursor });
			}
		});
	});

	it('are not lost where several fall into one second', async () => {
		await onStage(async (stage) => {
			const id = await create(stage);
			const first = await stage.all('');
			await stage.desk.updateTicket(freshClaim(), id, change({ fields: { priority: 'High' } }));
			const second = await stage.all(first.cursor);
			await stage.desk.updateTicket(freshClaim(), id, change({ fields: { status: 'Closed' } }));
			const third = await stage.all(second.cursor);
			await stage.desk.updateTicket(freshClaim(), id, change({ fields: { status: 'Open' } }));
			const fourth = await stage.all(third.cursor);
			expect([first, second, third, fourth].map(({ changes }) => named(changes))).toEqual([[`created ${id}`], [`changed ${id}`], [`closed ${id}`], [`changed ${id}`]]);
			expect((await stage.all(fourth.cursor)).changes).toEqual([]);
		});
	});

	it('come once each where more tickets were changed in one second than Vtiger gives at once', async () => {
		await onStage(async (stage) => {
			const id = await create(stage);
			const [like = ''] = [...stage.double.state.records.keys()];
			for (let number = 1000; number < 1250; number += 1) {
				arrivesLate(stage.double, like, number, '2026-03-01 08:00:01');
			}
			const before = await stage.all('');
			expect(before.changes).toHaveLength(251);
			for (const record of stage.double.state.records.values()) {
				Object.assign(record.fields, { modifiedtime: '2026-03-01 08:00:09', ticketpriorities: 'Low' });
			}
			const { changes } = await stage.all(before.cursor, 40);
			expect(new Set(named(changes)).size).toBe(251);
			expect(changes).toHaveLength(251);
			expect(named(changes)).toContain(`changed ${id}`);
		});
	});

	it('of a request that ends late still come, and then no more', async () => {
		await onStage(
			async (stage) => {
				await create(stage);
				stage.at(20);
				stage.double.state.lastNumber = 50;
				await create(stage);
				const { cursor } = await stage.all('');
				const [like = ''] = [...stage.double.state.records.keys()];
				arrivesLate(stage.double, like, 40, '2026-03-01 08:00:10');
				const late = await stage.all(cursor);
				expect(late.changes.map(({ at, what }) => [at, what])).toEqual([['2026-03-01T08:00:10.000Z', 'created']]);
				expect((await stage.all(late.cursor)).changes).toEqual([]);
			},
			{ settleMs: 30_000 },
		);
	});

	it('say who wrote, whether the customer may read it, and nothing of comments on people', async () => {
		await onStage(async (stage) => {
			const { desk, client } = stage;
			const { contact } = await desk.createContact({ key: 'ada@customer.example', action: 'contact' }, newContact('ada@customer.example', 'Ada'));
			const id = await create(stage);
			const { cursor } = await stage.all('');
			const full = async (module: string, number: string) => `${(await client.describe(module)).idPrefix}x${number}`;
			const ticket = await full('HelpDesk', id);
			await desk.addComment(freshClaim(), id, newComment({ author: { kind: 'customer', name: 'Bob', address: 'bob@customer.example' } }));
			await client.create('ModComments', { commentcontent: 'By staff', related_to: ticket, assigned_user_id: '19x1', is_private: '1' });
			await client.create('ModComments', { commentcontent: 'By the portal', related_to: ticket, assigned_user_id: '19x1', customer: await full('Contacts', contact.id) });
			await desk.linkMail(freshClaim(), { target: 'contact', id: contact.id, message: message('<m@x>'), text: 'Mail', html: '', files: [] });
			const { changes } = await stage.all(cursor);
			expect(changes.filter(({ what }) => what === 'commented').map(({ by, authorKind, internal }) => [by, authorKind, internal])).toEqual([
				['bob@customer.example', 'customer', false],
				['admin@example.test', 'agent', true],
				['ada@customer.example', 'customer', false],
			]);
		});
	});

	it('cost three requests when there is nothing new', async () => {
		await onStage(async (stage) => {
			await create(stage);
			const { cursor } = await stage.all('');
			const before = stage.double.calls.length;
			await stage.desk.changesSince(cursor, 100);
			expect(stage.double.calls.slice(before)).toEqual(['query', 'query', 'query']);
		});
	});

	it('are refused for what is no cursor of this desk', async () => {
		await onStage(async ({ desk }) => {
			const coded = (value: unknown) => `v1.${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
			const hostile = ["1' or '1'='1", '12', 'v1', 'v1.', 'v1.!!', 'v2.W10', coded({}), coded([]), coded([[0, []], [0, []]]), coded([[-1, []], [0, []], [0, []]]), coded([['0', []], [0, []], [0, []]]), coded([[0, [[1, 2, "'; drop"]]], [0, []], [0, []]]), coded([[1e300, []], [0, []], [0, []]])];
			for (const cursor of hostile) {
				await expectDeskError(desk.changesSince(cursor, 10), 'CURSOR_INVALID');
			}
		});
	});
});
