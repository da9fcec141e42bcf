import type { Comment } from '../desk/Desk';
import type { TagValue, TemplateData } from './TemplateData';
import { escapeHtml, htmlFromText } from './escape';
import { showTime } from './showTime';

const DEFAULT_COUNT = 20;
const DEFAULT_CHARACTERS = 50_000;

/** What a customer may see, newest first. An unverified comment is a stranger's: it is internal, and stays so even if a desk forgot to say it. */
function visible(comments: readonly Comment[]): Comment[] {
	return comments
		.filter((comment) => !comment.internal && !comment.unverified)
		.map((comment, index) => ({ comment, index }))
		.sort((a, b) => (a.comment.createdAt === b.comment.createdAt ? b.index - a.index : a.comment.createdAt < b.comment.createdAt ? 1 : -1))
		.map(({ comment }) => comment);
}

function heading(comment: Comment, timeZone: string): string {
	const author = comment.author.name.trim() || comment.author.address;
	return [author, showTime(comment.createdAt, timeZone)].filter((part) => part !== '').join(', ');
}

/** Public comments with author and time, newest first (as Vtiger lists them), limited in number and length. Internal ones never appear (C9). */
export function renderComments(data: TemplateData): TagValue {
	const comments = visible(data.comments).slice(0, Math.max(0, data.commentCount ?? DEFAULT_COUNT));
	let left = data.commentCharacters ?? DEFAULT_CHARACTERS;
	const texts: string[] = [];
	const blocks: string[] = [];
	for (const comment of comments) {
		if (left <= 0) break;
		const body = comment.text.length > left ? `${cutAt(comment.text, left)} …` : comment.text;
		left -= body.length;
		const title = heading(comment, data.timeZone);
		texts.push(`${title}:\n${body.trim()}`);
		blocks.push(`<div style="margin-bottom:1em"><b>${escapeHtml(title)}</b><br>\n${htmlFromText(body.trim())}</div>`);
	}
	return { text: texts.join('\n\n'), html: blocks.join('\n') };
}

/** The newest public comment's text. */
export function renderLastComment(data: TemplateData): TagValue {
	const text = visible(data.comments)[0]?.text ?? '';
	const limit = data.commentCharacters ?? DEFAULT_CHARACTERS;
	return { text: text.length > limit ? `${cutAt(text, limit)} …` : text };
}

/** Never cuts a character in two. */
function cutAt(text: string, length: number): string {
	const cut = text.slice(0, length);
	return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
