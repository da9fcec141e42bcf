import { compile, type FormatCallback } from 'html-to-text';
import { ChunkedText } from './chunkedText';
import { limitDeepNesting } from './limitNesting';

const MAX_INPUT = 2_000_000;

/** Cells of a row stand in one line, a blank apart: a table for layout reads like text, a table of data stays readable. */
const formatCell: FormatCallback = (element, walk, builder) => {
	walk(element.children, builder);
	builder.addLiteral(' ');
};

const formatImage: FormatCallback = (element, _walk, builder) => {
	const alternative = element.attribs?.['alt']?.trim() ?? '';
	if (alternative !== '') builder.addInline(`[${alternative}]`);
};

const toText = compile({
	wordwrap: false,
	limits: { maxInputLength: MAX_INPUT, maxDepth: 500, ellipsis: '…' },
	formatters: { cell: formatCell, alternative: formatImage },
	selectors: [
		{ selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['<', '>'], noAnchorUrl: true } },
		{ selector: 'img', format: 'alternative' },
		{ selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
		{ selector: 'td', format: 'cell' },
		{ selector: 'th', format: 'cell' },
		{ selector: 'hr', options: { length: 40 } },
		...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
	],
});

/**
 * HTML as plain text, for reading and for the text part of a sent mail: paragraphs apart, quotes with `> `, links as `text <address>`, pictures by their
 * alternative text, table rows as lines. Reads at most 2 million characters and 500 levels. Never throws.
 */
export function htmlToText(html: string): string {
	try {
		const text = toText(limitDeepNesting(html.slice(0, MAX_INPUT)));
		return withoutBlankEnds(text.replace(/\u00a0/g, ' ').replaceAll('\u0000', '')).trim();
	} catch {
		return withoutTags(html.slice(0, MAX_INPUT));
	}
}

/** Line by line, for there may be 100,000 of them, which in a list would all be kept until the last is done. */
function withoutBlankEnds(text: string): string {
	const lines = new ChunkedText('\n');
	for (let start = 0; start <= text.length; ) {
		const feed = text.indexOf('\n', start);
		const end = feed === -1 ? text.length : feed;
		lines.add(text.slice(start, end).trimEnd());
		start = end + 1;
	}
	return lines.toString();
}

/** The crude way, for HTML that the library cannot walk: better than an empty text. */
function withoutTags(html: string): string {
	return html.replace(/<[^<>]{0,10000}>/g, ' ').replace(/\s+/g, ' ').trim();
}
