/** A mail address as it stands in a header: `address` in lower case with the domain in Unicode, empty when there was none; `name` decoded, never null. */
export interface Address {
	address: string;
	name: string;
}

/** Where a message lies, and who it is. `key` is its identity for its mailbox: see `messageKey`. */
export interface MailboxReference {
	/** Name that the user gave this scanner (M1). */
	name: string;
	/** `user@host` of the sign-in, for people and for comparing before a command by UID; holds no secret. */
	account: string;
	/** Address of the mailbox that is read. */
	address: string;
	folder: string;
	uid: number;
	/** As decimal text: IMAP allows 32 bits, JSON numbers in other tools may not. */
	uidValidity: string;
	key: string;
	/** Fetched by hand in the editor: nothing may be changed anywhere because of it. */
	test: boolean;
}

export type AutomaticClass =
	| 'human'
	| 'list'
	| 'newsletter'
	| 'notification'
	| 'own-system'
	| 'out-of-office'
	| 'auto-reply'
	| 'bounce'
	| 'delay'
	| 'receipt'
	| 'complaint'
	| 'calendar';

/** Two separate answers (is it automatic, may it be answered) with the reasons for both. */
export interface AutomaticVerdict {
	class: AutomaticClass;
	isAutomatic: boolean;
	mayAnswer: boolean;
	reasons: string[];
}

/** What a delivery status notification says (RFC 3464), or a bounce in another format. */
export interface BounceReport {
	/** Enhanced status code (RFC 3463) such as `5.1.1`; `5.0.0` or `4.0.0` where the report names none. */
	status: string;
	hard: boolean;
	/** The address that could not be reached; empty when unknown. */
	recipient: string;
	originalMessageId: string | null;
}

/** What the sender wrote anew, and what was cut off. */
export interface ReplyText {
	text: string;
	html: string;
	elided: string;
	signature: string;
	/** Which rule found the cut, e.g. `reply-above`, `gmail`, `attribution`, `whole`. */
	method: string;
	/** 0 to 1. */
	confidence: number;
}

export type EvidenceKind =
	/** Message-ID of ours with a valid signature, in In-Reply-To or References. */
	| 'signed-message-id'
	/** Signed token in a recipient address or in the body. */
	| 'signed-token'
	/** In-Reply-To or References, to be looked up among stored Message-IDs. */
	| 'message-id'
	/** Message-ID of this mail, to be looked up among the references of stored messages (the reply was handled first). */
	| 'referenced-by'
	/** Original Message-ID named by a bounce, a delay or a receipt. */
	| 'original-message-id'
	/** Record id in the subject: `[ Ticket Id : 1483 ]`. */
	| 'ticket-id'
	/** Ticket number in the subject: `TT15`. */
	| 'ticket-number'
	/** Value captured by a rule's or a node's own pattern. */
	| 'pattern'
	/** Cleaned subject, to be compared with titles. */
	| 'same-subject';

/** One hint at a ticket found in a mail. Desks look `value` up; `decide` weighs it. */
export interface Evidence {
	kind: EvidenceKind;
	/** Ticket id for `signed-*` and `ticket-id`; Message-ID with angle brackets; ticket number; captured text; cleaned subject. */
	value: string;
	/** 0 to 1, as in the order of evidence. */
	confidence: number;
	/** Where it stood: `In-Reply-To`, `References`, `Subject`, `Body`, `To` ... */
	where: string;
}

export interface AttachmentInfo {
	/** Name of the item's binary property, e.g. `attachment_0`; empty until the bytes are stored. */
	binary: string;
	/** Path-safe, NFC, unique within the message. */
	fileName: string;
	mimeType: string;
	/** In bytes, decoded. */
	size: number;
	sha256: string;
	inline: boolean;
	/** Without angle brackets; empty when there is none. */
	contentId: string;
	/** Referred to only from the quoted part. */
	inQuote: boolean;
}

/** How a mail was protected on its way. Recognised only: nothing is decrypted, and no signature is checked. */
export interface MailSecurity {
	kind: 'signed' | 'encrypted';
	format: 'smime' | 'pgp';
}

/** What an invitation or the answer to one is about (RFC 5546). */
export interface CalendarFacts {
	/** Lower case: `request`, `reply`, `cancel` …; empty when it names none. */
	method: string;
	summary: string;
}

