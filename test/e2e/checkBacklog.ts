import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Checks } from './checks';
import { mail } from './mails';
import { signIn } from './n8nClient';
import { startN8n } from './n8nServer';
import { waitUntil } from './processes';
import type { Stage } from './stage';

const MAILS = 60;
const DONE_BEFORE_KILL = 15;

/** n8n is killed, not stopped, while it works off a backlog; what was in hand then is tried again and must not have its effect twice. */
export async function checkBacklog(check: Checks['check'], stage: Stage): Promise<void> {
	const { dovecot, helpdesk, sink } = stage;
	const titles = Array.from({ length: MAILS }, (_, index) => `Backlog ${String(index).padStart(3, '0')}`);
	const ticketsOfBacklog = () => helpdesk.tickets().map(({ title }) => title).filter((title) => title.startsWith('Backlog')).sort();
	await check(`n8n is killed in the middle of a backlog of ${MAILS} messages and started again: every message has one ticket and one answer`, async () => {
		titles.forEach((subject, index) => dovecot.deliver('INBOX', mail({ id: `backlog-${index}`, from: `backlog${index}@customer.example`, subject, text: 'One of many.' })));
		await waitUntil('the first messages of the backlog', () => ticketsOfBacklog().length >= DONE_BEFORE_KILL || undefined, 120_000, 20);
		await stage.n8n.kill();
		ok(ticketsOfBacklog().length < MAILS, 'the backlog was done before the kill');
		stage.n8n = await startN8n(stage.n8n.userFolder);
		stage.client = await signIn(stage.n8n.url);
		const left = () => dovecot.messages('INBOX').filter(({ subject }) => subject.startsWith('Backlog')).length;
		await waitUntil('the rest of the backlog', () => left() === 0 || undefined, 120_000);
		deepEqual(ticketsOfBacklog(), titles);
		const answers = sink.messages.filter(({ inReplyTo }) => inReplyTo?.startsWith('<backlog-'));
		equal(new Set(answers.map(({ inReplyTo }) => inReplyTo)).size, MAILS);
		// An answer whose try was cut off goes out again under the same Message-ID (SMTP knows no "exactly once"); never a second, different one.
		equal(new Set(answers.map(({ messageId }) => messageId)).size, MAILS);
	});
}
