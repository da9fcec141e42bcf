import type { TicketFound } from '../desk/Desk';
import type { Email } from '../email/Email';
import { domainOf, isFreemailDomain } from '../email/freemail';
import type { DecisionPolicy, SenderTrust } from './Decision';
import { isOwn } from './ownMail';
import { takesPart, ticketName, type EvidenceLevel } from './weighEvidence';

/** What the sender may do with the ticket that the evidence names. */
export type Admission = 'join' | 'join-unverified' | 'park' | 'stay-out';

/**
 * Who the sender is to a ticket. Someone who takes part, or works at the requester's organisation, but whose mail failed DMARC (as a trusted server found) is
 * somebody who may only look like them. An address of the help desk itself (a web form's) proves nothing about the person behind it.
 */
export function trustSender(email: Email, found: TicketFound, policy: DecisionPolicy): { trust: SenderTrust; reason: string } {
	const sender = email.from.address.toLowerCase();
	const name = ticketName(found);
	if (!sender.includes('@')) return { trust: 'unknown', reason: 'The mail names no sender' };
	const domain = domainOf(sender);
	const colleague = found.organizationDomains.some((own) => own.toLowerCase() === domain) && !isFreemailDomain(domain);
	const participant = takesPart(sender, found) && !isOwn(sender, policy.ownAddresses);
	if (!participant && !colleague) return { trust: 'stranger', reason: `${sender} takes no part in ${name}` };
	if (email.authentication?.dmarc.toLowerCase() === 'fail') {
		return { trust: 'dmarc-failed', reason: `${sender} ${participant ? 'takes part in' : 'has the domain of'} ${name}, but the mail failed DMARC: somebody else may have sent it` };
	}
	if (!participant) return { trust: 'organization', reason: `${sender} belongs to the organisation of ${name}` };
	const role = found.requester.toLowerCase() === sender ? 'is the requester of' : 'takes part in';
	return { trust: 'participant', reason: `${sender} ${role} ${name}` };
}

/**
 * The sender gate (zammad#5064, freescout GHSA-j49f-9g94-3wh4: whoever knew a number could join). Strangers never join in the open; a signed id shows only that
 * somebody gave them the mail, so their text becomes an internal, unverified note.
 */
export function admit(trust: SenderTrust, level: EvidenceLevel, policy: DecisionPolicy): { admission: Admission; reason: string | null } {
	if (trust === 'dmarc-failed') return { admission: 'park', reason: 'Parked for a person to look at' };
	if (trust === 'participant') return { admission: 'join', reason: null };
	if (trust === 'organization' && policy.colleaguesMayJoin) return { admission: 'join', reason: null };
	if (level === 'signed') return { admission: 'join-unverified', reason: 'The signed id shows that the mail was passed on to them: added as an internal, unverified note' };
	const who = trust === 'organization' ? 'Colleagues of the requester may not join here' : 'Only a signed id would let them add to it';
	return { admission: 'stay-out', reason: who };
}
