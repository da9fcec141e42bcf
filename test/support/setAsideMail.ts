import { base64Decoder } from '../../helpdesk/email/base64';
import type { ParsedEmail } from '../../helpdesk/email/Email';
import { foundAll } from '../../helpdesk/email/findSetAside';
import { splitMessage } from '../../helpdesk/email/headerBlock';
import { splitter, type Skeleton } from '../../helpdesk/email/setAside';
import { parse } from '../unit/email/sources';

export interface Sizes {
	piece: number;
	/** As in the package where left out. */
	least?: number;
	keep?: number;
}

/** What a message is split into when it comes in pieces of this many bytes. */
export function splitIn(source: Buffer, { piece, least, keep }: Sizes): Skeleton {
	const split = splitter(least, keep);
	// One buffer for all pieces: nothing of it may be held.
	const buffer = Buffer.alloc(piece);
	for (let start = 0; start < source.length; start += piece) split.add(buffer.subarray(0, source.copy(buffer, 0, start, start + piece)));
	return split.end();
}

/** All that is read out of a message, with the bytes of its files; what was set aside is taken from `source` as it is from the disk. */
function contentOf({ facts, textOfHtml, reportParts, attachments }: ParsedEmail, source: Buffer): unknown {
	const bytes = attachments.map(({ content }) => {
		if (Buffer.isBuffer(content)) return Buffer.from(content);
		const decoder = base64Decoder();
		const { offset, length } = content;
		const pieces: Buffer[] = [];
		for (let start = offset; start < offset + length; start += 1_000) decoder.add(source.subarray(start, Math.min(start + 1_000, offset + length)), (some) => void pieces.push(Buffer.from(some)));
		return Buffer.concat([...pieces, decoder.end()]);
	});
	return { facts, textOfHtml, reportParts, bytes };
}

export interface Comparison {
	setAside: number;
	/** Everything that was set aside is a file; otherwise the whole message is read, as ever. */
	foundAll: boolean;
	whole: unknown;
	split: unknown;
}

/** Reads a message whole and split. Where pieces of the text are smaller than in the package, the identity is made of the same bytes all the same. */
export async function readBothWays(source: Buffer, sizes: Sizes): Promise<Comparison> {
	const { bodyStart, source: lines } = splitMessage(source);
	const context = { size: source.length, keepSignatures: true, ...(sizes.keep === undefined ? {} : { bodyPrefix: lines.subarray(bodyStart, bodyStart + 2_048) }) };
	const whole = await parse(source, context);
	const { source: skeleton, setAside } = splitIn(source, sizes);
	const split = await parse(skeleton, { ...context, setAside });
	return { setAside: setAside.length, foundAll: foundAll(split.attachments, setAside), whole: contentOf(whole, source), split: contentOf(split, source) };
}
