import type { AutomaticClass, AutomaticVerdict, EmailFacts, ReportPart } from '../email/Email';
import { COMPLAINT_HEADERS, HEADER_RULES, NEWSLETTER_PAIRS, type HeaderHint, type HeaderRule } from './automaticHeaders';
import { machineSender } from './automaticSenders';
import { answerSubject, OWN_NOTICES } from './automaticSubjects';
import { readDelivery } from './bounce';
import { readServiceNotice } from './bounceNotification';
import { isFromOurselves, isOwn, isOwnForm } from './ownMail';
import { reportType } from './reportFields';
import type { TicketSigner } from './signedId';

/** What the help desk knows of itself, by which it recognises its own mail. */
export interface OwnIdentity {
	/** Lower case. */
	addresses: string[];
	/** Null: no secret yet, so no Message-ID can be recognised as our own. */
	signer: TicketSigner | null;
	/** What we write into X-Mail-Helpdesk-Loop; empty when unknown. */
	systemId: string;
}

interface Finding {
	class: AutomaticClass;
	because: string;
}

/** Which class a mail has that shows hints of several: the first one. */
const HINT_ORDER: Array<Exclude<HeaderHint, 'suppress'>> = ['out-of-office', 'auto-reply', 'newsletter', 'list', 'notification'];

/** In the order in which they are asked; the first that finds something decides the class. */
const REPORT_FINDERS: Array<(facts: EmailFacts, reportParts: ReportPart[], own: OwnIdentity) => Finding | null> = [
	findOwnMail,
	findComplaint,
	findReceipt,
	findDelivery,
	findCalendarReply,
];

/**
 * One class for a mail and two separate answers: was it made by a machine (narrow: it never opens a ticket again), and may it be answered automatically
 * (wide: an answer withheld costs little, a loop much). Rules and their sources: `automaticHeaders.ts` and the other tables. A mail is answered only when a
 * person wrote it, nothing asks for silence, and there is an address to answer that is not our own.
 */
export function classifyMail(facts: EmailFacts, reportParts: ReportPart[], own: OwnIdentity): AutomaticVerdict {
	const rules = HEADER_RULES.filter(({ header }) => facts.headers[header] !== undefined);
	const silence = reasonsForSilence(facts, own, rules);
	for (const find of REPORT_FINDERS) {
		const finding = find(facts, reportParts, own);
		if (finding !== null) return { class: finding.class, isAutomatic: true, mayAnswer: false, reasons: [finding.because, ...silence] };
	}
	const hints = readHints(facts, own, rules);
	const strongest = HINT_ORDER.find((hint) => hints.some(({ class: found }) => found === hint)) ?? 'human';
	const reasons = [...new Set([...hints.filter((hint) => hint.class === strongest), ...hints].map(({ because }) => because)), ...silence];
	return {
		class: strongest,
		isAutomatic: strongest !== 'human',
		mayAnswer: strongest === 'human' && silence.length === 0,
		reasons,
	};
}

function findOwnMail(facts: EmailFacts, _reportParts: ReportPart[], own: OwnIdentity): Finding | null {
	if (own.signer?.read(facts.messageId)) return { class: 'own-system', because: 'Its Message-ID is one that this help desk gave and signed' };
	if (own.systemId !== '' && headerValues(facts, 'x-mail-helpdesk-loop').includes(own.systemId)) {
		return { class: 'own-system', because: 'X-Mail-Helpdesk-Loop names this help desk' };
	}
	if (isFromOurselves(facts, own.addresses)) return { class: 'own-system', because: `It comes from ${facts.from.address}, an address of the help desk` };
	const notice = OWN_NOTICES.find(({ subject }) => subject.test(facts.subject));
	return notice === undefined ? null : { class: 'own-system', because: notice.because };
}

function findComplaint(facts: EmailFacts, reportParts: ReportPart[]): Finding | null {
	const found = reportType(facts.headers) === 'feedback-report' || reportParts.some(({ mimeType }) => mimeType === 'message/feedback-report');
	if (found) return { class: 'complaint', because: 'It is an abuse report (RFC 5965)' };
	const named = COMPLAINT_HEADERS.find(({ header }) => matches(facts, header, /\S/));
	if (named !== undefined) return { class: 'complaint', because: named.because };
	if (readServiceNotice(facts)?.kind === 'complaint') return { class: 'complaint', because: 'It is a notice of a complaint by Amazon SES' };
	const hotmail = facts.from.address === 'staff@hotmail.com' && /^\s{0,9}complaint about message from/i.test(facts.subject);
	return hotmail ? { class: 'complaint', because: "It is Hotmail's report of a complaint" } : null;
}

function findReceipt(facts: EmailFacts, reportParts: ReportPart[]): Finding | null {
	const found =
		reportType(facts.headers) === 'disposition-notification' || reportParts.some(({ mimeType }) => mimeType === 'message/disposition-notification');
	return found ? { class: 'receipt', because: 'It is a read receipt (RFC 8098)' } : null;
}

