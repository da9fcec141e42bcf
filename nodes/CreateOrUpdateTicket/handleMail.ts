import type { IDataObject } from 'n8n-workflow';
import { decide, explain, explainItem, isOwn, removeTicketTag, writerOf } from '../../helpdesk';
import type { Comment, Contact, Decision, DecisionPolicy, Desk, Email, Evidence, NewFile, Organization, Ticket, Traffic } from '../../helpdesk';
import { messageRecord } from '../common/messageRecord';
import { recentTraffic, recordArrival } from './arrivals';

export interface TicketChoices {
	policy: DecisionPolicy;
	evidence: Evidence[];
	updateBy: 'comment' | 'overwrite';
	createFields: Record<string, string>;
	updateFields: Record<string, string>;
	wholeText: boolean;
	/** Reads the files of the message; called only when they are needed. */
	files: () => Promise<NewFile[]>;
	/** What the limits against loops count by; null: no limits. */
	traffic: Traffic | null;
	/** Show what would happen, change nothing. */
	simulate: boolean;
}

export interface TicketResult {
	output: 'created' | 'updated' | 'notFound' | 'parked' | 'skipped';
	decision: Decision;
	ticket: Ticket | null;
	comment: Comment | null;
	contact: Contact | null;
	organization: Organization | null;
	simulated: boolean;
}

/** Names of the effects that a message can have on a desk; part of their claims. */
const CREATE = 'create-ticket';
const COMMENT = 'add-comment';
const OVERWRITE = 'overwrite-ticket';

const OUTPUT_OF: Record<Decision['action'], TicketResult['output']> = {
	create: 'created',
	append: 'updated',
	'not-found-or-not-allowed': 'notFound',
	park: 'parked',
	ignore: 'skipped',
	duplicate: 'skipped',
};

/**
 * Gives one message its one effect on the desk (A1 to A6, D10): looks up who wrote and what the evidence points at, lets `decide` judge, and
 * carries the verdict out under a claim. A message that had its effect already takes the same way as the first time, so that a retry can
 * finish what comes after.
 */
export async function handleMail(desk: Desk, email: Email, choices: TicketChoices): Promise<TicketResult> {
	const { key } = email.mailbox;
	const earlier = await desk.findEffect(key, [CREATE, COMMENT, OVERWRITE]);
	const found = await desk.findTickets(choices.evidence);
	const { address } = writerOf(email, choices.policy.ownAddresses);
	const traffic = choices.traffic && address ? await recentTraffic(choices.traffic, email, address.toLowerCase(), found) : undefined;
	const decision = decide(email, found, choices.policy, { earlierEffect: earlier, traffic });
	const { contact, organization } = address ? await desk.findPerson(address) : { contact: null, organization: null };
	const base = { output: OUTPUT_OF[decision.action], decision, comment: null, contact, organization, simulated: choices.simulate };

	if (earlier) {
		const ticket = await desk.getTicket(earlier.ticketId);
		const comments = earlier.commentId ? await desk.listComments(earlier.ticketId) : [];
		const output = ticket?.state === 'deleted' ? 'skipped' : earlier.action === CREATE ? 'created' : 'updated';
		return { ...base, output, ticket, comment: comments.find(({ id }) => id === earlier.commentId) ?? null };
	}
	const ticket = decision.ticket?.ticket ?? null;
	if (choices.simulate || (decision.action !== 'create' && decision.action !== 'append')) return { ...base, ticket };
	const count = async (id: string, kind: 'new-ticket' | 'added') => {
		if (choices.traffic && address) await recordArrival(choices.traffic, email, address.toLowerCase(), id, kind, choices.policy.now);
	};
	if (decision.action === 'create') {
		const created = await createTicket(desk, email, decision, choices, { contact, organization });
		await count(created.id, 'new-ticket');
		return { ...base, ticket: created };
	}
	if (!ticket) return { ...base, output: 'notFound', ticket: null };
	await count(ticket.id, 'added');
	if (choices.updateBy === 'overwrite' && !decision.internal) {
		return { ...base, ticket: await overwriteTicket(desk, email, decision, choices, ticket.id) };
	}
	const added = await addComment(desk, email, decision, choices, ticket.id);
	return { ...base, ...added };
}

