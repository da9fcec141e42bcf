import type { SentMail } from '../runner/smtpSink';

/** What the placeholders of a demo mail are filled with. */
export interface TemplateValues {
	/** Makes the Message-IDs of this run its own. */
	unique: string;
	now: Date;
	/** The acknowledgement that this mail answers or refers to. */
	acknowledgement: SentMail | null;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number) => String(value).padStart(2, '0');

/** RFC 5322 section 3.3, in the given zone, e.g. `+0100`. */
export function mailDate(at: Date, zone: string): string {
	const sign = zone.startsWith('-') ? -1 : 1;
	const minutes = sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)));
	const local = new Date(at.getTime() + minutes * 60_000);
	const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':');
	return `${DAYS[local.getUTCDay()]}, ${local.getUTCDate()} ${MONTHS[local.getUTCMonth()]} ${local.getUTCFullYear()} ${time} ${zone}`;
}

/** RFC 2047: encoded words of at most 75 characters, cut between characters, folded. Pure ASCII stays as it is. */
export function encodeHeaderText(text: string): string {
	if (/^[\x20-\x7e]*$/.test(text)) return text;
	const words: string[] = [''];
	for (const character of text) {
		const longer = `${words.at(-1) ?? ''}${character}`;
		if (Buffer.byteLength(longer) > 42) words.push(character);
		else words[words.length - 1] = longer;
	}
	return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\n ');
}

function header(raw: Buffer): string {
	const text = raw.toString('utf8').replace(/\r\n/g, '\n');
	return text.slice(0, Math.max(0, text.indexOf('\n\n')));
}

const FROM_ACKNOWLEDGEMENT: Record<string, (mail: SentMail) => string> = {
	subject: (mail) => encodeHeaderText(mail.subject),
	messageId: (mail) => mail.messageId,
	references: (mail) => [...mail.references, mail.messageId].join('\n '),
	quotedText: (mail) => mail.text.trimEnd().split('\n').map((line) => (line === '' ? '>' : `> ${line}`)).join('\n'),
	html: (mail) => mail.html || `<pre>${mail.text}</pre>`,
	header: (mail) => header(mail.raw),
};

/** The bytes of a demo mail: placeholders filled in, lines ended by CRLF. Throws for a placeholder that cannot be filled. */
export function composeMail(template: string, values: TemplateValues): Buffer {
	const filled = template.replace(/\{\{(\w+)(?:\.(\w+))?(?: ([+-]\d{4}))?\}\}/g, (whole, name: string, part: string | undefined, zone: string | undefined) => {
		if (name === 'unique') return values.unique;
		if (name === 'date' && zone) return mailDate(values.now, zone);
		const fill = name === 'ack' ? FROM_ACKNOWLEDGEMENT[part ?? ''] : undefined;
		if (!fill) throw new Error(`The placeholder ${whole} is not known.`);
		if (!values.acknowledgement) throw new Error(`The placeholder ${whole} needs an acknowledgement, and there is none.`);
		return fill(values.acknowledgement);
	});
	return Buffer.from(filled.replace(/\r?\n/g, '\r\n'), 'utf8');
}
