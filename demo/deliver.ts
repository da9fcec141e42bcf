import { setTimeout as sleep } from 'node:timers/promises';
import type { IRun } from 'n8n-workflow';
import type { Store } from '../helpdesk/store/openStore';
import type { RecordedRun } from '../runner/startWorkflow';
import type { SentMail } from '../runner/smtpSink';
import { decisionOf, isDecided, type MessageDecision } from './decision';
import { isScanning, progressOf, type Progress } from './journalWatch';
import type { MailToDeliver } from './mailSources';

export interface Delivery {
	store: Store;
	folder: string;
	uidValidity: number;
	runs: readonly RecordedRun[];
	sent: readonly SentMail[];
	/** Puts the mail into the scanned folder and returns its UID. */
	append(source: Buffer, receivedAt: Date | null): number;
	say(line: string): void;
	/** After this time without a decision a message counts as undecided. */
	patienceMs: number;
}

const LOOK_EVERY_MS = 20;

async function until(ready: () => Promise<boolean>, ms: number): Promise<boolean> {
	const end = Date.now() + ms;
	while (!(await ready())) {
		if (Date.now() > end) return false;
		await sleep(LOOK_EVERY_MS);
	}
	return true;
}

/** Resolves when the scanner has looked into the folder, so that what is put there now is new to it. */
export async function waitForScanner({ store, folder, uidValidity, patienceMs }: Delivery): Promise<void> {
	if (!(await until(async () => await isScanning(store, folder, uidValidity), patienceMs))) throw new Error(`The scanner did not open ${folder}.`);
}

/** The mailbox reference on the item that an execution began with. */
function emittedFor(run: RecordedRun): { folder?: unknown; uid?: unknown } {
	const mailbox = run.emitted[0]?.[0]?.json.mailbox;
	return typeof mailbox === 'object' && mailbox !== null ? (mailbox as { folder?: unknown; uid?: unknown }) : {};
}

/** Message-ID as it stands in the source, for messages of which no execution tells; empty where there is none. */
export function messageIdIn(source: Buffer): string {
	const header = source.toString('latin1', 0, 65_536).split('\r\n\r\n', 1)[0] ?? '';
	return /^message-id:[ \t]*(?:\r\n[ \t]+)?(<[^<>\r\n]{1,500}>)/im.exec(header)?.[1] ?? '';
}

async function decide(delivery: Delivery, uid: number, messageId: string): Promise<MessageDecision> {
	const nothing = { messageId, rule: null, ticket: null };
	let progress: Progress = { state: 'pending' };
	await until(async () => {
		progress = await progressOf(delivery.store, delivery.folder, uid);
		return progress.state !== 'pending';
	}, delivery.patienceMs);
	const settled = progress as Progress;
	const last = delivery.runs.findLast((each) => emittedFor(each).uid === uid && emittedFor(each).folder === delivery.folder);
	const run: IRun | null = last?.run ?? null;
	if (settled.state === 'pending') return { ...nothing, action: 'undecided', reasons: [`No decision within ${delivery.patienceMs / 1000} s`] };
	const decision = run ? decisionOf(run, messageId) : { ...nothing, action: 'duplicate', reasons: ['The same message was handled before'] };
	if (settled.state === 'finished') return decision;
	return { ...decision, action: 'failed', reasons: [...new Set([...decision.reasons, settled.error])] };
}

function told({ action, ticket, reasons }: MessageDecision, answered: boolean): string {
	const why = isDecided({ action } as MessageDecision) ? '' : `: ${reasons.at(-1) ?? ''}`;
	return `${action}${ticket ? ` ${ticket}` : ''}${answered ? ', answered' : ''}${why}`;
}

/**
 * Delivers the mails one after another, each when the decision about the one before is there, and returns the decisions in the same order.
 * A mail that answers an acknowledgement is composed from the one that really arrived; if none did, it counts as undecided.
 */
export async function deliverAll(mails: MailToDeliver[], delivery: Delivery): Promise<MessageDecision[]> {
	const decisions: MessageDecision[] = [];
	const idOf = new Map<string, string>();
	for (const [index, mail] of mails.entries()) {
		const sentBefore = delivery.sent.length;
		const answered = mail.answers === null ? null : idOf.get(mail.answers);
		const acknowledgement = delivery.sent.find((each) => each.inReplyTo !== null && each.inReplyTo === answered) ?? null;
		let decision: MessageDecision;
		if (mail.answers !== null && !acknowledgement) {
			const reason = `No acknowledgement of ${mail.answers} arrived that it could answer`;
			decision = { messageId: '', rule: null, action: 'undecided', ticket: null, reasons: [reason] };
		} else {
			const source = mail.compose(acknowledgement);
			const uid = delivery.append(source, mail.receivedAt);
			decision = await decide(delivery, uid, messageIdIn(source));
			idOf.set(mail.name, decision.messageId);
		}
		decisions.push(decision);
		const count = `${String(index + 1).padStart(String(mails.length).length)}/${mails.length}`;
		delivery.say(`  ${count}  ${mail.name}${mail.what ? ` (${mail.what})` : ''} -> ${told(decision, delivery.sent.length > sentBefore)}`);
	}
	return decisions;
}
