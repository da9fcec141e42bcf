/** Far above what mail programs make, even in a thread of hundreds of replies. */
const MAX_DEPTH = 1_000;

/** Elements that hold nothing, or that parsers close by themselves when the next of the kind opens: they do not nest. */
const NOT_NESTING = new Set([
	'area', 'base', 'br', 'col', 'dd', 'dt', 'embed', 'hr', 'img', 'input', 'li', 'link', 'meta', 'option', 'p', 'param', 'source', 'td', 'th', 'tr', 'track', 'wbr',
]);

const TAG_NAME = /^<(\/?)([a-z][a-z0-9:-]{0,40})/i;

/**
 * Drops the tags of elements that stand more than 1,000 deep, keeping their text. HTML parsers keep a stack of open elements and search or shift it at
 * every tag, so that a megabyte of `<b>` takes them minutes. Linear; HTML that is not hostile comes back as it is.
 */
export function limitNesting(html: string): string {
	let depth = 0;
	let dropped = 0;
	let kept = 0;
	const pieces: string[] = [];
	for (let start = html.indexOf('<'); start !== -1; ) {
		const end = html.indexOf('>', start);
		if (end === -1) break;
		const tag = TAG_NAME.exec(html.slice(start, start + 50));
		if (tag !== null && !NOT_NESTING.has((tag[2] ?? '').toLowerCase())) {
			const closes = tag[1] === '/';
			const drop = closes ? dropped > 0 : depth >= MAX_DEPTH;
			if (drop) {
				pieces.push(html.slice(kept, start));
				kept = end + 1;
				dropped += closes ? -1 : 1;
			} else {
				depth = Math.max(0, depth + (closes ? -1 : 1));
			}
		}
		start = html.indexOf('<', end);
	}
	return kept === 0 ? html : pieces.join('') + html.slice(kept);
}
