import type { Desk } from '../helpdesk/desk/Desk';
import type { SentMail } from '../runner/smtpSink';
import type { MessageDecision } from './decision';

export interface FinalTicket {
	number: string;
	title: string;
	status: string;
	/** Address; null where nobody is known. */
	contact: string | null;
	/** Oldest first; the text that opened the ticket is its description, not a comment. */
	comments: Array<{ author: string; text: string }>;
	/** File names. */
	attachments: string[];
}

/** What `--json` writes. */
export interface FinalState {
	tickets: FinalTicket[];
	contacts: Array<{ address: string; name: string }>;
	sent: Array<{ to: string; subject: string; inReplyTo: string | null }>;
	/** Subjects by folder. */
	mailbox: Record<string, string[]>;
	messages: MessageDecision[];
}

/** Reads the desk, and puts beside it what the mail servers and the executions show. */
export async function collectFinalState(
	desk: Desk,
	seen: { sent: SentMail[]; mailbox: FinalState['mailbox']; messages: MessageDecision[] },
): Promise<FinalState> {
	const contacts = await desk.listContacts();
	const addressOf = (id: string | null) => contacts.find((contact) => contact.id === id)?.addresses[0] ?? null;
	const tickets: FinalTicket[] = [];
	for (const { id, number, title, status, contactId } of await desk.listTickets()) {
		const comments = await desk.listComments(id);
		const files = await desk.listFiles(id);
		tickets.push({
			number,
			title,
			status,
			contact: addressOf(contactId),
			comments: comments.map(({ author, text }) => ({ author: author.address || author.name, text })),
			attachments: files.map(({ fileName }) => fileName),
		});
	}
	return {
		tickets,
		contacts: contacts.map(({ addresses, name }) => ({ address: addresses[0] ?? '', name })),
		sent: seen.sent.map(({ to, subject, inReplyTo }) => ({ to: to.join(', '), subject, inReplyTo })),
		mailbox: seen.mailbox,
		messages: seen.messages,
	};
}
