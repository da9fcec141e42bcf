import type { NewFile } from '../Desk';
import type { VtigerRecord } from './client';
import type { VtigerFeatures } from './versions';

/** First bytes of what PHP never takes for a picture: PDF, ZIP (and so Office), gzip, the older Office, RTF. */
const DOCUMENTS = ['25504446', '504b0304', '1f8b08', 'd0cf11e0', '7b5c727466'];

/** First bytes of the pictures that Vtiger takes, and how their type must be called. */
const PICTURES: Array<{ start: string; type: RegExp }> = [
	{ start: 'ffd8ff', type: /^image\/p?jpe?g$/i },
	{ start: '89504e47', type: /^image\/(?:x-)?png$/i },
	{ start: '47494638', type: /^image\/gif$/i },
];

const LOOKED_AT = 4096;
/** Text that PHP takes for a picture: SVG, XPM, and the netpbm family. */
const DRAWN_IN_TEXT = /<svg|XPM|^P[1-7]\s/i;

/** Control characters beside tabs, ends of lines, and the escape of Japanese mail. */
const isOfNoText = (byte: number): boolean => byte < 9 || (byte > 13 && byte < 32 && byte !== 27);

/**
 * Whether every Vtiger keeps this file as it is. It drops, without a word, what PHP takes for a picture and Vtiger for none: of an unknown kind, of another type than
 * was said, or with `<?` in it (captures 80h, 80j).
 */
export function isSurelyKept({ content, mimeType }: NewFile): boolean {
	const start = content.subarray(0, 16).toString('hex');
	if (DOCUMENTS.some((document) => start.startsWith(document))) {
		return true;
	}
	const picture = PICTURES.find((each) => start.startsWith(each.start));
	if (picture) {
		return picture.type.test(mimeType) && !content.includes('<?');
	}
	const beginning = content.subarray(0, LOOKED_AT);
	return !beginning.some(isOfNoText) && !DRAWN_IN_TEXT.test(beginning.toString('latin1'));
}

/**
 * Whether the document has its file. Vtiger answers success also when it dropped it: only the id of the attachment shows that it is there. Others show no more
 * than that PHP has received it, so to them only files that are surely kept are sent as they are.
 */
export function hasFile(record: VtigerRecord, { showsAttachments }: VtigerFeatures): boolean {
	return showsAttachments ? (record.imageattachmentids ?? '') !== '' : (record.filename ?? '') !== '' && Number(record.filesize) > 0;
}