async function createTicket(
	desk: Desk,
	email: Email,
	decision: Decision,
	choices: TicketChoices,
	{ contact, organization }: Pick<TicketResult, 'contact' | 'organization'>,
): Promise<Ticket> {
	const { ticket } = await desk.createTicket({ key: email.mailbox.key, action: CREATE }, {
		...titleAndText(email, decision),
		contactId: contact?.id ?? null,
		organizationId: contact?.organizationId ?? organization?.id ?? null,
		fields: choices.createFields,
		message: messageRecord(email),
		participants: participantsOf(email, choices.policy),
		files: await choices.files(),
		links: decision.links,
	});
	return ticket;
}

async function addComment(desk: Desk, email: Email, decision: Decision, choices: TicketChoices, ticketId: string) {
	const { ticket, comment } = await desk.addComment({ key: email.mailbox.key, action: COMMENT }, ticketId, {
		author: { kind: email.automatic.isAutomatic ? 'system' : 'customer', name: email.from.name, address: email.from.address },
		text: (choices.wholeText ? email.text : email.reply.text) || email.text,
		html: choices.wholeText ? email.html : email.reply.html,
		internal: decision.internal,
		unverified: decision.unverified,
		message: messageRecord(email),
		participants: decision.unverified || email.automatic.isAutomatic ? [] : participantsOf(email, choices.policy),
		files: await choices.files(),
		reopen: decision.reopen,
		fields: decision.internal ? {} : choices.updateFields,
		links: decision.links,
	});
	return { ticket, comment };
}

async function overwriteTicket(desk: Desk, email: Email, decision: Decision, choices: TicketChoices, ticketId: string): Promise<Ticket> {
	const { ticket } = await desk.updateTicket({ key: email.mailbox.key, action: OVERWRITE }, ticketId, {
		...titleAndText(email, { ...decision, staleTag: true }),
		fields: choices.updateFields,
		reopen: decision.reopen,
		message: messageRecord(email),
		participants: participantsOf(email, choices.policy),
		files: await choices.files(),
		links: decision.links,
	});
	return ticket;
}

/** A mail without subject becomes "Untitled", as in Vtiger. */
function titleAndText(email: Email, decision: Decision) {
	const title = decision.staleTag ? removeTicketTag(email.subject) : email.subject;
	return { title: title.trim() || 'Untitled', description: email.text, html: email.html };
}

function participantsOf(email: Email, policy: DecisionPolicy): string[] {
	const people = [writerOf(email, policy.ownAddresses), ...email.to, ...email.cc].map(({ address }) => address);
	return [...new Set(people)].filter((address) => address !== '' && !isOwn(address, policy.ownAddresses));
}

/** What a Rule Filter before this node noted, if there was one. */
function ruleReasonsOf({ verdict: { reasons } }: Email): string[] {
	return Array.isArray(reasons) ? reasons.filter((reason): reason is string => typeof reason === 'string') : [];
}

/** What the node adds to the item. */
export function asJson(email: Email, result: TicketResult): IDataObject {
	const { decision, ticket, comment, contact, organization, simulated } = result;
	const verdict = { action: decision.action, ticketId: ticket?.id ?? null, trust: decision.trust, reasons: decision.reasons, simulated };
	return {
		ticket: { ...ticket, evidence: email.ticket.evidence },
		comment,
		contact,
		organization,
		verdict: { ...email.verdict, decision: verdict, explanation: explainItem(email, { ruleReasons: ruleReasonsOf(email), decision: explain(decision) }) },
	};
}
