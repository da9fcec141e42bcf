/** The part of html-to-text 10 that is used; the package ships no types of its own. */
declare module 'html-to-text' {
	export interface HtmlNode {
		attribs?: Record<string, string>;
		children: HtmlNode[];
	}
	export interface TextBuilder {
		addInline(text: string): void;
		addLiteral(text: string): void;
	}
	export type FormatCallback = (element: HtmlNode, walk: (children: HtmlNode[], builder: TextBuilder) => void, builder: TextBuilder) => void;
	export interface Options {
		wordwrap?: number | false;
		limits?: { maxInputLength?: number; maxDepth?: number; ellipsis?: string };
		formatters?: Record<string, FormatCallback>;
		selectors?: { selector: string; format?: string; options?: Record<string, unknown> }[];
	}
	export function compile(options: Options): (html: string) => string;
}
