import { contentIdOf, ownNameOf } from './attachments';
import type { MailSecurity } from './Email';
import type { MimePart } from './mimeTree';
import { isReportType } from './reports';

/** A stretch of the body in reading order: a text, an HTML, or both when they are alternatives of one another. */
export interface BodySegment {
	text: MimePart[];
	html: MimePart[];
}

/** What a message consists of, sorted. */
export interface MessageContent {
	body: BodySegment[];
	attachments: MimePart[];
	reports: MimePart[];
	/** By the structure (RFC 1847); what envelopes and texts say is added by `openWrappings`. */
	security: MailSecurity | null;
}

interface Place {
	inReport: boolean;
	inSigned: boolean;
	inAlternative: boolean;
	/** A resource of the HTML beside it (RFC 2387), never body text itself. */
	isResource: boolean;
	/** No leaf has been met before: a body part may have a name, a later one with a name is a file. */
	isFirst: boolean;
}

const BODY_TYPES: Readonly<Record<string, keyof BodySegment>> = { 'text/plain': 'text', 'text/html': 'html', 'application/xhtml+xml': 'html' };

/** Renderings for other programs (AMP, watches), worth nothing beside the real text. */
const OTHER_RENDERINGS = new Set(['text/x-amp-html', 'text/watch-html', 'text/enriched', 'text/richtext']);

/** Detached signatures, which are worth nothing without the bytes that they sign; outside of multipart/signed they are files like others. */
const SIGNATURES: Readonly<Record<string, MailSecurity['format']>> = {
	'application/pgp-signature': 'pgp',
	'application/pkcs7-signature': 'smime',
	'application/x-pkcs7-signature': 'smime',
};

function bodyKind(part: MimePart, place: Place): keyof BodySegment | undefined {
	if (place.isResource || part.disposition === 'attachment') return undefined;
	const kind = BODY_TYPES[part.type];
	if (kind === undefined || place.inAlternative || place.isFirst) return kind;
	return ownNameOf(part) === '' ? kind : undefined;
}

function isRootOfRelated(related: MimePart, child: MimePart, index: number): boolean {
	const start = (related.parameters['start'] ?? '').replace(/[<>\s]/g, '');
	const named = start !== '' && related.children.some((part) => contentIdOf(part) === start);
	return named ? contentIdOf(child) === start : index === 0;
}

function mergeAlternatives(choices: readonly BodySegment[][]): BodySegment[] {
	const filled = choices.filter((segments) => segments.length > 0);
	const rich = filled.findLast((segments) => segments.some((segment) => segment.html.length > 0));
	const plain = filled.find((segments) => segments.every((segment) => segment.html.length === 0));
	// Several plain texts are no renderings of one another: senders who mean mixed write alternative, and none of them may be lost.
	if (rich === undefined) return filled.flat();
	const plainParts = plain?.flatMap((segment) => segment.text) ?? [];
	if (plainParts.length === 0) return rich;
	if (rich.length === 1) return [{ text: plainParts, html: rich.flatMap((segment) => segment.html) }];
	// Apple Mail: the HTML comes in pieces around its attachments, the plain text in one. Pieces of both kinds keep their order as HTML.
	return [{ text: plainParts, html: rich.flatMap((segment) => (segment.html.length > 0 ? segment.html : segment.text)) }];
}

/**
 * Sorts the parts of a message into body, attachments and reports (RFC 2046, 2387, 6522). Parts of a report are reports only; a calendar part in an
 * alternative is a report only, elsewhere also a file; an attached message is a file, and its header a report too.
 */
export function sortContent(root: MimePart, keepSignatures = false): MessageContent {
	const content: MessageContent = { body: [], attachments: [], reports: [], security: null };
	let leaves = 0;

	const visitLeaf = (part: MimePart, place: Place): BodySegment[] => {
		const kind = bodyKind(part, { ...place, isFirst: leaves++ === 0 });
		if (kind === 'text') return [{ text: [part], html: [] }];
		if (kind === 'html') return [{ text: [], html: [part] }];
		const signature = place.inSigned ? SIGNATURES[part.type] : undefined;
		if (signature !== undefined) {
			content.security ??= { kind: 'signed', format: signature };
			if (!keepSignatures) return [];
		}
		// Holds a version number; what is encrypted stands beside it (RFC 3156 section 4), whatever Exchange made of the structure.
		if (part.type === 'application/pgp-encrypted') {
			content.security = { kind: 'encrypted', format: 'pgp' };
			return [];
		}
		if (isReportType(part.type)) {
			content.reports.push(part);
			const isFile = part.type === 'message/rfc822' || part.type === 'message/global' || ownNameOf(part) !== '' || part.disposition === 'attachment';
			if (place.inReport || !isFile || (place.inAlternative && part.disposition !== 'attachment')) return [];
		}
		if (place.inAlternative && OTHER_RENDERINGS.has(part.type)) return [];
		content.attachments.push(part);
		return [];
	};

	const visit = (part: MimePart, place: Place): BodySegment[] => {
		if (part.children.length === 0) return part.type.startsWith('multipart/') ? [] : visitLeaf(part, place);
		if (part.type === 'multipart/alternative') {
			const merged = mergeAlternatives(part.children.map((child) => visit(child, { ...place, inAlternative: true })));
			if (merged.length === 0) content.attachments.push(...part.children.filter((child) => OTHER_RENDERINGS.has(child.type)));
			return merged;
		}
		const inside: Place = { ...place, inAlternative: false, inReport: place.inReport || part.type === 'multipart/report', inSigned: part.type === 'multipart/signed' };
		if (part.type === 'multipart/related') {
			return part.children.flatMap((child, index) =>
				visit(child, { ...inside, isResource: !isRootOfRelated(part, child, index), inAlternative: place.inAlternative }),
			);
		}
		return part.children.flatMap((child) => visit(child, inside));
	};

	content.body = visit(root, { inReport: false, inSigned: false, inAlternative: false, isResource: false, isFirst: true });
	return content;
}
