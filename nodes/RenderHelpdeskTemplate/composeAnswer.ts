import { createHash } from 'node:crypto';
import { answerHeaders, answerSubject, htmlToText, isOwn, renderTemplate } from '../../helpdesk';
import type { Address, Desk, Email, OutgoingMail, TemplateData, Ticket, TicketSigner } from '../../helpdesk';

export type RecipientChoice = 'sender' | 'contact' | 'cc' | 'others';

export interface AnswerChoices {
	subject: string;
	text: string;
	html: string;
	language: string;
	timeZone: string;
	recipients: RecipientChoice[];
	others: string;
	from: Address;
	/** Written by a person: without the headers that mark automatic mail. */
	byPerson: boolean;
	/** Tells several answers to one message apart; part of the claim. */
	purpose: string;
}

export interface ComposedAnswer {
	mail: OutgoingMail;
	/** What the user should know: unknown tags, a sender that replies would not come back to. */
	problems: string[];
	/** Why nothing may be sent; null when it may. */
	refusal: string | null;
}

export interface AnswerContext {
	desk: Desk;
	signer: TicketSigner;
	systemId: string;
}

/**
 * Makes the mail to the customer (C1, C3 to C6, C14): subject with the ticket in it, bodies from templates, threading headers, a signed Message-ID that
 * stays the same for every try. Automatic mail is never answered and the help desk never writes to itself (C12).
 */
export async function composeAnswer(context: AnswerContext, email: Email, ticket: Ticket, choices: AnswerChoices): Promise<ComposedAnswer> {
	const data = await templateData(context.desk, email, ticket, choices);
	const text = renderTemplate(choices.text, data, 'text');
	const html = renderTemplate(choices.html, data, 'html');
	const { to, cc } = recipientsOf(email, data, choices);
	const unique = createHash('sha256').update(JSON.stringify([email.mailbox.key, choices.purpose])).digest('hex').slice(0, 24);
	const domain = choices.from.address.split('@').at(-1) || 'mail-helpdesk.invalid';
	const threading = answerHeaders({
		messageId: context.signer.messageId({ ticketId: ticket.id, unique, domain }),
		answers: email.headers['message-id'] ? email.messageId : null,
		inReplyTo: email.inReplyTo,
		references: email.references,
		automatic: !choices.byPerson,
		systemId: context.systemId,
	});
	const mail: OutgoingMail = {
		from: choices.from,
		to,
		cc,
		bcc: [],
		replyTo: [],
		subject: answerSubject({ ticket, title: ticket.title, template: choices.subject, data }),
		text: text.text || htmlToText(html.text),
		html: html.text,
		...threading,
	};
	return { mail, problems: [...new Set([...text.problems, ...html.problems, ...senderProblems(email, choices.from)])], refusal: refusalOf(email, ticket, mail) };
}

async function templateData(desk: Desk, email: Email, ticket: Ticket, choices: AnswerChoices): Promise<TemplateData> {
	const [contact, organization, comments] = await Promise.all([
		ticket.contactId ? desk.getContact(ticket.contactId) : null,
		ticket.organizationId ? desk.getOrganization(ticket.organizationId) : null,
		desk.listComments(ticket.id),
	]);
	return {
		ticket,
		contact,
		organization,
		mail: { subject: email.subject, from: email.from, date: email.date, text: email.text },
		comments,
		language: choices.language,
		timeZone: choices.timeZone,
	};
}

function recipientsOf(email: Email, { contact }: TemplateData, choices: AnswerChoices): { to: Address[]; cc: Address[] } {
	const own = [email.mailbox.address, choices.from.address];
	const taken = new Set<string>();
	const fresh = (people: Address[]) =>
		people.filter(({ address }) => {
			const lower = address.toLowerCase();
			if (!lower || isOwn(lower, own) || taken.has(lower)) return false;
			taken.add(lower);
			return true;
		});
	const sender = email.replyTo[0] ?? email.from;
	const contactAddress = contact?.addresses[0] ?? '';
	const others = choices.others.split(/[,;\s]+/).map((address) => ({ address, name: '' }));
	const chosen = (choice: RecipientChoice, people: Address[]) => (choices.recipients.includes(choice) ? people : []);
	const to = fresh([...chosen('sender', [sender]), ...chosen('contact', [{ address: contactAddress, name: contact?.name ?? '' }]), ...chosen('others', others)]);
	return { to, cc: fresh(chosen('cc', email.cc)) };
}

function senderProblems(email: Email, from: Address): string[] {
	if (from.address.toLowerCase() === email.mailbox.address.toLowerCase()) return [];
	return [`The sender ${from.address || '(none)'} is not the scanned mailbox ${email.mailbox.address}: replies will not come back to it`];
}

function refusalOf(email: Email, ticket: Ticket, { to, cc }: OutgoingMail): string | null {
	if (!email.automatic.mayAnswer) return `This message may not be answered: ${email.automatic.reasons.join('; ') || email.automatic.class}`;
	if (ticket.state === 'deleted') return `Ticket ${ticket.number} was deleted`;
	if (to.length + cc.length === 0) return 'Nobody is left to send to: the message names no address but our own';
	return null;
}
