/** Elements a mail may show. Anything else is dropped, its text kept; see `TEXTLESS_TAGS` for those whose text goes too. */
export const ALLOWED_TAGS: ReadonlySet<string> = new Set([
	'a', 'abbr', 'address', 'article', 'aside', 'b', 'big', 'blockquote', 'br', 'caption', 'center', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'dfn',
	'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'font', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'main',
	'mark', 'nav', 'ol', 'p', 'pre', 'q', 's', 'samp', 'section', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead',
	'time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr',
]);

export const TEXTLESS_TAGS: ReadonlySet<string> = new Set([
	'script', 'style', 'textarea', 'option', 'noscript', 'title', 'iframe', 'object', 'embed', 'applet', 'template', 'svg', 'math', 'xml',
]);

/** Elements that hold nothing and are written as one tag. */
export const EMPTY_TAGS: ReadonlySet<string> = new Set(['img', 'br', 'hr', 'col']);

/** Attributes kept as text, in the order in which they are written. `id` and `class` are how mail programs mark what they quote (`divRplyFwdMsg`, `gmail_quote`). */
export const PLAIN_ATTRIBUTES: readonly string[] = [
	'id', 'class', 'dir', 'lang', 'title', 'alt', 'align', 'valign', 'width', 'height', 'border', 'cellpadding', 'cellspacing', 'colspan', 'rowspan', 'color', 'face',
	'size', 'bgcolor', 'type', 'start', 'value', 'nowrap', 'datetime',
	// By these Zimbra, Windows Mail and Mail.ru mark what they quote and sign.
	'data-marker', 'data-signatureblock', 'data-signature-widget',
];

/** These mean something without a value; of the others nothing is left when it is empty. */
export const BARE_ATTRIBUTES: ReadonlySet<string> = new Set([
	'align', 'valign', 'border', 'cellpadding', 'cellspacing', 'face', 'bgcolor', 'nowrap', 'data-marker', 'data-signatureblock', 'data-signature-widget',
]);

/** `name` of a `div` by which GMX and Spark mark what they quote and sign, in lower case; no other name is kept. */
export const MARKING_NAMES: ReadonlySet<string> = new Set(['quote', 'messagesignaturesection', 'messagereplysection']);

/** CSS properties kept in `style`; none of them loads anything or leaves its place. */
export const STYLE_PROPERTIES: ReadonlySet<string> = new Set([
	'background-color', 'border', 'border-bottom', 'border-collapse', 'border-color', 'border-left', 'border-radius', 'border-right', 'border-spacing', 'border-style',
	'border-top', 'border-top-color', 'border-top-style', 'border-top-width', 'border-width', 'color', 'direction', 'display', 'font', 'font-family', 'font-size', 'font-style', 'font-variant', 'font-weight', 'height',
	'letter-spacing', 'line-height', 'list-style-type', 'margin', 'margin-bottom', 'margin-left', 'margin-right', 'margin-top', 'max-height', 'max-width', 'min-height',
	'min-width', 'mso-hide', 'overflow', 'padding', 'padding-bottom', 'padding-left', 'padding-right', 'padding-top', 'text-align', 'text-decoration', 'text-indent',
	'text-transform', 'vertical-align', 'visibility', 'white-space', 'width', 'word-break', 'word-wrap',
]);

export const LINK_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel']);

/** Pictures that stand in the HTML itself: raster formats only, since SVG can hold scripts. */
export const DATA_IMAGE = /^data:image\/(?:png|jpeg|jpg|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]{1,200000}$/i;
