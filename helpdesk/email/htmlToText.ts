import { Parser } from 'htmlparser2';
import { HtmlTextReader } from './htmlTextReader';
import { limitDeepNesting } from './limitNesting';
import { ListWidths } from './listMarks';
import { QuickTokenizer } from './quickTokenizer';

const MAX_INPUT = 2_000_000;

/** Characters; above what an item keeps, which so knows that there was more. Only quotes in quotes and lists in lists, with their margins, make so many. */
const MAX_TEXT = 6_000_000;

function read(html: string, widths: ListWidths): HtmlTextReader {
	const reader = new HtmlTextReader(widths, MAX_TEXT);
	const parser = new Parser(reader, { Tokenizer: QuickTokenizer });
	parser.write(html);
	parser.end();
	return reader;
}

/**
 * HTML as plain text, for reading and for the text part of a sent mail: paragraphs apart, quotes with `> `, links as `text <address>`, pictures by their
 * alternative text, table rows as lines. Reads at most 2 million characters and 500 levels. Never throws.
 */
export function htmlToText(html: string): string {
	const source = limitDeepNesting(html.slice(0, MAX_INPUT));
	const widths = new ListWidths();
	const reader = read(source, widths);
	return (widths.isWrong ? read(source, widths.corrected()) : reader).toString();
}
