import { hash } from 'node:crypto';
import type { AttachmentBytes, SetAside } from './Email';
import { decodeHeaderText, oneLine } from './encodedWords';
import { safeFileName, uniqueNames } from './fileNames';
import { extensionOf } from './fileTypes';
import { firstValue, splitMessage } from './headerBlock';
import type { MimePart } from './mimeTree';
import { decodeTransfer } from './transferEncoding';

const EMPTY = Buffer.alloc(0);

/** Content-ID without brackets; empty when there is none. */
export function contentIdOf(part: MimePart): string {
	return oneLine(firstValue(part.fields, 'content-id')).replace(/[<>\s]/g, '').slice(0, 500);
}

/** The name a part gives itself, safe but not yet unique; empty when it gives none. Order of RFC 2183, then what Outlook and web pages use. */
export function ownNameOf(part: Pick<MimePart, 'parameters' | 'dispositionParameters'>): string {
	return safeFileName(part.dispositionParameters['filename'] ?? '') || safeFileName(part.parameters['name'] ?? '');
}

function locationName(part: MimePart): string {
	const location = oneLine(decodeHeaderText(firstValue(part.fields, 'content-location').slice(0, 4_096))).split(/[?#]/, 1)[0] ?? '';
	try {
		return safeFileName(decodeURIComponent(location));
	} catch {
		return safeFileName(location);
	}
}

function subjectName(content: Buffer): string {
	const subject = oneLine(decodeHeaderText(firstValue(splitMessage(content).fields, 'subject').slice(0, 2_000)));
	const stem = safeFileName(subject.slice(0, 120).replace(/[/\\]/g, '-'));
	return stem === '' ? '' : `${stem}.eml`;
}

function nameOf(part: MimePart, content: Buffer, position: number): string {
	const isMessage = part.type === 'message/rfc822' || part.type === 'message/global';
	const own = ownNameOf(part);
	if (own !== '') return isMessage && !/\.[a-z0-9]{1,8}$/i.test(own) ? `${own}.eml` : own;
	return locationName(part) || (isMessage ? subjectName(content) : '') || `file-${String(position)}.${extensionOf(part.type)}`;
}

/**
 * Decodes attachments: bytes, size, SHA-256 and a name that is safe and unique within the message (filename, Content-Type name, Content-Location, subject of an
 * attached message, `file-1.ext`). `shownIds` are the Content-IDs that the HTML shows; these are inline. Of what `findSetAside` finds, size and
 * SHA-256 are known already, and the bytes stay where they are.
 */
export function readAttachments(
	parts: readonly MimePart[],
	shownIds: ReadonlySet<string>,
	checkTime: () => void,
	findSetAside: (part: MimePart) => SetAside | undefined,
): AttachmentBytes[] {
	const unique = uniqueNames();
	return parts.map((part, index) => {
		checkTime();
		const lying = findSetAside(part);
		const content = lying ? EMPTY : decodeTransfer(part.body, part.encoding);
		const contentId = contentIdOf(part);
		const isShownImage = part.disposition === 'inline' && contentId !== '' && part.type.startsWith('image/');
		return {
			info: {
				binary: '',
				fileName: unique(nameOf(part, content, index + 1)),
				mimeType: part.type,
				size: lying?.size ?? content.length,
				sha256: lying?.sha256 ?? hash('sha256', content),
				inline: isShownImage || (contentId !== '' && shownIds.has(contentId)),
				contentId,
				inQuote: false,
			},
			content: lying ?? content,
		};
	});
}
