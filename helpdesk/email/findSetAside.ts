import type { AttachmentBytes, SetAside } from './Email';
import type { MimePart } from './mimeTree';
import { mayBeOpened } from './openWrappings';
import { isReportType } from './reports';
import { MARKER_LENGTH } from './setAside';

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;

/** Finds what was left out of a part: a file whose body it was from beginning to end, and which nobody looks into. Undefined for any other part. */
export function findSetAside(setAside: readonly SetAside[]): (part: MimePart) => SetAside | undefined {
	const byMarker = new Map(setAside.map((each) => [each.marker, each]));
	return ({ body, ...part }) => {
		if (byMarker.size === 0 || part.encoding !== 'base64' || isReportType(part.type) || mayBeOpened(part)) return undefined;
		let start = 0;
		let end = body.length;
		while (start < end && isBlank(body[start])) start++;
		while (end > start && isBlank(body[end - 1])) end--;
		const found = byMarker.get(body.toString('latin1', Math.max(start, end - MARKER_LENGTH), end));
		return found?.kept === end - start - MARKER_LENGTH ? found : undefined;
	};
}

/** Whether all that was left out of a message is among its files. If not, it can only be read as a whole. */
export function foundAll(attachments: readonly AttachmentBytes[], setAside: readonly SetAside[] = []): boolean {
	return attachments.filter(({ content }) => !Buffer.isBuffer(content)).length === setAside.length;
}
