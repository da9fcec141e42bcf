import { decodeBytes } from '../../helpdesk/email/charset';
import { splitMessage } from '../../helpdesk/email/headerBlock';
import { readMimeTree, type MimePart } from '../../helpdesk/email/mimeTree';
import { decodeTransfer } from '../../helpdesk/email/transferEncoding';

/** The same mail in other bytes, as other servers and programs would have written or passed it on. Null where it cannot be written so. */
export type Remake = (source: Buffer) => Buffer | null;

const latin = (source: Buffer): string => source.toString('latin1');
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

interface HeadAndBody {
	/** Without the blank line; line ends are LF, fields may be folded. */
	head: string;
	body: Buffer;
}

/** Null for what has no header, or one that ends without a blank line: there, a field more would change what is body. */
function headAndBody(source: Buffer): HeadAndBody | null {
	const { source: lines, bodyStart, fields } = splitMessage(source);
	const head = latin(lines.subarray(0, bodyStart)).replace(/\r\n/g, '\n');
	if (fields.length === 0 || !head.endsWith('\n\n') || /^(?:From |>From |\n)/.test(head)) return null;
	return { head: head.slice(0, -1), body: lines.subarray(bodyStart) };
}

const joined = ({ head, body }: HeadAndBody): Buffer => Buffer.concat([bytes(`${head}\n`), body]);

function changedHead(source: Buffer, change: (head: string) => string): Buffer | null {
	const parts = headAndBody(source);
	return parts === null ? null : joined({ ...parts, head: change(parts.head) });
}

/** Fields whose name begins with `content-`, and the others. */
function contentFields(head: string): { content: string; others: string } {
	const fields = head.match(/^[^\n]*\n(?:[ \t][^\n]*\n)*/gm) ?? [];
	const isContent = (field: string): boolean => /^content-/i.test(field);
	return { content: fields.filter(isContent).join(''), others: fields.filter((field) => !isContent(field)).join('') };
}

function inMultipart(source: Buffer, type: string): Buffer | null {
	const parts = headAndBody(source);
	if (parts === null) return null;
	const { content, others } = contentFields(parts.head);
	const open = `${others}Content-Type: ${type}; boundary="=_remade"\n\n--=_remade\n${content}\n`;
	return Buffer.concat([bytes(open), parts.body, bytes('\n--=_remade--\n')]);
}

const wrapped = (text: string): string => text.replace(/.{76}/g, '$&\n');

function quotedPrintable(content: Buffer): string {
	const lines = latin(content).split('\n').map((line) => {
		const tokens = Array.from(line, (char, at) => (/[\x21-\x3c\x3e-\x7e]/.test(char) || (char === ' ' && at < line.length - 1) ? char : `=${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`));
		let length = 0;
		return tokens.map((token) => {
			const breaks = length + token.length > 72;
			length = breaks ? token.length : length + token.length;
			return breaks ? `=\n${token}` : token;
		}).join('');
	});
	return lines.join('\n');
}

/** How a text is written anew: the fields that say so, and its bytes; null where it cannot be. */
type WriteText = (text: string) => { charset: string; encoding: string; body: Buffer } | null;

const nothing = (): void => undefined;

/** Every text of a mail written anew, whatever the depth; files, reports and flowed texts stay as they are. Null where there is none, or no structure to keep. */
function withTexts(source: Buffer, write: WriteText): Buffer | null {
	const parts = headAndBody(source);
	if (parts === null) return null;
	const tree = readMimeTree(splitMessage(source), nothing);
	if (tree.broken) return null;
	let count = 0;

	const written = (part: MimePart): { fields: string; body: Buffer } | null => {
		const kept = part.fields.filter(({ name }) => name.startsWith('content-') && name !== 'content-transfer-encoding' && name !== 'content-type');
		const fieldsOf = (type: string, encoding: string): string =>
			[...kept.map(({ name, value }) => `${name}: ${value}`), `Content-Type: ${type}`, ...(encoding === '' ? [] : [`Content-Transfer-Encoding: ${encoding}`])].join('\n');
		if (part.children.length > 0) {
			const boundary = `=_again${String(count++)}`;
			const children = part.children.map(written);
			if (children.includes(null)) return null;
			const inside = children.flatMap((child) => [bytes(`--${boundary}\n${child?.fields ?? ''}\n\n`), child?.body ?? Buffer.alloc(0), bytes('\n')]);
			const parameters = Object.entries(part.parameters).filter(([name]) => ['type', 'report-type', 'protocol', 'start'].includes(name)).map(([name, value]) => `; ${name}="${value}"`);
			return { fields: fieldsOf(`${part.type}${parameters.join('')}; boundary="${boundary}"`, ''), body: Buffer.concat([...inside, bytes(`--${boundary}--\n`)]) };
		}
		const isText = (part.type === 'text/plain' || part.type === 'text/html') && part.disposition !== 'attachment' && part.parameters['format'] === undefined && part.parameters['name'] === undefined;
		const type = part.fields.find(({ name }) => name === 'content-type')?.value ?? '';
		const encoding = part.fields.find(({ name }) => name === 'content-transfer-encoding')?.value ?? '';
		if (!isText) return type === '' ? null : { fields: fieldsOf(type, encoding), body: part.body };
		const text = decodeBytes(decodeTransfer(part.body, part.encoding), part.parameters['charset'] ?? 'us-ascii').replace(/\r\n?/g, '\n');
		const made = write(text);
		if (made === null) return null;
		count++;
		return { fields: fieldsOf(`${part.type}; charset=${made.charset}`, made.encoding), body: made.body };
	};

	const made = written(tree.root);
	return made === null || count === 0 ? null : joined({ head: `${contentFields(parts.head).others}${made.fields}\n`, body: made.body });
}

