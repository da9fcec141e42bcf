/** The same text with other bytes that a reader does not see. Null where it makes no sense. */
export type RemakeText = (body: string, isHtml: boolean) => string | null;

/** What programs and servers change in a body on its way, without anybody noticing. */
export const TEXT_REMAKES: Readonly<Record<string, RemakeText>> = {
	'line ends are CRLF': (body) => body.replace(/\r?\n/g, '\r\n'),
	'line ends are CR': (body) => body.replace(/\r?\n/g, '\r'),
	'a byte order mark begins it': (body) => `\ufeff${body}`,
	'lines end in blanks': (body, isHtml) => (isHtml ? null : body.replace(/(?<!^--) *$/gm, '  ')),
	'blanks are such that do not break': (body, isHtml) => (isHtml ? null : body.replace(/(?<=\S) (?=\S)/g, '\u00a0')),
	'empty lines end it': (body) => `${body}\n\n\n`,
	'empty lines begin it': (body) => `\n\n${body}`,
	'accents stand behind their letters': (body) => body.normalize('NFD'),
	'quote marks have a tab behind them': (body, isHtml) => (isHtml ? null : body.replace(/^> /gm, '>\t')),
	'tags are in capitals': (body, isHtml) => (isHtml ? body.replace(/<\/?[a-z][a-z0-9]*(?=[\s>/])/g, (tag) => tag.toUpperCase()) : null),
	'Outlook has passed it on': (body, isHtml) =>
		isHtml ? body.replace(/\s(class|id)="([^"]+)"/g, (_, name: string, value: string) => ` ${name}="${value.split(/\s+/).map((word) => `x_${word}`).join(' ')}"`) : null,
	'letters are references': (body, isHtml) => (isHtml ? body.replace(/\P{ASCII}/gu, (char) => `&#${String(char.codePointAt(0))};`) : null),
	'a document stands around it': (body, isHtml) => (isHtml && !/<html/i.test(body) ? `<html><head><meta charset="utf-8"><title>Mail</title></head><body>${body}</body></html>` : null),
	'a table stands around it': (body, isHtml) => (isHtml && !/<html/i.test(body) ? `<table><tr><td>${body}</td></tr></table>` : null),
};
