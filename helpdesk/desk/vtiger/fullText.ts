import type { NewFile } from '../Desk';
import { cutToBytes, cutToCharacters, keepableText } from './keepableText';

/** What Vtiger keeps of each field; it cuts the rest without a word (captures 64, 65, 69b). */
const LONGEST = { title: 255, description: 4_000_000, comment: 65_535 } as const;

/** Texts as they go to Vtiger, and a file with the whole of them where something had to be cut. */
export interface FittingTexts {
	title: string;
	text: string;
	files: NewFile[];
}

function replacedNote(count: number): string {
	return count === 0 ? '' : `\n\n[Mail Help Desk: Vtiger cannot keep ${count === 1 ? '1 character' : `${count} characters`} of this text; codes stand in their place.]`;
}

function wholeText(parts: string[]): NewFile {
	return { fileName: 'whole-text.txt', mimeType: 'text/plain', content: Buffer.from(parts.join('\n\n'), 'utf8'), inline: false, contentId: '' };
}

const CUT = '\n\n[Mail Help Desk: the text is longer than Vtiger keeps; the whole of it is attached as whole-text.txt.]';

/** One line for the title, never empty. */
export function titleLine(title: string): string {
	const line = title.replace(/[\s\p{Cc}]+/gu, ' ').trim();
	return line === '' ? 'Untitled' : line;
}

/** Nothing is lost silently: replaced characters are counted at the end of the text, cuts are marked, and what was cut is attached as a whole. */
export function fittingTexts(title: string | null, text: string, kind: 'description' | 'comment', heading = ''): FittingTexts {
	const line = title === null ? '' : titleLine(title);
	const keptTitle = cutToCharacters(keepableText(line).text, LONGEST.title);
	const kept = keepableText(heading + text);
	const note = replacedNote(kept.replaced);
	const fits = cutToBytes(kept.text, LONGEST[kind] - Buffer.byteLength(note), CUT);
	const cut = keptTitle.cut || fits.cut;
	return { title: keptTitle.text, text: fits.text + note, files: cut ? [wholeText(title === null ? [text] : [line, text])] : [] };
}