const isLatin = (text: string): boolean => /^[\n\t\x20-\x7e\xa0-\xff]*$/.test(text);

/** Encoded words of one line each, written with the other encoding. */
function otherWords(head: string): string {
	return head.replace(/=\?([\w-]+)\?([BQ])\?([^?\s]*)\?=/gi, (whole, charset: string, kind: string, text: string) => {
		if (/^q$/i.test(kind)) {
			const raw = text.replace(/_/g, ' ').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
			return `=?${charset}?B?${bytes(raw).toString('base64')}?=`;
		}
		if (!/^[\w+/]+={0,2}$/.test(text)) return whole;
		return `=?${charset}?Q?${[...Buffer.from(text, 'base64')].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')}?=`;
	});
}

/** Ways in which a mail may be written differently and must be understood the same. */
export const REMAKES: Readonly<Record<string, Remake>> = {
	'line ends are LF': (source) => bytes(latin(source).replace(/\r\n/g, '\n')),
	'line ends are CRLF': (source) => bytes(latin(source).replace(/\r?\n/g, '\r\n')),
	'a server more has passed it on': (source) => changedHead(source, (head) => `Received: from mx.example by mail.example with ESMTPS id 1;\n\tTue, 5 Mar 2024 10:12:00 +0000\nX-Spam-Status: No, score=-1.0\n${head}`),
	'names of fields are in capitals': (source) => changedHead(source, (head) => head.replace(/^[\w-]+(?=:)/gm, (name) => name.toUpperCase())),
	'names of fields are in small letters': (source) => changedHead(source, (head) => head.replace(/^[\w-]+(?=:)/gm, (name) => name.toLowerCase())),
	'fields are folded with tabs': (source) => changedHead(source, (head) => head.replace(/\n[ \t]+(?=\S)/g, '\n\t')),
	'fields are not folded': (source) => changedHead(source, (head) => head.replace(/\n[ \t]+(?=\S)/g, ' ')),
	'words of the header are in the other encoding': (source) => changedHead(source, otherWords),
	'a list of parts holds it alone': (source) => inMultipart(source, 'multipart/mixed'),
	'two lists of parts hold it, one in the other': (source) => {
		const once = inMultipart(source, 'multipart/mixed');
		return once === null ? null : inMultipart(Buffer.from(latin(once).replaceAll('=_remade', '=_inner'), 'latin1'), 'multipart/mixed');
	},
	'texts are UTF-8 in base64': (source) => withTexts(source, (text) => ({ charset: 'utf-8', encoding: 'base64', body: bytes(wrapped(Buffer.from(text.replace(/\n/g, '\r\n')).toString('base64'))) })),
	'texts are UTF-8 in quoted-printable': (source) => withTexts(source, (text) => ({ charset: 'UTF-8', encoding: 'Quoted-Printable', body: bytes(quotedPrintable(Buffer.from(text))) })),
	'texts are raw UTF-8': (source) => withTexts(source, (text) => (/^--/m.test(text) ? null : { charset: '"utf-8"', encoding: '8bit', body: Buffer.from(text) })),
	'texts are UTF-16': (source) => withTexts(source, (text) => ({ charset: 'utf-16le', encoding: 'base64', body: bytes(wrapped(Buffer.from(text, 'utf16le').toString('base64'))) })),
	'texts are windows-1252': (source) => withTexts(source, (text) => (isLatin(text) ? { charset: 'windows-1252', encoding: 'quoted-printable', body: bytes(quotedPrintable(Buffer.from(text, 'latin1'))) } : null)),
};
