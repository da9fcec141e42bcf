/** How to reach the outgoing server. Made from a credential by `nodes/common`. */
export interface SmtpAccount {
	host: string;
	port: number;
	security: 'tls' | 'starttls' | 'none';
	checkCertificate: boolean;
	certificateAuthority: string;
	/** Empty: no sign-in. */
	user: string;
	/** Asked at every sign-in; `refused` is the access token that the server has just refused, so that another is given. */
	secret: (refused: string | null) => Promise<{ kind: 'password'; password: string } | { kind: 'token'; accessToken: string } | { kind: 'none' }>;
}

/** A mail ready to be sent, headers included. */
export interface OutgoingMail {
	from: { address: string; name: string };
	to: Array<{ address: string; name: string }>;
	cc: Array<{ address: string; name: string }>;
	bcc: Array<{ address: string; name: string }>;
	replyTo: Array<{ address: string; name: string }>;
	subject: string;
	text: string;
	html: string;
	/** With angle brackets; fixed before the first try. */
	messageId: string;
	inReplyTo: string | null;
	references: string[];
	/** Further header lines, e.g. Auto-Submitted. */
	headers: Record<string, string>;
}

/** A row of the outbox: written before sending, marked after. */
export interface OutboxRow {
	/** The claim: one mail per message and purpose. */
	claim: string;
	messageId: string;
	state: 'sending' | 'sent' | 'refused';
	attempts: number;
	/** The server's last answer, without addresses. */
	response: string;
	sentAt: string | null;
}

/** Kept by the store; the outbox does not know how. */
export interface OutboxRows {
	/** Returns the row of this claim, making one in state `sending` with this Message-ID if there is none. An existing row keeps its Message-ID. */
	reserve(claim: string, messageId: string, at: string): Promise<OutboxRow>;
	/** Counts one more try. */
	trying(claim: string): Promise<void>;
	markSent(claim: string, response: string, at: string): Promise<void>;
	markRefused(claim: string, response: string): Promise<void>;
}

/** `uncertain`: an earlier try may or may not have been taken by the server, and the policy says not to send twice. */
export type SendOutcome = { status: 'sent' | 'already-sent' | 'uncertain'; messageId: string; response: string };

export interface SendPolicy {
	/** After a try whose end is unknown: send again with the same Message-ID (default), or leave it to a person. */
	afterUncertain: 'send-again' | 'park';
}
