import { createSqlDesk } from '../../helpdesk/desk/sql/createSqlDesk';
import type { Desk, MessageRecord } from '../../helpdesk/desk/Desk';
import type { Store, StorePlace } from '../../helpdesk/store/openStore';
import { createRandom } from '../random';
import { Killed, openMortal, type Death } from './mortal';

/** What became of one message that two processes handled at once, one or both of which died in the middle. */
export interface ClaimRun {
	/** Processes that really died. */
	kills: number;
	/** Effects that are missing. */
	lost: number;
	/** Effects that are there more than once. */
	doubled: number;
	/** Repeated calls that returned another record than the first. */
	strayed: number;
}

/** Beyond the last statement of one message nobody dies. */
const MOST_STATEMENTS = 55;

function mail(run: number, name: string): MessageRecord {
	return { key: `run ${run}`, messageId: `<${name}.${run}@mail.example>`, inReplyTo: null, references: [`<root.${run}@mail.example>`], direction: 'in', from: `anna${run}@customer.example`, recipients: ['support@desk.example'], subject: 'Printer', at: '2026-03-01T08:00:00.000Z' };
}

/** Everything that one message can do: a contact, a ticket and a comment, with mails, people and files. Returns the ids of what it made or found. */
async function handle(desk: Desk, run: number): Promise<string> {
	const address = `anna${run}@customer.example`;
	const files = (name: string) => [{ fileName: name, mimeType: 'text/plain', content: Buffer.from(`${name} ${run}`), inline: false, contentId: '' }];
	const { contact } = await desk.createContact({ key: address, action: 'contact' }, { address, name: 'Anna' });
	const parts = { participants: [`cc${run}@customer.example`], links: [], fields: {} };
	const { ticket } = await desk.createTicket({ key: `run ${run}`, action: 'create' }, { ...parts, title: `Run ${run}`, description: 'It burns.', html: '', contactId: contact.id, organizationId: null, message: mail(run, 'first'), files: files('a') });
	const author = { kind: 'customer' as const, name: 'Anna', address };
	const { comment } = await desk.addComment({ key: `run ${run}`, action: 'comment' }, ticket.id, { ...parts, author, text: 'Still.', html: '', internal: false, unverified: false, message: mail(run, 'second'), files: files('b'), reopen: true });
	return [contact.id, ticket.id, comment.id].join(' ');
}

/** How often each effect of this message is there; each should be there once. */
async function effects({ db }: Store, run: number): Promise<number[]> {
	const count = async (rows: Promise<unknown[]>) => (await rows).length;
	const ticket = await db.selectFrom('tickets').select('id').where('title', '=', `Run ${run}`).execute();
	const ids = ticket.map(({ id }) => id);
	const ofTicket = async (table: 'comments' | 'messages' | 'files' | 'participants') =>
		ids.length === 0 ? 0 : await count(db.selectFrom(table).select('ticket_id').where('ticket_id', 'in', ids).execute());
	return [
		await count(db.selectFrom('contact_addresses').select('contact_id').where('address', '=', `anna${run}@customer.example`).execute()),
		ticket.length,
		await ofTicket('comments'),
		(await ofTicket('messages')) / 2,
		(await ofTicket('files')) / 2,
		(await ofTicket('participants')) / 2,
		(await count(db.selectFrom('claims').select('key').where('key', '=', `run ${run}`).execute())) / 2,
	];
}

/** Handles the message until it succeeds: a process that died is started again, and lives. Says how often it died. */
async function untilDone(place: StorePlace, run: number, death: Death | null, results: string[]): Promise<number> {
	const store = await openMortal(place, death);
	try {
		results.push(await handle(createSqlDesk(store), run));
		return 0;
	} catch (error) {
		const reason = error instanceof Error && error.cause instanceof Killed;
		if (!reason && !(error instanceof Killed)) throw error;
	} finally {
		await store.end();
	}
	return 1 + (await untilDone(place, run, null, results));
}

/** One message, two processes at once, each dying at a random statement; then a third looks at the message again. `store` is a connection that lives. */
export async function runClaims(place: StorePlace, store: Store, seed: number, run: number): Promise<ClaimRun> {
	const random = createRandom(seed, run);
	const death = (): Death => ({ at: random.between(1, MOST_STATEMENTS), after: random.chance(0.5) });
	const results: string[] = [];
	const deaths = await Promise.all([untilDone(place, run, death(), results), untilDone(place, run, random.chance(0.5) ? death() : null, results)]);
	results.push(await handle(createSqlDesk(store), run));
	const counts = await effects(store, run);
	return {
		kills: deaths.reduce((sum, each) => sum + each, 0),
		lost: counts.filter((count) => count < 1).length,
		doubled: counts.filter((count) => count > 1).length,
		strayed: new Set(results).size - 1,
	};
}
