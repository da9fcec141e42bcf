import { createTicketSigner, type UnderstandingKnowledge } from '../helpdesk';
import { understandEmail } from '../helpdesk/conversation/understand';
import type { SourceContext } from '../helpdesk/email/Email';
import { parseEmail } from '../helpdesk/email/parseEmail';
import { median, rounded, type Figures } from './figures';
import { benchMail, kindOf, MIX, type Kind } from './intake/mails';

export interface UnderstandingOptions {
	/** A small run that only shows that the benchmark still works. */
	quick: boolean;
	say: (line: string) => void;
}

const ACCOUNT = { host: 'imap.example.com', user: 'support', address: 'support@example.com' };
const KNOWLEDGE: UnderstandingKnowledge = { signer: createTicketSigner(Buffer.alloc(32, 7)), ownAddresses: [ACCOUNT.address], systemId: 'bench' };

function contextOf(size: number): SourceContext {
	const mailbox = { name: 'Bench', account: 'support@imap.example.com', address: ACCOUNT.address, folder: 'INBOX', uid: 1, uidValidity: '1', test: true };
	return { mailbox, receivedAt: new Date('2026-11-03T10:00:00Z'), flags: [], size, partial: null };
}

/** Milliseconds of the processor for each message, from its bytes to the item, files decoded and digested. */
async function cost(mails: readonly Buffer[]): Promise<number> {
	const start = process.cpuUsage();
	for (const mail of mails) understandEmail(await parseEmail(mail, contextOf(mail.length), ACCOUNT), KNOWLEDGE);
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1_000 / mails.length;
}

/**
 * What an item costs of the processor without server, journal and binary store, for each kind of mail of the comparison and for the mix of them. Median of
 * several rounds over the same mails, the kinds in turns; the first round, which runs code that is not compiled yet, does not count.
 */
export async function benchUnderstanding({ quick, say }: UnderstandingOptions): Promise<Figures> {
	const byKind = new Map<Kind, Buffer[]>(MIX.map(({ kind }) => [kind, []]));
	for (let index = 0; index < (quick ? 100 : 1_000); index++) byKind.get(kindOf(index))?.push(benchMail(index));
	const costs = new Map<Kind, number[]>(MIX.map(({ kind }) => [kind, []]));
	for (let round = 0; round < (quick ? 2 : 12); round++) {
		for (const [kind, mails] of byKind) {
			const measured = await cost(mails);
			if (round > 0) costs.get(kind)?.push(measured);
		}
	}
	const figures: Figures = {};
	let mixed = 0;
	for (const { kind, share } of MIX) {
		const milliseconds = median(costs.get(kind) ?? []);
		mixed += (milliseconds * share) / 100;
		figures[`understand.${kind}_cpu_ms`] = rounded(milliseconds);
		say(`  ${kind.padEnd(10)} ${milliseconds.toFixed(2).padStart(7)} ms of the processor`);
	}
	return { 'understand.mixed_cpu_ms': rounded(mixed), ...figures };
}
