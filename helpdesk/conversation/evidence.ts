import type { Address, AutomaticVerdict, BounceReport, EmailFacts, Evidence, ReportPart } from '../email/Email';
import { parseMessageIds } from '../email/messageIds';
import { threadIds } from './messageIds';
import { originalMessageIds } from './reportFields';
import { TOKEN_IN_TEXT, type TicketSigner } from './signedId';
import { readSubjectTags } from './subjectTags';

/** How much each kind is worth (order of evidence in the design): a signature proves, a stored id is hard to guess, a subject is anybody's to write. */
export const CONFIDENCE = { signed: 1, signedInBody: 0.95, stored: 0.9, ticketId: 0.6, ticketNumber: 0.55 };

const TEXT_LOOKED_AT = 200_000;
const MAXIMUM_TOKENS = 20;
/** What every token ends in. */
const TOKEN_END = /-[0-9a-f]{24}/i;
const TOKEN_DIGITS = 24;
const MAY_BREAK: ReadonlySet<number> = new Set(['=', ' ', '\t', '\r', '\n', '>', '|'].map((char) => char.charCodeAt(0)));
const MAXIMUM_ADDRESSES = 200;

/**
 * Every hint at a ticket in a mail, best first: signed Message-IDs, signed tokens in a recipient's address and in the body, Message-IDs to be looked up, the
 * original of a bounce or receipt, this mail's own Message-ID (a reply may have been handled before it), and the subject. Forged signatures give nothing.
 * Mail of our own system, Vtiger's notices to staff included, gives none at all, or comment and notice would chase each other.
 */
export function collectEvidence(
	facts: EmailFacts,
	reportParts: ReportPart[],
	automatic: AutomaticVerdict,
	bounce: BounceReport | null,
	signer: TicketSigner | null,
): Evidence[] {
	if (automatic.class === 'own-system') return [];
	const thread = threadIds(facts);
	// People forward mails as attachments too; only in a report is the embedded mail the one that it is about.
	const originals = automatic.isAutomatic ? [...new Set([...originalMessageIds(reportParts), ...parseMessageIds(bounce?.originalMessageId ?? '')])] : [];
	return unique([
		...(signer === null
			? []
			: [
					...thread.flatMap(({ id, where }) => signedId(signer, id, where)),
					...originals.flatMap((id) => signedId(signer, id, 'Original-Message-ID')),
					...tokensInAddresses(facts, signer),
					...tokensInBody(facts, signer),
				]),
		...thread.map(({ id, where }): Evidence => ({ kind: 'message-id', value: id, confidence: CONFIDENCE.stored, where })),
		...originals.map((id): Evidence => ({ kind: 'original-message-id', value: id, confidence: CONFIDENCE.stored, where: 'Original-Message-ID' })),
		...ownId(facts),
		...fromSubject(facts),
	]);
}

function signedId(signer: TicketSigner, id: string, where: string): Evidence[] {
	const read = signer.read(id);
	return read === null ? [] : [{ kind: 'signed-message-id', value: read.ticketId, confidence: CONFIDENCE.signed, where }];
}

function tokensInAddresses(facts: EmailFacts, signer: TicketSigner): Evidence[] {
	const places: Array<[string, Address[]]> = [
		['To', facts.to],
		['Cc', facts.cc],
		['Bcc', facts.bcc],
		['Delivered-To', facts.deliveredTo],
		['X-Original-To', headerAddresses(facts, 'x-original-to')],
		['Envelope-To', headerAddresses(facts, 'envelope-to')],
	];
	return places.flatMap(([where, addresses]) =>
		addresses.slice(0, MAXIMUM_ADDRESSES).flatMap(({ address }) => {
			if (!address.includes('+')) return [];
			const [, ...details] = address.slice(0, address.lastIndexOf('@')).split('+').slice(0, 10);
			return details.flatMap((detail) => readToken(signer, detail, CONFIDENCE.signed, where));
		}),
	);
}

function headerAddresses(facts: EmailFacts, header: string): Address[] {
	return (facts.headers[header] ?? []).flatMap((value) =>
		value
			.slice(0, 10_000)
			.split(/[\s,;<>]+/)
			.filter((word) => word.includes('@'))
			.map((address) => ({ address, name: '' })),
	);
}

/** Whether 24 hexadecimal digits follow a hyphen somewhere, whatever a mail program put between them to break the line. Every character is looked at once. */
function mayHoldToken(text: string): boolean {
	for (let hyphen = text.indexOf('-'); hyphen !== -1; ) {
		let digits = 0;
		let index = hyphen + 1;
		for (; index < text.length && digits < TOKEN_DIGITS; index++) {
			const code = text.charCodeAt(index);
			const isDigit = (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
			if (isDigit) digits++;
			else if (!MAY_BREAK.has(code)) break;
		}
		if (digits === TOKEN_DIGITS) return true;
		hyphen = text.indexOf('-', index);
	}
	return false;
}

/** A mail program may break a line within the token, with quote marks before the rest; so the text is looked at a second time without its line ends. */
function tokensInBody(facts: EmailFacts, signer: TicketSigner): Evidence[] {
	return [facts.text, facts.html].flatMap((body) => {
		const text = body.slice(0, TEXT_LOOKED_AT);
		if (!mayHoldToken(text)) return [];
		const joined = text.replace(/=?[ \t]{0,8}\r?\n[ \t>|]{0,16}/g, '');
		// Taking line ends out never takes a token apart: where none can end in the joined text, none stands in either.
		if (!TOKEN_END.test(joined)) return [];
		return [text, joined].flatMap((version) =>
			[...new Set(version.match(TOKEN_IN_TEXT) ?? [])]
				.slice(0, MAXIMUM_TOKENS)
				.flatMap((token) => readToken(signer, token, CONFIDENCE.signedInBody, 'Body')),
		);
	});
}

function readToken(signer: TicketSigner, token: string, confidence: number, where: string): Evidence[] {
	const read = signer.readToken(token);
	return read === null ? [] : [{ kind: 'signed-token', value: read.ticketId, confidence, where }];
}

/** An id that we made for a mail without one says nothing about threads. */
function ownId(facts: EmailFacts): Evidence[] {
	const made = facts.messageId === '' || facts.messageId.startsWith('<gen-');
	return made ? [] : [{ kind: 'referenced-by', value: facts.messageId, confidence: CONFIDENCE.stored, where: 'Message-ID' }];
}

function fromSubject(facts: EmailFacts): Evidence[] {
	const { ticketId, ticketNumber } = readSubjectTags(facts.subject);
	return [
		...(ticketId === null ? [] : [{ kind: 'ticket-id' as const, value: ticketId, confidence: CONFIDENCE.ticketId, where: 'Subject' }]),
		...(ticketNumber === null ? [] : [{ kind: 'ticket-number' as const, value: ticketNumber, confidence: CONFIDENCE.ticketNumber, where: 'Subject' }]),
	];
}

function unique(evidence: Evidence[]): Evidence[] {
	const seen = new Set<string>();
	return evidence.filter(({ kind, value }) => !seen.has(`${kind}\n${value}`) && seen.add(`${kind}\n${value}`));
}