/** The item that the trigger emits and every node of the package reads. */
export interface Email {
	mailbox: MailboxReference;
	/** With angle brackets; made from the content hash (`<gen-...@mail-helpdesk.invalid>`) where the mail has none. */
	messageId: string;
	inReplyTo: string | null;
	references: string[];
	/** ISO 8601 in UTC, from the Date header; null when missing or impossible. */
	date: string | null;
	/** The sender's offset from UTC in minutes, or null. */
	dateOffset: number | null;
	/** INTERNALDATE: ISO 8601 in UTC. */
	receivedAt: string | null;
	/** Decoded, one line, possibly empty. */
	subject: string;
	/** Both parts empty when the mail names no sender at all. */
	from: Address;
	replyTo: Address[];
	to: Address[];
	cc: Address[];
	bcc: Address[];
	deliveredTo: Address[];
	text: string;
	/** Sanitised; remote content is never loaded. Empty when there is none. */
	html: string;
	/** ISO 639-1 of the new text, or null. */
	language: string | null;
	reply: ReplyText;
	automatic: AutomaticVerdict;
	bounce: BounceReport | null;
	authentication: { dmarc: string; by: string } | null;
	/** Null for a mail that is neither signed nor encrypted. */
	security: MailSecurity | null;
	/** Null for a mail without a calendar part. */
	calendar: CalendarFacts | null;
	ticket: { evidence: Evidence[] };
	/** What rule and decision said, and why; filled along the way. */
	verdict: Record<string, unknown>;
	isDuplicate: boolean;
	attachments: AttachmentInfo[];
	/** Names in lower case, values decoded, in the order of the header. */
	headers: Record<string, string[]>;
	/** RFC822.SIZE in bytes. */
	size: number;
	flags: string[];
	/** null, or why this item is incomplete: `oversize`, `broken-mime`, `encrypted` ... */
	partial: string | null;
}

/** A part of a report that is not shown as an attachment: what bounces, receipts and complaints are read from. */
export interface ReportPart {
	/** Lower case, e.g. `message/delivery-status`. */
	mimeType: string;
	/** Content-Type parameters in lower case, e.g. `method` of a calendar part. */
	parameters: Record<string, string>;
	/** Decoded text, at most 64 KiB. */
	text: string;
	/** It stands in a multipart/report (RFC 6522), which may itself stand in a list of parts that a gateway made; nobody attaches one so. */
	inReport?: boolean;
}

/** A long base64 body that was left out of the bytes of its message and lies on disk, in the file that the message was read into. Plain data. */
export interface SetAside {
	/** The line that stands in its place, behind the first `kept` bytes of it. */
	marker: string;
	kept: number;
	/** Where its encoded text begins in the file, and how long it is. */
	offset: number;
	length: number;
	/** Of the decoded bytes. */
	size: number;
	sha256: string;
}

/** The bytes of one attachment, beside its entry in `Email.attachments` (same order). */
export interface AttachmentBytes {
	info: AttachmentInfo;
	content: Buffer | SetAside;
}

/** What `email/` reads out of the bytes; `conversation/` makes an `Email` of it. */
export type EmailFacts = Omit<Email, 'reply' | 'automatic' | 'bounce' | 'ticket' | 'verdict' | 'isDuplicate' | 'language'>;

export interface ParsedEmail {
	facts: EmailFacts;
	/** Nobody sent the text: it was made of the HTML, which says more. */
	textOfHtml?: boolean;
	attachments: AttachmentBytes[];
	reportParts: ReportPart[];
}

/** What the mailbox knows of a message beside its bytes. */
export interface SourceContext {
	mailbox: Omit<MailboxReference, 'key'>;
	/** INTERNALDATE. */
	receivedAt: Date | null;
	flags: string[];
	/** RFC822.SIZE; the length of the source where the server gives none. */
	size: number;
	/** Set when `source` is not the whole message, e.g. `oversize`. */
	partial: string | null;
	/** The first 2048 bytes of the raw body where `source` does not hold the original body; the identity of the message is made from it. */
	bodyPrefix?: Buffer;
	/** What was left out of `source`, see `splitter` in `setAside.ts`. */
	setAside?: SetAside[];
	/** The body has broken the reader: it is not looked into. */
	headerOnly?: boolean;
	/** Detached signatures (S/MIME, PGP) are attachments too; otherwise they are only told of in `security`. */
	keepSignatures?: boolean;
	/** authserv-ids whose Authentication-Results are believed (RFC 8601); empty: none is. */
	trustedAuthserv?: string[];
}
