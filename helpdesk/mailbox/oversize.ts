import type { MessageStructureObject } from 'imapflow';

/** A part to be read instead of the whole message. */
export interface TextPart {
	/** For `BODY[...]`: `1.2`, or `TEXT` when the message is a single part. */
	section: string;
	type: string;
	charset: string;
	encoding: string;
}

/** Headers that describe the body that is left out. */
const OF_THE_BODY = ['content-type', 'content-transfer-encoding', 'content-disposition', 'content-id', 'content-md5', 'content-length', 'mime-version'];
const TOKEN = /^[\w.+-]{1,60}$/;
const MAX_DEPTH = 50;

/** The text that people wrote: the first text/plain that is no attachment, otherwise the first text/html. Null when there is none. */
export function textPartOf(structure: MessageStructureObject): TextPart | null {
	const texts = leavesOf(structure, 0).filter(({ type, disposition }) => type.startsWith('text/') && disposition?.toLowerCase() !== 'attachment');
	const chosen = ['text/plain', 'text/html'].map((type) => texts.find((leaf) => leaf.type === type)).find((leaf) => leaf !== undefined);
	if (!chosen) return null;
	const charset = chosen.parameters?.charset ?? '';
	const encoding = chosen.encoding ?? '';
	return {
		section: chosen === structure || !chosen.part ? 'TEXT' : chosen.part,
		type: chosen.type,
		charset: TOKEN.test(charset) ? charset : '',
		encoding: TOKEN.test(encoding) ? encoding : '7bit',
	};
}

/**
 * A message in RFC 5322 format out of the original header and one text part: parsers read it like any other, and every header of the original is
 * there but those that described the body that was left out.
 */
export function composeOversize(header: Buffer, part: TextPart | null, text: Buffer): Buffer {
	const charset = part?.charset ? `; charset="${part.charset}"` : '';
	const description = `MIME-Version: 1.0\r\nContent-Type: ${part?.type ?? 'text/plain'}${charset}\r\nContent-Transfer-Encoding: ${part?.encoding ?? '7bit'}\r\n\r\n`;
	return Buffer.concat([keptHeaders(header), Buffer.from(description), text]);
}

function leavesOf(node: MessageStructureObject, depth: number): MessageStructureObject[] {
	if (!node.childNodes?.length) return [node];
	// The text of an attached message is not the text of this one.
	if (depth >= MAX_DEPTH || node.type === 'message/rfc822') return [];
	return node.childNodes.flatMap((child) => leavesOf(child, depth + 1));
}

/** The header lines, byte for byte, without those in `OF_THE_BODY` and without the blank line at the end. */
function keptHeaders(header: Buffer): Buffer {
	const kept: string[] = [];
	let dropping = false;
	for (const line of header.toString('latin1').split(/\r?\n/)) {
		if (line === '') break;
		const folded = line.startsWith(' ') || line.startsWith('\t');
		if (!folded) dropping = OF_THE_BODY.includes(line.slice(0, 64).split(':', 1)[0]?.trim().toLowerCase() ?? '');
		if (!dropping) kept.push(`${line}\r\n`);
	}
	return Buffer.from(kept.join(''), 'latin1');
}
