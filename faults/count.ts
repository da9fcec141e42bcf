import { readAcknowledgement, type Acknowledgement, type Copy, type Eyes } from './lookInto';
import { HANDLED, type PlannedMail } from './mails';

/** What went wrong in one run. */
export interface Tally {
	lost: number;
	doubled: number;
	misacknowledged: number;
	/** Mails sent again with the same Message-ID, which SMTP's uncertain moment allows. */
	resent: number;
	/** One line for each wrong thing. */
	notes: string[];
}

/** What the counting must know of a run. */
export interface Delivered {
	mails: PlannedMail[];
	/** Another mail program moved messages, or the server numbered them anew: then a handled message may also stay where it is, read. */
	disturbed: boolean;
	/** Another mail program set flags: they tell nothing. */
	flagsFlipped: boolean;
	/** Messages were deleted, and their trash removed: only effects are counted. */
	binned?: boolean;
}

/** Where mark stands on the desk. */
interface Effects {
	tickets: Array<{ id: number }>;
	comments: Array<{ ticket_id: number }>;
}

function effectsOf(eyes: Eyes, mark: string): Effects {
	return {
		tickets: eyes.rows('select id from tickets where deleted_at is null and instr(description, ?) > 0', mark),
		comments: eyes.rows('select ticket_id from comments where instr(text, ?) > 0', mark),
	};
}

/** True as soon as the desk holds the mail and, where it made a ticket, the customer has been told. */
export function hasEffect(eyes: Eyes, taken: readonly Buffer[], mark: string): boolean {
	const { tickets, comments } = effectsOf(eyes, mark);
	return comments.length > 0 || (tickets.length > 0 && taken.some((raw) => raw.includes(mark)));
}

/** Counts after a run: every delivered mail against desk, mailbox and outgoing mail. */
export async function count(eyes: Eyes, taken: readonly Buffer[], { mails, disturbed, flagsFlipped, binned = false }: Delivered): Promise<Tally> {
	const tally: Tally = { lost: 0, doubled: 0, misacknowledged: 0, resent: 0, notes: [] };
	const copies = eyes.copies();
	const sent = await Promise.all(taken.map(readAcknowledgement));
	for (const mail of mails) {
		const effects = effectsOf(eyes, mail.mark);
		countEffects(tally, mail, effects);
		countAcknowledgements(tally, mail, sent.filter(({ text }) => text.includes(mail.mark)), effects.tickets.length > 0);
		if (!binned) countCopies(tally, mail, copies.filter(({ source }) => source.includes(mail.mark)), { disturbed, flagsFlipped });
	}
	for (const { address, contacts } of eyes.rows<{ address: string; contacts: number }>(
		'select address, count(distinct contact_id) as contacts from contact_addresses group by address having count(distinct contact_id) > 1',
	)) {
		wrong(tally, 'doubled', contacts - 1, `${contacts} contacts for ${address}`);
	}
	for (const { state, rows } of eyes.rows<{ state: string; rows: number }>('select state, count(*) as rows from journal_messages group by state')) {
		wrong(tally, 'misacknowledged', rows, `${rows} messages still ${state} in the journal`);
	}
	return tally;
}

function wrong(tally: Tally, kind: 'lost' | 'doubled' | 'misacknowledged', number: number, note: string): void {
	tally[kind] += number;
	tally.notes.push(`${kind}: ${note}`);
}

function countEffects(tally: Tally, { mark, subject }: PlannedMail, { tickets, comments }: Effects): void {
	const effects = tickets.length + comments.length;
	if (effects === 0) wrong(tally, 'lost', 1, `"${subject}" (${mark}) is not on the desk`);
	if (effects > 1) wrong(tally, 'doubled', effects - 1, `"${subject}" (${mark}) is ${tickets.length} tickets and ${comments.length} comments`);
}

function countAcknowledgements(tally: Tally, { mark, subject, sender }: PlannedMail, sent: Acknowledgement[], isTicket: boolean): void {
	const ids = new Set(sent.map(({ messageId }) => messageId));
	const wanted = isTicket ? 1 : 0;
	tally.resent += sent.length - ids.size;
	if (ids.size < wanted) wrong(tally, 'lost', 1, `the acknowledgement of "${subject}" (${mark}) was never sent`);
	if (ids.size > wanted) wrong(tally, 'doubled', ids.size - wanted, `"${subject}" (${mark}) was acknowledged by ${ids.size} mails, should be ${wanted}`);
	const strangers = sent.filter(({ to }) => to !== sender);
	if (strangers.length > 0) wrong(tally, 'misacknowledged', strangers.length, `"${subject}" (${mark}) was acknowledged to somebody else`);
}

function countCopies(tally: Tally, { mark, subject, folders }: PlannedMail, copies: Copy[], { disturbed, flagsFlipped }: Omit<Delivered, 'mails'>): void {
	const where = copies.map(({ folder, flags }) => `${folder}[${flags.join(' ')}]`).join(', ') || 'nowhere';
	if (copies.length < folders.length) wrong(tally, 'lost', folders.length - copies.length, `"${subject}" (${mark}) lies ${where}`);
	if (copies.length > folders.length) wrong(tally, 'doubled', copies.length - folders.length, `"${subject}" (${mark}) lies in ${where}`);
	const inHandled = copies.filter(({ folder }) => folder === HANDLED).length;
	// A second copy of a handled mail is only marked as read.
	const stay = copies.filter(({ folder, flags }) => folder !== HANDLED && !flagsFlipped && !flags.includes('\\Seen')).length;
	const misplaced = stay > 0 || (inHandled === 0 && !disturbed);
	if (misplaced) wrong(tally, 'misacknowledged', Math.max(1, stay), `"${subject}" (${mark}) lies in ${where}`);
}
