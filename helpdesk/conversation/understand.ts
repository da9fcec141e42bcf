import type { AttachmentInfo, AutomaticClass, Email, ParsedEmail, ReplyText } from '../email/Email';
import { shownContentIds } from '../email/sanitizeMailHtml';
import { classifyMail } from './automatic';
import { readBounce } from './bounce';
import { detectLanguage } from './detectLanguage';
import { collectEvidence } from './evidence';
import { beginsConversation, forwardsMail } from './replyForward';
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

/** Classes of mails that may tell of a delivery: all others were given only after none was found. */
const REPORTS: ReadonlySet<AutomaticClass> = new Set<AutomaticClass>(['bounce', 'delay', 'receipt', 'complaint']);

/** Makes the item that every node reads out of what was parsed. Pure: the same mail and knowledge always give the same item. */
export function understandEmail(parsed: ParsedEmail, knowledge: UnderstandingKnowledge): Email {
	const { facts, textOfHtml, reportParts } = parsed;
	const automatic = classifyMail(facts, reportParts, {
		addresses: knowledge.ownAddresses,
		signer: knowledge.signer,
		systemId: knowledge.systemId,
	});
	const bounce = REPORTS.has(automatic.class) ? readBounce(facts, reportParts) : null;
	const reply = extractReply({ text: facts.text, html: facts.html, textOfHtml, forwards: forwardsMail(facts), begins: beginsConversation(facts) }, knowledge.replyMarks);
	return {
		...facts,
		language: detectLanguage(reply.text),
		reply,
		attachments: markQuoted(facts.attachments, facts.html, reply),
		automatic,
		bounce,
		ticket: { evidence: collectEvidence(facts, reportParts, automatic, bounce, knowledge.signer) },
		verdict: {},
		isDuplicate: false,
	};
}

/** Pictures that the mail shows, but the new text does not, belong to what it quotes. Where the new text was not cut from the HTML, nothing is known. */
function markQuoted(attachments: readonly AttachmentInfo[], html: string, reply: ReplyText): AttachmentInfo[] {
	if (reply.html === '' || attachments.length === 0) return [...attachments];
	const shown = shownContentIds(html);
	const kept = shownContentIds(reply.html);
	return attachments.map((info) => ({ ...info, inQuote: shown.has(info.contentId) && !kept.has(info.contentId) }));
}
