import { understandEmail, type UnderstandingKnowledge } from '../conversation/understand';
import type { AttachmentBytes, Email, SourceContext } from '../email/Email';
import type { MailboxIdentity } from '../email/identity';
import { parseEmail } from '../email/parseEmail';

/** A message as it came from the mailbox. */
export interface RawMail {
	source: Buffer;
	context: SourceContext;
	account: MailboxIdentity;
}

export interface ReadEmail {
	email: Email;
	/** In the order of `email.attachments`. */
	attachments: AttachmentBytes[];
}

/** Makes an item of the bytes of a message, in this thread. Whatever the bytes are, an item comes out. */
export async function readEmail({ source, context, account }: RawMail, knowledge: UnderstandingKnowledge): Promise<ReadEmail> {
	const parsed = await parseEmail(source, context, account);
	const email = understandEmail(parsed, knowledge);
	return { email, attachments: withInfo(email, parsed.attachments.map(({ content }) => content)) };
}

/** The files of an e-mail, with what it says of them. */
export function withInfo(email: Email, contents: ReadonlyArray<AttachmentBytes['content']>): AttachmentBytes[] {
	return email.attachments.flatMap((info, index) => {
		const content = contents[index];
		return content ? [{ info, content }] : [];
	});
}
