import { decodeBytes } from './charset';

export interface RtfBody {
	text: string;
	/** HTML that Outlook had packed into the RTF (MS-OXRTFEX); empty where it was written as RTF. */
	html: string;
}

const NOTHING: RtfBody = { text: '', html: '' };
const MAX_DEPTH = 1_000;
/** Groups that hold no text of the letter. */
const SILENT = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'header', 'footer', 'headerl', 'headerr', 'footerl', 'footerr', 'listtable', 'listoverridetable', 'generator', 'themedata', 'datastore']);
const CHARACTERS: Readonly<Record<string, string>> = {
	par: '\n', line: '\n', sect: '\n', page: '\n', row: '\n', cell: '\t', tab: '\t', emdash: '—', endash: '–', bullet: '•',
	lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', emspace: ' ', enspace: ' ',
};
/** A control word with its number, a hexadecimal byte, a control sign, a brace, or a stretch of text. */
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}]+)/giy;

interface Group {
	silent: boolean;
	/** Inside `\*\htmltag`: HTML as it stood. */
	isTag: boolean;
	/** Between `\htmlrtf` and `\htmlrtf0`: what only RTF readers need. */
	isForRtf: boolean;
	/** Characters that follow each `\u` for readers without Unicode. */
	skip: number;
}

/** Adds up text whose bytes may belong to one character, so that they are decoded together. */
function collector(charset: () => string): { text(part: string): void; byte(value: number): void; all(): string } {
	const pieces: string[] = [];
	let bytes: number[] = [];
	const flush = (): void => {
		if (bytes.length > 0) pieces.push(decodeBytes(Buffer.from(bytes), charset()));
		bytes = [];
	};
	return {
		text: (part) => {
			flush();
			pieces.push(part);
		},
		byte: (value) => bytes.push(value),
		all: () => {
			flush();
			return pieces.join('');
		},
	};
}

const asHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Text of an RTF letter, and the HTML that was packed into it. Linear; never throws. */
export function readRtf(source: Buffer): RtfBody {
	const rtf = source.toString('latin1');
	if (!rtf.startsWith('{\\rtf')) return NOTHING;
	const tokens = new RegExp(TOKEN);
	const holdsHtml = /\\fromhtml1/.test(rtf.slice(0, 1_000));
	let charset = 'windows-1252';
	const out = collector(() => charset);
	const groups: Group[] = [{ silent: false, isTag: false, isForRtf: false, skip: 1 }];
	let toSkip = 0;
	let isIgnorable = false;
	let depthBeyond = 0;

	const emit = (text: string): void => {
		const group = groups.at(-1);
		if (group === undefined || group.silent || group.isForRtf) return;
		out.text(holdsHtml && !group.isTag ? asHtml(text) : text);
	};
	const control = (word: string, value: number | null, group: Group): void => {
		if (word === 'ansicpg' && value !== null) charset = value === 65001 ? 'utf-8' : `windows-${String(value)}`;
		else if (word === 'uc') group.skip = Math.min(Math.max(value ?? 1, 0), 10);
		else if (word === 'u' && value !== null) {
			emit(String.fromCharCode(value & 0xffff));
			toSkip = group.skip;
		} else if (word === 'htmltag') group.isTag = true;
		else if (word === 'htmlrtf') group.isForRtf = value !== 0;
		else if (SILENT.has(word) || (isIgnorable && word !== 'htmltag')) group.silent = group.silent || !group.isTag;
		else if (word === 'bin') tokens.lastIndex += Math.min(Math.max(value ?? 0, 0), rtf.length);
		else {
			const character = CHARACTERS[word];
			if (character !== undefined) emit(character);
		}
		isIgnorable = false;
	};

	for (let token = tokens.exec(rtf); token !== null; token = tokens.exec(rtf)) {
		const [, word, number, hex, sign, brace, text] = token;
		const group = groups.at(-1);
		if (group === undefined) break;
		if (brace === '{') {
			if (groups.length < MAX_DEPTH) groups.push({ ...group });
			else depthBeyond++;
		} else if (brace === '}') {
			if (depthBeyond > 0) depthBeyond--;
			else groups.pop();
		} else if (word !== undefined) control(word.toLowerCase(), number === undefined ? null : Number(number), group);
		else if (hex !== undefined) {
			if (toSkip > 0) toSkip--;
			else if (!group.silent && !group.isForRtf) out.byte(Number.parseInt(hex, 16));
		} else if (sign === '*') isIgnorable = true;
		else if (sign !== undefined) {
			if (sign === '~') emit(holdsHtml && !group.isTag ? '\u00a0' : ' ');
			else if (sign === '_') emit('-');
			else if (/[\\{}]/.test(sign)) emit(sign);
			else if (/[\r\n]/.test(sign)) emit('\n');
		} else if (text !== undefined) {
			const shown = text.replace(/[\r\n]+/g, '').slice(toSkip);
			toSkip = 0;
			if (shown !== '') emit(shown);
		}
	}
	const all = out.all();
	return holdsHtml ? { text: '', html: all } : { text: all.trim(), html: '' };
}