const CLASS_OF_OUTCOME = { failed: 'bounce', delayed: 'delay', delivered: 'receipt' } as const;

function findDelivery(facts: EmailFacts, reportParts: ReportPart[]): Finding | null {
	const report = readDelivery(facts, reportParts);
	return report === null ? null : { class: CLASS_OF_OUTCOME[report.outcome], because: `${report.because}: delivery ${report.outcome}` };
}

/** An invitation (METHOD:REQUEST) is a person's wish; only the answer to one is automatic. */
function findCalendarReply(facts: EmailFacts, reportParts: ReportPart[]): Finding | null {
	const inPart = reportParts.some(
		({ mimeType, parameters, text }) =>
			mimeType === 'text/calendar' && (parameters['method']?.toLowerCase() === 'reply' || /^METHOD:REPLY[ \t]*$/im.test(text.slice(0, 4000))),
	);
	const whole = /^\s{0,9}text\/calendar\b.{0,200}\bmethod\s{0,3}=\s{0,3}"?reply\b/i.test(headerValues(facts, 'content-type')[0] ?? '');
	return inPart || whole ? { class: 'calendar', because: 'It is the answer to an invitation (METHOD:REPLY, RFC 5546)' } : null;
}

/** `rules`: those of the headers that the mail has. */
function readHints(facts: EmailFacts, own: OwnIdentity, rules: readonly HeaderRule[]): Finding[] {
	const ownList = isOwnList(facts, own.addresses);
	const hints: Finding[] = [];
	for (const rule of rules) {
		if (rule.hint === 'suppress' || (rule.hint === 'list' && ownList) || !matches(facts, rule.header, rule.value)) continue;
		hints.push({ class: rule.hint, because: rule.because });
	}
	if (matches(facts, 'list-unsubscribe', /\S/) && !ownList) {
		for (const pair of NEWSLETTER_PAIRS) if (matches(facts, pair.with, pair.value)) hints.push({ class: 'newsletter', because: pair.because });
	}
	const sender = machineSender(facts.from.address);
	if (sender !== null) hints.push({ class: 'notification', because: `${sender.because}: ${facts.from.address}` });
	if (isOwnForm(facts, own.addresses)) hints.push({ class: 'notification', because: 'A form sent it in the name of the help desk, for the person in Reply-To' });
	const answer = answerSubject(facts.subject);
	if (answer !== null && (hints.length > 0 || hasHintBesideSubject(facts, own))) hints.push({ class: answer, because: 'Subject begins like an automatic answer' });
	return hints;
}

/** A subject alone proves nothing: people write "Out of office printer". These make it one; other values than All stand on people's mail from Exchange too. */
function hasHintBesideSubject(facts: EmailFacts, own: OwnIdentity): boolean {
	const answersUs = [facts.inReplyTo ?? '', ...facts.references.slice(-32)].some((id) => own.signer?.read(id));
	return answersUs || matches(facts, 'x-auto-response-suppress', /(?:^|[\s,;])all(?:$|[\s,;])/i);
}

/** The support address may itself be a mailing group (Google Groups): then everything its customers write carries the headers of a list. */
function isOwnList(facts: EmailFacts, addresses: string[]): boolean {
	if (facts.headers['list-post'] === undefined && facts.headers['list-id'] === undefined) return false;
	const post = /mailto:([^>?\s]{3,320})/i.exec(headerValues(facts, 'list-post')[0] ?? '')?.[1] ?? '';
	if (post !== '') return isOwn(post, addresses);
	const id = /<([^<>\s]{3,320})>/.exec(headerValues(facts, 'list-id')[0] ?? '')?.[1]?.toLowerCase() ?? '';
	return id !== '' && addresses.some((own) => own.replace('@', '.') === id);
}

function reasonsForSilence(facts: EmailFacts, own: OwnIdentity, rules: readonly HeaderRule[]): string[] {
	const silent = rules
		.filter((rule) => rule.hint === 'suppress' && !(isListHeader(rule.header) && isOwnList(facts, own.addresses)))
		.filter((rule) => matches(facts, rule.header, rule.value))
		.map(({ because }) => `Not to be answered: ${because}`);
	if (!facts.from.address.includes('@')) silent.push('Not to be answered: the mail names no sender');
	if (facts.replyTo.length > 0 && facts.replyTo.every(({ address }) => isOwn(address, own.addresses))) {
		silent.push('Not to be answered: replies would go to the help desk itself');
	}
	return [...new Set(silent)];
}

function isListHeader(header: string): boolean {
	return header.startsWith('list-');
}

function matches(facts: EmailFacts, header: string, value: RegExp): boolean {
	return facts.headers[header] !== undefined && headerValues(facts, header).some((text) => value.test(text));
}

function headerValues(facts: EmailFacts, header: string): string[] {
	return (facts.headers[header] ?? []).slice(0, 20).map((text) => text.slice(0, 2000).trim());
}
