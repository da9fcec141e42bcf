import type { Random } from './random';

export const INBOX = 'INBOX';
/** A second folder that is scanned, too. */
export const SECOND = 'Second';
export const HANDLED = 'Handled';
/** Where the other mail program puts messages for a while. */
export const ELSEWHERE = 'Elsewhere';
export const ALL_FOLDERS = [INBOX, SECOND, HANDLED, ELSEWHERE, 'Trash'];

/** One mail of a scenario. `mark` is a word of its text that nothing else holds: by it the counting knows the mail again wherever it ends. */
export interface PlannedMail {
	mark: string;
	sender: string;
	subject: string;
	/** With angle brackets; null for a mail without Message-ID. */
	messageId: string | null;
	/** A copy is delivered into each. */
	folders: string[];
	/** Mark of the mail that began the conversation; its own for a new mail. */
	thread: string;
	raw: string;
}

const SENDERS = ['anna.novak@customers.example', 'bela.kovacs@firm.example', 'carl.lind@shop.example', 'dora.virtanen@works.example'];
const TOPICS = ['Printer broken', 'Invoice missing', 'Login refused', 'Delivery late', 'Screen stays dark', 'Wrong amount'];

export interface Draft {
	sender: string;
	subject: string;
	messageId?: string | null;
	references?: string[];
	thread?: string;
}

/** Writes a mail as a person's program would. */
export function writeMail(random: Random, { sender, subject, messageId, references = [], thread }: Draft): PlannedMail {
	const mark = `mk${random.word(14)}`;
	const id = messageId === undefined ? `<${random.word(16)}@${sender.split('@')[1] ?? 'customers.example'}>` : messageId;
	const boundary = random.chance(0.2) ? `b${random.word(12)}` : '';
	const text = `Hello,\r\n\r\nplease look at this, our reference is ${mark} and it is urgent.\r\n\r\nThank you\r\n`;
	const headers = [
		`Received: from mx.${random.word(6)}.example by mail.example.com with ESMTP id ${random.word(10)}; ${new Date().toUTCString()}`,
		`From: ${sender.split('@')[0]?.replace('.', ' ') ?? ''} <${sender}>`,
		'To: support@example.com',
		`Subject: ${subject}`,
		`Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
		...(id === null ? [] : [`Message-ID: ${id}`]),
		...(references.length === 0 ? [] : [`In-Reply-To: ${references.at(-1) ?? ''}`, `References: ${references.join(' ')}`]),
		'MIME-Version: 1.0',
	];
	const lines = boundary === '' ? [...headers, 'Content-Type: text/plain; charset=utf-8', '', text] : [...headers, ...withFile(random, boundary, text)];
	return { mark, sender, subject, messageId: id, folders: [INBOX], thread: thread ?? mark, raw: lines.join('\r\n') };
}

function withFile(random: Random, boundary: string, text: string): string[] {
	const bytes = Buffer.alloc(random.between(2_000, 60_000), random.word(31));
	const encoded = bytes.toString('base64').replace(/(.{76})/g, '$1\r\n');
	return [
		`Content-Type: multipart/mixed; boundary="${boundary}"`,
		'',
		`--${boundary}`,
		'Content-Type: text/plain; charset=utf-8',
		'',
		text,
		`--${boundary}`,
		'Content-Type: application/octet-stream; name="data.bin"',
		'Content-Disposition: attachment; filename="data.bin"',
		'Content-Transfer-Encoding: base64',
		'',
		encoded,
		`--${boundary}--`,
		'',
	];
}

/** New mails of various senders and replies within their conversations, in the order in which they arrive. */
export function drawMails(random: Random): PlannedMail[] {
	const mails: PlannedMail[] = [];
	for (let count = random.between(3, 6); count > 0; count -= 1) {
		const answered = mails.filter(({ messageId }) => messageId !== null);
		if (answered.length > 0 && random.chance(0.35)) mails.push(replyTo(random, random.pick(answered)));
		else mails.push(writeMail(random, { sender: random.pick(SENDERS), subject: `${random.pick(TOPICS)} ${random.word(4)}` }));
	}
	return mails;
}

/** A further mail of the same customer in the same conversation. */
export function replyTo(random: Random, mail: PlannedMail): PlannedMail {
	const subject = `Re: ${mail.subject.replace(/^Re: /, '')}`;
	return writeMail(random, { sender: mail.sender, subject, references: mail.messageId === null ? [] : [mail.messageId], thread: mail.thread });
}

/** The customer's answer to the acknowledgement that the help desk sent. */
export function answerTo(random: Random, mail: PlannedMail, acknowledgement: { subject: string; messageId: string }): PlannedMail {
	const subject = `Re: ${acknowledgement.subject}`;
	return writeMail(random, { sender: mail.sender, subject, references: [acknowledgement.messageId], thread: mail.thread });
}
