import type { BounceReport, EmailFacts, ReportPart } from '../email/Email';
import { parseMessageIds } from '../email/messageIds';
import { DELIVERY_NAMES, machineSender, SYSTEM_ROLE } from './automaticSenders';
import { readServiceNotice } from './bounceNotification';
import { BOUNCE_SUBJECTS, BOUNCE_TEXTS, DEAD_ADDRESS, DELAY_TEXTS, EXPIRED_TEXTS, RECIPIENT_LINES, RETURNED_MESSAGE } from './bouncePhrases';
import { type Fields, fieldOf, originalHeader, originalMessageIds, readFieldBlocks, reportType } from './reportFields';

export type DeliveryOutcome = 'failed' | 'delayed' | 'delivered';

export interface DeliveryReport extends BounceReport {
	outcome: DeliveryOutcome;
	/** By what the report was recognised. */
	because: string;
}

const STATUS_TYPES = new Set(['message/delivery-status', 'message/global-delivery-status']);
const BOUNCE_SUBJECT = new RegExp(BOUNCE_SUBJECTS.map(({ source }) => source).join('|'));
/** RFC 3463: class.subject.detail, not part of an IP address or a version number. */
const ENHANCED_STATUS = /(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)/;
const FAILED_STATUS = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d]|\.\d)/;
const REPLY_CODE = /(?<![\d.])([45])\d{2}(?=[ -][^\d\s])|\berror[_ ]?code ?: ?([45])\d{2}\b/i;
const ADDRESS = /[^\s<>()[\]:;,"'|]{1,128}@[^\s<>()[\]:;,"'|]{1,190}/;
/** Reports say what happened at the top; the original below may be of any length. */
const TEXT_LOOKED_AT = 12_000;
/** The address is wrong or gone; 5.1.7 and 5.1.8 speak of the sender's (RFC 3463 3.2). */
const HARD_STATUS = /^5\.(?:1\.(?!7$|8$)\d+|2\.1|4\.4)$/;

/**
 * What a delivery status notification says (RFC 3464: Status, Action, Original- and Final-Recipient, Diagnostic-Code), also when it comes as
 * X-Failed-Recipients or as plain text of a mail server; null for everything else, complaints (ARF) and read receipts (MDN) included.
 */
export function readBounce(facts: EmailFacts, reportParts: ReportPart[]): BounceReport | null {
	const report = readDelivery(facts, reportParts);
	if (report === null) return null;
	const { status, hard, recipient, originalMessageId } = report;
	return { status, hard, recipient, originalMessageId };
}

/** As `readBounce`, with the outcome of the delivery and what gave the report away. */
export function readDelivery(facts: EmailFacts, reportParts: ReportPart[]): DeliveryReport | null {
	const service = readServiceNotice(facts);
	if (service !== null) return service.kind === 'delivery' ? service.report : null;
	const because = recognise(facts, reportParts);
	if (because === null) return null;
	const recipients = recipientBlocks(facts, reportParts);
	const worst = worstRecipient(recipients);
	const blocks = worst === null ? [] : [worst];
	const notice = `${facts.subject}\n${noticeOf(facts.text)}`;
	const diagnostic = fieldOf(blocks, 'diagnostic-code') || (worst === null ? notice : '');
	const outcome = outcomeOf(fieldOf(blocks, 'action'), fieldOf(blocks, 'status'), notice, worst !== null);
	const status = statusOf(fieldOf(blocks, 'status'), fieldOf(blocks, 'diagnostic-code'), notice, outcome);
	return {
		outcome,
		because,
		status,
		hard: outcome === 'failed' && isHard(status, diagnostic),
		recipient: recipientOf(blocks, facts, reportParts),
		originalMessageId: originalMessageIds(reportParts)[0] ?? quotedMessageId(facts),
	};
}

function recognise(facts: EmailFacts, reportParts: ReportPart[]): string | null {
	const type = reportType(facts.headers);
	if (type === 'feedback-report' || type === 'disposition-notification') return null;
	if (reportParts.some(({ mimeType }) => mimeType === 'message/feedback-report' || mimeType === 'message/disposition-notification')) return null;
	if (type === 'delivery-status') return 'It is a delivery report (RFC 3464)';
	if (has(facts, 'x-failed-recipients', /@/)) return 'X-Failed-Recipients names an address';
	if (has(facts, 'x-ms-exchange-message-is-ndr', /^/)) return 'Exchange marks it as a delivery report';

	const subject = facts.subject.slice(0, 300).trim().normalize('NFC').toLowerCase();
	const named = BOUNCE_SUBJECT.test(subject);
	const daemon = machineSender(facts.from.address)?.kind === 'delivery';
	const system = daemon || DELIVERY_NAMES.test(facts.from.name.trim()) || /^postmaster@/.test(facts.from.address);
	const nobody = facts.from.address === '' || has(facts, 'return-path', /^(?:<\s{0,20}>)?$/);
	const carriesStatus = reportParts.some(({ mimeType }) => STATUS_TYPES.has(mimeType));
	const report = has(facts, 'content-type', /^multipart\/report\b/i) || reportParts.some(({ mimeType, inReport }) => inReport === true && STATUS_TYPES.has(mimeType));
	if (carriesStatus && (report || named || system || nobody)) return 'It carries a delivery status (RFC 3464)';
	if (daemon) return 'Sender is a mailer-daemon';
	if ((!named && !system) || !returnsMail(facts, reportParts)) return null;
	if (named && (system || nobody)) return 'Sender and subject are those of a delivery report';
	const text = facts.text.slice(0, TEXT_LOOKED_AT).toLowerCase();
	const said = BOUNCE_TEXTS.some((pattern) => pattern.test(text)) && ((named ? isMachineMade(facts) || isRoleOf(facts) : nobody || isSystem(facts)));
	return said ? 'Subject and text are those of a delivery report' : null;
}

/**
 * A report names the address that was not reached, or gives the mail back; who asks about one mostly does neither. A mail from nobody at all needs no proof.
 */
function returnsMail(facts: EmailFacts, reportParts: ReportPart[]): boolean {
	if (facts.from.address === '' || originalHeader(reportParts).length > 0) return true;
	const text = facts.text.slice(0, TEXT_LOOKED_AT);
	if (RETURNED_MESSAGE.test(text)) return true;
	const machine = has(facts, 'return-path', /^(?:<\s{0,20}>)?$/) || has(facts, 'auto-submitted', /^auto-/i);
	if (machine && strangerIn(facts) !== '') return true;
	const known = new Set([facts.from, ...facts.to, ...facts.cc, ...facts.replyTo].map(({ address }) => address));
	return RECIPIENT_LINES.some((pattern) => {
		const address = ADDRESS.exec(pattern.exec(text)?.[1] ?? '')?.[0].toLowerCase();
		return address !== undefined && !known.has(address);
	});
}

/** A postmaster is a person as well, who writes of errors under a subject of their own: there, more must speak for a machine than the address. */
function isSystem(facts: EmailFacts): boolean {
	return DELIVERY_NAMES.test(facts.from.name.trim()) || has(facts, 'auto-submitted', /^auto-/i);
}

/** A person who quotes a bounce in a new mail writes a subject like one; only a machine sends it in nobody's name. */
function isMachineMade(facts: EmailFacts): boolean {
	return machineSender(facts.from.address) !== null || isSystem(facts);
}

/** Systems that write in the name of a role. A person behind such an address answers a mail, or greets; a first mail in such words is made by a machine. */
function isRoleOf(facts: EmailFacts): boolean {
	return facts.inReplyTo === null && SYSTEM_ROLE.test(facts.from.address);
}

function has(facts: EmailFacts, header: string, value: RegExp): boolean {
	return (facts.headers[header] ?? []).some((text) => value.test(text.trim()));
}

const RECIPIENT_FIELDS = ['final-recipient', 'original-recipient', 'action', 'status'];

/**
 * Per-recipient blocks; servers that forget the empty lines write several recipients into one, of which the first counts. Where the report lost its structure
 * on the way (a report returned as text, or in another report), its fields stand in the text.
 */
function recipientBlocks(facts: EmailFacts, reportParts: ReportPart[]): Fields[] {
	const parts = reportParts.filter(({ mimeType }) => STATUS_TYPES.has(mimeType)).map(({ text }) => text);
	const inText = /^(?:final|original)-recipient:/im.exec(facts.text.slice(0, TEXT_LOOKED_AT))?.index;
	const texts = parts.length === 0 && inText !== undefined ? [facts.text.slice(inText, inText + TEXT_LOOKED_AT)] : parts;
	return texts.flatMap(readFieldBlocks).filter((block) => RECIPIENT_FIELDS.some((name) => block.has(name)));
}

const SEVERITY: Record<string, number> = { failed: 3, delayed: 2, delivered: 1, relayed: 1, expanded: 1 };

function worstRecipient(blocks: Fields[]): Fields | null {
	let worst: Fields | null = null;
	let severity = -1;
	for (const block of blocks) {
		const found = SEVERITY[actionWord(fieldOf([block], 'action'))] ?? 0;
		if (found > severity) [worst, severity] = [block, found];
	}
	return worst;
}

function actionWord(action: string): string {
	return /^[a-z]+/.exec(action.toLowerCase())?.[0] ?? '';
}

function outcomeOf(action: string, status: string, notice: string, hasFields: boolean): DeliveryOutcome {
	const severity = SEVERITY[actionWord(action)];
	if (severity !== undefined) return severity === 3 ? 'failed' : severity === 2 ? 'delayed' : 'delivered';
	if (status.startsWith('2')) return 'delivered';
	if (status.startsWith('5')) return 'failed';
	return !hasFields && DELAY_TEXTS.test(notice) ? 'delayed' : 'failed';
}

/** What a report says that names no number at all: gone for good, or late (RFC 3463 2: X.0.0 is "other undefined status"). */
const CLASS_OF_OUTCOME: Record<DeliveryOutcome, string> = { failed: '5', delayed: '4', delivered: '2' };

/** The most telling of the Status field, the remote server's words and the notice; `x.0.0` says nothing and gives way. */
function statusOf(field: string, diagnostic: string, notice: string, outcome: DeliveryOutcome): string {
	const given = ENHANCED_STATUS.exec(field)?.[0] ?? '';
	if (given !== '' && !given.endsWith('.0.0')) return given;
	const said = ENHANCED_STATUS.exec(diagnostic)?.[0] ?? '';
	if (said !== '' || given !== '') return said || given;
	const code = replyClass(diagnostic);
	if (code !== '') return `${code}.0.0`;
	// A transcript of the session holds the 2.0.0 of every step that went well before the one that failed.
	const written = (outcome === 'failed' ? FAILED_STATUS : ENHANCED_STATUS).exec(notice)?.[0] ?? '';
	if (written !== '') return written;
	const plain = replyClass(notice);
	if (plain === '' && outcome !== 'delivered' && EXPIRED_TEXTS.test(notice)) return '4.4.7';
	return `${plain || CLASS_OF_OUTCOME[outcome]}.0.0`;
}

function replyClass(text: string): string {
	const code = REPLY_CODE.exec(text);
	return code?.[1] ?? code?.[2] ?? '';
}

function isHard(status: string, diagnostic: string): boolean {
	if (HARD_STATUS.test(status)) return true;
	const saysLittle = status === '' || /^5\.(?:0|3|5)\.\d+$/.test(status);
	return saysLittle && DEAD_ADDRESS.test(diagnostic.slice(0, TEXT_LOOKED_AT));
}

/** What stands above the returned message: numbers and addresses below are those of the original. */
function noticeOf(text: string): string {
	const start = text.slice(0, TEXT_LOOKED_AT);
	const below = RETURNED_MESSAGE.exec(start)?.index ?? -1;
	return below > 0 ? start.slice(0, below) : start;
}

/** The first address in the notice that is neither who reports nor who is told. */
function strangerIn(facts: EmailFacts): string {
	const known = new Set([facts.from, ...facts.to].map(({ address }) => address));
	const addresses = noticeOf(facts.text).match(new RegExp(ADDRESS, 'g')) ?? [];
	return addresses.slice(0, 50).find((address) => !known.has(address.toLowerCase())) ?? '';
}

function recipientOf(blocks: Fields[], facts: EmailFacts, reportParts: ReportPart[]): string {
	const text = facts.text.slice(0, TEXT_LOOKED_AT);
	const named = [
		fieldOf(blocks, 'original-recipient'),
		fieldOf(blocks, 'final-recipient'),
		fieldOf(blocks, 'x-actual-recipient'),
		facts.headers['x-failed-recipients']?.[0] ?? '',
		...RECIPIENT_LINES.map((pattern) => pattern.exec(text)?.[1] ?? ''),
		strangerIn(facts),
		fieldOf(originalHeader(reportParts), 'to'),
	];
	for (const value of named) {
		const address = ADDRESS.exec(value.replace(/^\s*[a-z0-9-]{1,30}\s*;/i, ''))?.[0];
		if (address !== undefined) return address.toLowerCase().replace(/\.{1,9}$/, '');
	}
	return '';
}

function quotedMessageId(facts: EmailFacts): string | null {
	const line = /^[ \t>|]{0,16}(?:original-)?message-id:[ \t]{0,8}(?:\r?\n[ \t>|]{1,16})?(<[^<>\s]{3,998}>)/im.exec(facts.text);
	return parseMessageIds(line?.[1] ?? '')[0] ?? null;
}
