import { readAppleFile } from './appleFile';
import { ownNameOf } from './attachments';
import { decodeBytes } from './charset';
import { readCmsEnvelope } from './cmsEnvelope';
import { sortContent, type BodySegment, type MessageContent } from './content';
import type { MailSecurity } from './Email';
import { typeOfFileName } from './fileTypes';
import { splitMessage } from './headerBlock';
import { madePart, readMimeTree, type MimePart } from './mimeTree';
import { readPgpText } from './pgpArmour';
import { readTnef } from './tnef';
import { decodeTransfer } from './transferEncoding';
import { splitUuencoded } from './uuencode';

export interface OpenedContent extends MessageContent {
	/** Body of a winmail.dat, for a mail that has no other. */
	fallback: BodySegment[];
	/** The whole text is encrypted: nothing of it can be shown. */
	isSealed: boolean;
}

const ENVELOPES = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime']);
const TNEF_TYPES = new Set(['application/ms-tnef', 'application/vnd.ms-tnef']);
/** A signed message in a signed message in …; what is deeper stays a file. */
const MAX_DEPTH = 5;
const MAX_FILES = 2_000;

const bytesOf = (part: MimePart): Buffer => decodeTransfer(part.body, part.encoding);

function secured(opened: OpenedContent, found: MailSecurity): void {
	if (opened.security?.kind !== 'encrypted') opened.security = found;
}

/** What an opener goes by. */
type Described = Pick<MimePart, 'type' | 'parameters' | 'dispositionParameters'>;

const isTnef = (part: Described): boolean => TNEF_TYPES.has(part.type) || /^win(?:mail)?\.dat$/i.test(ownNameOf(part));
const isEnvelope = (part: Described): boolean => ENVELOPES.has(part.type) || /\.p7m$/i.test(ownNameOf(part));
const isAppleFile = (part: Described): boolean => part.type === 'application/applefile' || part.type === 'application/x-applefile';

/** Whether something is looked for in the bytes of such a file. */
export function mayBeOpened(part: Described): boolean {
	return isTnef(part) || isEnvelope(part) || isAppleFile(part);
}

/** Returns whether the part was one, and needs not be offered any more. */
type Opener = (part: MimePart, opened: OpenedContent, depth: number, checkTime: () => void) => boolean;

const openTnef: Opener = (part, opened) => {
	if (!isTnef(part)) return false;
	const message = readTnef(bytesOf(part));
	if (message === null) return false;
	for (const { name, mimeType, contentId, content } of message.files) {
		const type = /^[a-z0-9.+-]{1,80}\/[a-z0-9.+-]{1,80}$/.test(mimeType) ? mimeType : typeOfFileName(name);
		opened.attachments.push(madePart({ type, name, contentId, content }));
	}
	const text = message.text.trim() === '' ? [] : [bodyPart('text/plain', message.text)];
	const html = message.html.trim() === '' ? [] : [bodyPart('text/html', message.html)];
	if (text.length > 0 || html.length > 0) opened.fallback.push({ text, html });
	return message.files.length > 0 || text.length > 0 || html.length > 0;
};

function bodyPart(type: string, text: string): MimePart {
	return { ...madePart({ type, content: Buffer.from(text) }), parameters: { charset: 'utf-8' } };
}

const openEnvelope: Opener = (part, opened, depth, checkTime) => {
	if (!isEnvelope(part)) return false;
	const envelope = readCmsEnvelope(bytesOf(part));
	if (envelope === null || envelope.kind === 'certificates') return false;
	secured(opened, { kind: envelope.kind === 'signed' ? 'signed' : 'encrypted', format: 'smime' });
	if (envelope.content === null || depth >= MAX_DEPTH) return false;
	const inner = openAt(sortContent(readMimeTree(splitMessage(envelope.content), checkTime).root), depth + 1, checkTime);
	opened.body.push(...inner.body);
	opened.attachments.push(...inner.attachments);
	opened.reports.push(...inner.reports);
	opened.fallback.push(...inner.fallback);
	if (inner.security !== null) secured(opened, inner.security);
	return true;
};

const openAppleFile: Opener = (part, opened) => {
	if (!isAppleFile(part)) return false;
	const file = readAppleFile(bytesOf(part));
	if (file === null) return false;
	if (file === 'resource-fork') return true;
	const name = ownNameOf(part) || decodeBytes(Buffer.from(file.name, 'latin1'), 'macintosh');
	opened.attachments.push(madePart({ type: typeOfFileName(name), name, content: file.data }));
	return true;
};

const OPENERS: readonly Opener[] = [openTnef, openEnvelope, openAppleFile];

/** A text part without the files and the armour in it; the same part where there are none. */
function openText(part: MimePart, opened: OpenedContent): MimePart {
	let current = part;
	let bytes = bytesOf(part);
	const split = splitUuencoded(bytes);
	if (split !== null) {
		for (const { name, content } of split.files) {
			const readable = decodeBytes(Buffer.from(name, 'latin1'), part.parameters['charset'] ?? '');
			opened.attachments.push(madePart({ type: typeOfFileName(name), name: readable, content }));
		}
		bytes = split.text;
		current = { ...part, body: bytes, encoding: '' };
	}
	const pgp = readPgpText(bytes);
	if (pgp === null) return current;
	secured(opened, { kind: pgp.kind, format: 'pgp' });
	opened.isSealed ||= pgp.isAll;
	return pgp.kind === 'signed' ? { ...current, body: pgp.text, encoding: '' } : current;
}

function openAt(content: MessageContent, depth: number, checkTime: () => void): OpenedContent {
	const opened: OpenedContent = { ...content, attachments: [], fallback: [], isSealed: false };
	for (const part of content.attachments) {
		checkTime();
		const isOpen = opened.attachments.length < MAX_FILES && OPENERS.some((open) => open(part, opened, depth, checkTime));
		if (!isOpen) opened.attachments.push(part);
	}
	if (depth > 0) return opened;
	opened.body = opened.body.map(({ text, html }) => {
		checkTime();
		return { text: text.map((part) => openText(part, opened)), html };
	});
	return opened;
}

/**
 * Opens what mail programs wrap content in, so that an item holds what its sender attached: winmail.dat (TNEF), S/MIME envelopes that are only signed,
 * AppleSingle and AppleDouble, uuencoded files and clear PGP signatures in the text. What cannot be opened stays an attachment.
 */
export function openWrappings(content: MessageContent, checkTime: () => void): OpenedContent {
	return openAt(content, 0, checkTime);
}
