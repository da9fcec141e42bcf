import { join } from 'node:path';

import { newTicket, file, message } from '../../../support/deskInput';
import { temporaryFolder } from '../../../support/sqlDeskHarness';
import { buildStoreChild, startStoreProcess } from '../../../support/storeProcess';
import { startVtigerDouble, type Fault, type VtigerDouble } from '../../../support/vtigerDouble/startVtigerDouble';
import { openVtigerDesk, type VtigerHarness } from '../../../support/vtigerHarness';
import { handleUntilDone, handleVtigerMessage } from '../../../support/vtigerMessage';

/** What `handleVtigerMessage` is to leave in Vtiger: the same bytes that come again are stored once. */
const ONE_MESSAGE = { contacts: 1, tickets: 1, comments: 1, documents: 3, related: 3, open: 1 };

function counts({ state }: VtigerDouble): typeof ONE_MESSAGE {
	const living = [...state.records.values()].filter(({ deleted }) => !deleted);
	const of = (module: string) => living.filter((record) => record.module === module);
	const tickets = of('HelpDesk');
	return {
		contacts: of('Contacts').length,
		tickets: tickets.length,
		comments: of('ModComments').length,
		documents: of('Documents').length,
		related: tickets.reduce((sum, { id }) => sum + (state.related.get(id)?.size ?? 0), 0),
		open: tickets.filter(({ fields }) => fields.ticketstatus === 'Open').length,
	};
}

/** Runs a test on a Vtiger and a store of its own. */
async function withVtiger(test: (double: VtigerDouble, harness: VtigerHarness) => Promise<void>): Promise<void> {
	const double = await startVtigerDouble();
	const harness = await openVtigerDesk(double.account);
	try {
		await test(double, harness);
	} finally {
		await harness.close();
		await double.close();
	}
}

async function expectOnce(label: unknown, double: VtigerDouble, harness: VtigerHarness, ticketId: string): Promise<void> {
	expect([label, counts(double)]).toEqual([label, ONE_MESSAGE]);
	const found = await harness.desk.findTickets([{ kind: 'message-id', value: '<two@customer.example>', confidence: 1, where: 'In-Reply-To' }]);
	expect([label, found.map(({ ticket }) => ticket.id), found[0]?.reopenedLastHour]).toEqual([label, [ticketId], 1]);
	expect(await handleVtigerMessage(harness.another())).toBe(ticketId);
	expect([label, counts(double)]).toEqual([label, ONE_MESSAGE]);
}

describe('One message has exactly one effect in Vtiger', () => {
	let calls = 0;

	beforeAll(async () => {
		await withVtiger(async (double, { desk }) => {
			await handleVtigerMessage(desk);
			calls = double.calls.length;
		});
		expect(calls).toBeGreaterThan(15);
	});

	it.each(['before', 'after', 'crash'] as const)('wherever the answer is lost (%s)', async (how) => {
		for (let at = 1; at <= calls; at += 1) {
			await withVtiger(async (double, harness) => {
				const fault: Fault = ({ number }) => (number === at ? how : null);
				double.fault = fault;
				const ticketId = await handleUntilDone(harness);
				await expectOnce([how, at], double, harness, ticketId);
			});
		}
	}, 240_000);

	it('when two of its users handle it at the same moment', async () => {
		await withVtiger(async (double, harness) => {
			const ids = await Promise.all([handleVtigerMessage(harness.another()), handleVtigerMessage(harness.another())]);
			expect(new Set(ids).size).toBe(1);
			await expectOnce('two', double, harness, ids[0]);
		});
	});

	it('waits for a request whose answer never came before it asks again', async () => {
		await withVtiger(async (double, harness) => {
			const patient = harness.another({ settleMs: 60_000 });
			const wanted = newTicket({ message: message('<slow@customer.example>') });
			double.fault = ({ operation }) => (operation === 'create' ? 'before' : null);
			await expect(patient.createTicket({ key: 'slow', action: 'create-ticket' }, wanted)).rejects.toMatchObject({ code: 'VTIGER_UNREACHABLE', fault: 'world' });
			double.fault = null;
			await expect(patient.createTicket({ key: 'slow', action: 'create-ticket' }, wanted)).rejects.toMatchObject({ code: 'VTIGER_UNSETTLED', fault: 'world' });
			expect(counts(double).tickets).toBe(0);
			await expect(harness.desk.createTicket({ key: 'slow', action: 'create-ticket' }, wanted)).resolves.toMatchObject({ effect: 'created' });
		});
	});

	it('keeps to what was made when it is deleted before the rest is done', async () => {
		await withVtiger(async (double, harness) => {
			double.fault = ({ operation }) => (operation === 'add_related' ? 'before' : null);
			const wanted = newTicket({ message: message('<gone@customer.example>'), files: [file('a.txt', 'a')] });
			await expect(harness.desk.createTicket({ key: 'gone', action: 'create-ticket' }, wanted)).rejects.toMatchObject({ fault: 'world' });
			double.fault = null;
			for (const record of double.state.records.values()) {
				record.deleted = true;
			}
			await expect(harness.desk.createTicket({ key: 'gone', action: 'create-ticket' }, wanted)).resolves.toMatchObject({ effect: 'existing', ticket: { state: 'deleted' } });
			expect(counts(double).tickets).toBe(0);
		});
	});

	describe('in processes of their own', () => {
		let child: ReturnType<typeof buildStoreChild>;
		let folder: string;

		beforeAll(async () => {
			child = buildStoreChild();
			folder = await temporaryFolder();
		});
		afterAll(() => child.remove());

		it('when two handle it at the same moment', async () => {
			await withVtiger(async (double, harness) => {
				const file = join(folder, 'two.sqlite');
				const processes = [0, 1].map(() => startStoreProcess(child.script, 'vtiger', file, JSON.stringify(double.account)));
				for (const each of processes) {
					expect(await each.line()).toBe('ready');
				}
				for (const each of processes) {
					each.tell();
				}
				const ids = await Promise.all(processes.map(async (each) => await each.line()));
				expect(await Promise.all(processes.map(async (each) => await each.ended))).toEqual([0, 0]);
				expect(new Set(ids).size).toBe(1);
				expect(counts(double)).toEqual(ONE_MESSAGE);
				expect(harness.store.kind).toBe('sqlite');
			});
		});

		it.each(['before', 'after'] as const)('wherever one is killed, %s Vtiger has answered', async (when) => {
			// Every second request here, the others in the other run: a process takes its time to start.
			for (let at = when === 'before' ? 1 : 2; at <= calls; at += 2) {
				await withVtiger(async (double) => {
					const place = [join(folder, `${when}${at}.sqlite`), JSON.stringify(double.account)] as const;
					const killed = startStoreProcess(child.script, 'vtiger', ...place, String(at), when);
					await killed.line();
					killed.tell();
					expect([when, at, await killed.ended]).toEqual([when, at, 'SIGKILL']);
					const next = startStoreProcess(child.script, 'vtiger', ...place);
					await next.line();
					next.tell();
					expect([when, at, await next.line(), await next.ended]).toEqual([when, at, expect.any(String), 0]);
					expect([when, at, counts(double)]).toEqual([when, at, ONE_MESSAGE]);
				});
			}
		}, 300_000);
	});
});
