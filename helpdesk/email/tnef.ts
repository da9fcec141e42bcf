import { byteReader, EndOfBytes } from './byteReader';
import { decodeBytes } from './charset';
import { expandRtf } from './rtfCompressed';
import { readRtf } from './rtfText';
import { plainLines } from './textPart';
import { readProperties, UNICODE, type TnefProperties, type TnefProperty } from './tnefProperties';

export interface TnefFile {
	/** As Outlook wrote it: not yet safe. */
	name: string;
	/** Lower case; empty when none is given. */
	mimeType: string;
	contentId: string;
	content: Buffer;
}

/** What a winmail.dat holds. */
export interface TnefMessage {
	subject: string;
	text: string;
	html: string;
	files: TnefFile[];
}

const SIGNATURE = 0x223e9f78;
const MAX_FILES = 1_000;
/** A message attached to a message attached to … */
const MAX_DEPTH = 5;

/** Attributes of the stream, MS-OXTNEF 2.1.3.3. */
const ATTRIBUTE = { codePage: 0x69007, body: 0x2800c, subject: 0x18004, properties: 0x69003, newFile: 0x69002, fileName: 0x18010, fileData: 0x6800f, fileProperties: 0x69005 };

/** MAPI property ids, MS-OXPROPS. */
const PROPERTY = {
	subject: 0x0037, body: 0x1000, rtf: 0x1009, html: 0x1013, codePage: 0x3fde,
	displayName: 0x3001, fileData: 0x3701, shortName: 0x3704, method: 0x3705, longName: 0x3707, mimeType: 0x370e, contentId: 0x3712,
};
const EMBEDDED_MESSAGE = 5;

interface OpenFile {
	title: string;
	data: Buffer | null;
	properties: TnefProperties;
}

const charsetOf = (codePage: number): string => (codePage === 65001 ? 'utf-8' : codePage === 20127 ? 'us-ascii' : codePage === 0 ? '' : `windows-${String(codePage)}`);

function untilNul(text: string): string {
	const end = text.indexOf('\u0000');
	return end === -1 ? text : text.slice(0, end);
}

function textOf(property: TnefProperty | undefined, charset: string): string {
	if (property === undefined) return '';
	return untilNul(property.type === UNICODE ? property.value.toString('utf16le') : decodeBytes(property.value, charset));
}

function numberOf(property: TnefProperty | undefined): number {
	return property !== undefined && property.value.length >= 4 ? property.value.readUInt32LE(0) : 0;
}

/** A text with its line ends, and the bytes of an HTML body in the charset that the properties name. */
function bodyOf(properties: TnefProperties, plain: Buffer, charset: string): Pick<TnefMessage, 'text' | 'html'> {
	const html = properties.get(PROPERTY.html);
	const internet = charsetOf(numberOf(properties.get(PROPERTY.codePage))) || charset;
	const rtf = readRtf(expandRtf(properties.get(PROPERTY.rtf)?.value ?? Buffer.alloc(0)));
	const text = textOf(properties.get(PROPERTY.body), charset) || untilNul(decodeBytes(plain, charset));
	return { text: plainLines(text.trim() === '' ? rtf.text : text), html: plainLines(textOf(html, internet) || rtf.html) };
}

function fileOf(open: OpenFile, charset: string, depth: number): TnefFile[] {
	const { properties } = open;
	const given = (id: number): string => textOf(properties.get(id), charset);
	const name = given(PROPERTY.longName) || open.title || given(PROPERTY.shortName) || given(PROPERTY.displayName);
	const object = properties.get(PROPERTY.fileData)?.value;
	if (numberOf(properties.get(PROPERTY.method)) === EMBEDDED_MESSAGE && object !== undefined && depth < MAX_DEPTH) {
		// The 16 bytes in front name the interface that the object answers to.
		const inner = readTnefStream(object.subarray(16), depth + 1);
		if (inner !== null) return filesOfMessage(inner, name);
	}
	const content = open.data ?? object ?? Buffer.alloc(0);
	return [{ name, mimeType: given(PROPERTY.mimeType).toLowerCase(), contentId: given(PROPERTY.contentId).replace(/[<>\s]/g, ''), content }];
}

/** A message within the message: its text becomes a file, and its files stand beside. */
function filesOfMessage({ subject, text, html, files }: TnefMessage, name: string): TnefFile[] {
	const stem = (subject || name || 'message').replace(/[/\\]/g, '-').slice(0, 120);
	const body: TnefFile[] = [];
	if (html !== '') body.push({ name: `${stem}.html`, mimeType: 'text/html', contentId: '', content: Buffer.from(html) });
	else if (text.trim() !== '') body.push({ name: `${stem}.txt`, mimeType: 'text/plain', contentId: '', content: Buffer.from(text) });
	return [...body, ...files];
}

function readTnefStream(source: Buffer, depth: number): TnefMessage | null {
	if (source.length < 6 || source.readUInt32LE(0) !== SIGNATURE) return null;
	const reader = byteReader(source.subarray(6));
	let charset = '';
	let plain: Buffer = Buffer.alloc(0);
	let subject = '';
	let properties: TnefProperties = new Map();
	const open: OpenFile[] = [];
	try {
		while (reader.left() > 0) {
			reader.u8();
			const attribute = reader.u32();
			const length = reader.u32();
			// Cut off in the middle of a file: what is there of it is no file.
			const data = reader.bytes(length);
			const file = open.at(-1);
			if (attribute === ATTRIBUTE.codePage && length >= 4) charset = charsetOf(data.readUInt32LE(0));
			else if (attribute === ATTRIBUTE.subject) subject = untilNul(decodeBytes(data, charset));
			else if (attribute === ATTRIBUTE.body) plain = data;
			else if (attribute === ATTRIBUTE.properties) properties = readProperties(data);
			else if (attribute === ATTRIBUTE.newFile && open.length < MAX_FILES) open.push({ title: '', data: null, properties: new Map() });
			else if (attribute === ATTRIBUTE.fileName && file !== undefined) file.title = untilNul(decodeBytes(data, charset));
			else if (attribute === ATTRIBUTE.fileData && file !== undefined) file.data = data;
			else if (attribute === ATTRIBUTE.fileProperties && file !== undefined) file.properties = readProperties(data);
			reader.u16();
		}
	} catch (error) {
		if (!(error instanceof EndOfBytes)) throw error;
	}
	const files = open.filter((file) => file.data !== null || file.properties.size > 0).flatMap((file) => fileOf(file, charset, depth));
	return { subject: textOf(properties.get(PROPERTY.subject), charset) || subject, ...bodyOf(properties, plain, charset), files: files.slice(0, MAX_FILES) };
}

/**
 * Reads a winmail.dat, in which Outlook and Exchange pack text and attachments (MS-OXTNEF): files with their names and bytes, files of attached messages
 * beside them, and the body as text and as HTML, also out of compressed RTF. Null when it is none; of a damaged one, what comes before the damage.
 * Linear in its size; never throws.
 */
export function readTnef(source: Buffer): TnefMessage | null {
	return readTnefStream(source, 0);
}
