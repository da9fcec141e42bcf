import { createHash } from 'node:crypto';
import type { ReadEmail } from '../helpdesk/reading/readEmail';
import { containsAll, isSameReply } from './compareReply';
import type { CorpusEntry } from './CorpusEntry';

/** How often a metric was asked of an entry, and how often it hit; null where the entry says nothing of it. */
export interface Score {
	hits: number;
	total: number;
}

type Measure = (entry: CorpusEntry, item: ReadEmail) => Score | null;

const one = (isHit: boolean): Score => ({ hits: isHit ? 1 : 0, total: 1 });
const bare = (id: string): string => id.trim().replace(/^<|>$/g, '');
const folded = (text: string): string => text.replace(/\s+/gu, ' ').trim();

function replyScore({ expected, compare }: CorpusEntry, { email }: ReadEmail): Score | null {
	if (expected.replyText !== undefined) return one(isSameReply(email.reply.text, expected.replyText, compare));
	if (expected.replyContains !== undefined) return one(containsAll(email.reply.text, expected.replyContains));
	return null;
}

/**
 * Where the reader that made an expectation met a byte that it could not read, it wrote U+FFFD: there any one character is right, all others must be the same.
 * Who reads the letter is no worse than who does not.
 */
function isSameButUnreadable(actual: string, expected: string): boolean {
	const given = Array.from(folded(actual));
	const wanted = Array.from(folded(expected));
	return given.length === wanted.length && wanted.every((char, index) => char === '\ufffd' || char === given[index]);
}

const ALGORITHMS: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' };

/** Each expected value is to be found once among the actual ones. */
function foundIn<T>(wanted: readonly T[], actual: readonly string[], valueFor: (want: T, index: number) => boolean): Score | null {
	if (wanted.length === 0) return null;
	const left = new Set(actual.keys());
	let hits = 0;
	for (const want of wanted) {
		const found = [...left].find((index) => valueFor(want, index));
		if (found === undefined) continue;
		left.delete(found);
		hits++;
	}
	return { hits, total: wanted.length };
}

function nameScore({ expected }: CorpusEntry, { email }: ReadEmail): Score | null {
	const wanted = expected.attachments.flatMap(({ name }) => (name === null ? [] : [name.normalize('NFC')]));
	const actual = email.attachments.map(({ fileName }) => fileName);
	return foundIn(wanted, actual, (name, index) => actual[index] === name);
}

function digestScore({ expected }: CorpusEntry, { attachments }: ReadEmail): Score | null {
	const wanted = expected.attachments.flatMap(({ digest }) => (digest === null ? [] : [digest.toLowerCase()]));
	const hash = (digest: string, index: number): string => {
		const content = attachments[index]?.content;
		return createHash(ALGORITHMS[digest.length] ?? 'sha256').update(Buffer.isBuffer(content) ? content : Buffer.alloc(0)).digest('hex');
	};
	return foundIn(wanted, attachments.map(({ info }) => info.sha256), (digest, index) => hash(digest, index) === digest);
}

/** The labels count every report that a delivery failed, for good or for now: a notice of a delay is a bounce to them, a notice of success none. */
function isCalledBounce({ email }: ReadEmail): boolean {
	return email.automatic.class === 'bounce' || email.automatic.class === 'delay';
}

function falseBounceScore({ kind, expected }: CorpusEntry, item: ReadEmail): Score | null {
	const isCandidate = (kind === 'rfc822' || kind === 'headers') && expected.isBounce !== true && expected.isComplaint !== true;
	return isCandidate ? one(isCalledBounce(item)) : null;
}

/** The bytes of a delivery report (RFC 3464), looked for without any parser, that says failed or delayed. */
function carriesReport({ input }: CorpusEntry): boolean {
	const bytes = input.toString('latin1');
	return /^content-type:\s*message\/(?:global-)?delivery-status/im.test(bytes) && /^(?:action:\s*(?:failed|delayed)|status:\s*[45])/im.test(bytes);
}

function statusScore({ expected }: CorpusEntry, { email }: ReadEmail): Score | null {
	const classes = expected.results.flatMap(({ status }) => (/^[245]\./.test(status) ? [status.charAt(0)] : []));
	if (expected.isBounce !== true || classes.length === 0) return null;
	return one(classes.includes(email.bounce?.status.charAt(0) ?? ''));
}

function recipientScore({ expected }: CorpusEntry, { email }: ReadEmail): Score | null {
	const recipients = expected.results.flatMap(({ recipient }) => (recipient === '' ? [] : [recipient.toLowerCase()]));
	if (expected.isBounce !== true || recipients.length === 0) return null;
	return one(recipients.includes(email.bounce?.recipient ?? ''));
}

/**
 * Every metric but `throws` and `reply_text.<source>`, in the order in which they are shown. Of `reply_wrongly_empty` and `bounce_false_positives` a hit is a
 * fault; of all others it is a success. Attachments count one by one, recipients and statuses once for each mail.
 */
export const METRICS: Readonly<Record<string, Measure>> = {
	reply_text: replyScore,
	reply_wrongly_empty: ({ expected: { replyText } }, { email }) =>
		replyText === undefined || replyText.trim() === '' ? null : one(email.reply.text.trim() === ''),
	bounce_recall: ({ expected }, item) => (expected.isBounce === true ? one(isCalledBounce(item)) : null),
	// As the corpus defines it: an entry without a label counts as no bounce, although some of these are delivery reports. Hence the second figure.
	bounce_false_positives: falseBounceScore,
	bounce_false_positives_unproven: (entry, item) => (falseBounceScore(entry, item) === null ? null : one(isCalledBounce(item) && !carriesReport(entry))),
	bounce_status: statusScore,
	bounce_recipient: recipientScore,
	complaint: ({ expected }, { email }) => (expected.isComplaint === true ? one(email.automatic.class === 'complaint') : null),
	automatic: ({ expected: { isAutoReply } }, { email }) => (isAutoReply === undefined ? null : one(email.automatic.isAutomatic === isAutoReply)),
	may_answer: ({ expected: { suppressAutoResponse } }, { email }) =>
		suppressAutoResponse === undefined ? null : one(email.automatic.mayAnswer === !suppressAutoResponse),
	subject: ({ expected: { subject } }, { email }) => (subject === undefined ? null : one(isSameButUnreadable(email.subject, subject))),
	subject_strict: ({ expected: { subject } }, { email }) => (subject === undefined ? null : one(folded(email.subject) === folded(subject))),
	sender: ({ expected: { sender } }, { email }) => (sender === undefined ? null : one(email.from.address === sender.toLowerCase())),
	message_id: ({ expected: { messageId } }, { email }) => (messageId === undefined ? null : one(bare(email.messageId) === bare(messageId))),
	attachment_names: nameScore,
	attachment_digests: digestScore,
};

/** Metrics of which a hit is a fault. */
export const FAULTS: ReadonlySet<string> = new Set(['reply_wrongly_empty', 'bounce_false_positives', 'bounce_false_positives_unproven', 'throws']);
