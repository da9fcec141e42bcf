import type { EmailFacts } from '../email/Email';
import { isForwardSubject, isReplySubject } from '../email/subject';
import { findTicketId } from '../email/ticketTag';

/** Marks that say "forwarded" in one language and "answer" in another: Danish and Norwegian Outlook forward with `VS`, Finnish Outlook answers with it. */
const DOUBTFUL_MARK = /^\s{0,8}vs\s{0,4}:/iu;

/**
 * Whether the sender's mail program says that it forwards a mail. An answer with a doubtful mark names the mail that it answers, or has our tag in its subject;
 * a forward of Outlook names none, and what is forwarded to a help desk is mostly not its own mail.
 */
export function forwardsMail({ subject, inReplyTo, references }: Pick<EmailFacts, 'subject' | 'inReplyTo' | 'references'>): boolean {
	return isForwardSubject(subject) || (inReplyTo === null && references.length === 0 && DOUBTFUL_MARK.test(subject) && findTicketId(subject) === null);
}

/** Whether the subject is one that the sender wrote, and not that of a mail which is answered or forwarded. */
export function beginsConversation({ subject }: Pick<EmailFacts, 'subject'>): boolean {
	return subject.trim() !== '' && !isReplySubject(subject) && !isForwardSubject(subject);
}
