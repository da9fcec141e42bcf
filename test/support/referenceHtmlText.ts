import { dirname } from 'node:path';
import type { FormatCallback, Options } from 'html-to-text';
import { limitDeepNesting } from '../../helpdesk/email/limitNesting';

type Library = typeof import('html-to-text');

const MAX_INPUT = 2_000_000;

const formatCell: FormatCallback = (element, walk, builder) => {
	walk(element.children, builder);
	builder.addLiteral(' ');
};

const formatImage: FormatCallback = (element, _walk, builder) => {
	const alternative = element.attribs?.['alt']?.trim() ?? '';
	if (alternative !== '') builder.addInline(`[${alternative}]`);
};

const OPTIONS: Options = {
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
};

function textBy({ compile }: Library): (html: string) => string {
	const toText = compile(OPTIONS);
	return (html) => {
		const text = toText(limitDeepNesting(html.slice(0, MAX_INPUT)));
		const lines = text.replaceAll('\u00a0', ' ').replaceAll('\u0000', '').split('\n');
		return lines.map((line) => line.trimEnd()).join('\n').trim();
	};
}

/** html-to-text stands on an older htmlparser2 than we do: with this one, what differs is not the parser's. */
function libraryOnOurParser(): Library {
	const itsParser = require.resolve('htmlparser2', { paths: [dirname(require.resolve('html-to-text'))] });
	const ours: unknown = jest.requireActual<object>('htmlparser2');
	let library: Library | undefined;
	jest.isolateModules(() => {
		jest.doMock(itsParser, () => ours);
		library = jest.requireActual<Library>('html-to-text');
		jest.dontMock(itsParser);
	});
	if (library === undefined) throw new Error('html-to-text was not loaded.');
	return library;
}

/** What `htmlToText` must give, by the well-known library. */
export const textByLibrary = textBy(jest.requireActual<Library>('html-to-text'));

/** The same, where both understand broken HTML in the same way. */
export const textByLibraryOnOurParser = textBy(libraryOnOurParser());
