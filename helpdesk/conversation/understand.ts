import type { Email, ParsedEmail } from '../email/Email';
import { isForwardSubject } from '../email/subject';
import { classifyMail } from './automatic';
import { readBounce } from './bounce';
import { collectEvidence } from './evidence';
import { extractReply } from './replyText';
import type { TicketSigner } from './signedId';

/** What is needed beside the mail itself to understand it. */
export interface UnderstandingKnowledge {
	/** Null: no signed id can be recognised. */
	signer: TicketSigner | null;
	/** Lower-case addresses of the help desk. */
	ownAddresses: string[];
	/** What we write into X-Mail-Helpdesk-Loop. */
	systemId: string;
	/** Lines that stand above the quoted mail, in addition to those we know ("reply above this line" of a template). */
	replyMarks?: string[];
}

/** Makes the item that every node reads out of what was parsed. Pure: the same mail and knowledge always give the same item. */
export function understandEmail(parsed: ParsedEmail, knowledge: UnderstandingKnowledge): Email {
	const { facts, reportParts } = parsed;
	const automatic = classifyMail(facts, reportParts, {
		addresses: knowledge.ownAddresses,
		signer: knowledge.signer,
		systemId: knowledge.systemId,
	});
	const bounce = automatic.class === 'own-system' ? null : readBounce(facts, reportParts);
	return {
		...facts,
		language: null,
		reply: extractReply({ text: facts.text, html: facts.html, forwards: isForwardSubject(facts.subject) }, knowledge.replyMarks),
		automatic,
		bounce,
		ticket: { evidence: collectEvidence(facts, reportParts, automatic, bounce, knowledge.signer) },
		verdict: {},
		isDuplicate: false,
	};
}
