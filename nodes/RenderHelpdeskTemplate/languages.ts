import type { INodePropertyOptions } from 'n8n-workflow';
import { REPLY_ABOVE_LINES } from '../../helpdesk';

/** Every language the reply-above line is shipped in, by its English name. */
export const replyAboveLanguages: INodePropertyOptions[] = Object.keys(REPLY_ABOVE_LINES)
	.map((code) => ({ name: new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code, value: code }))
	.sort((a, b) => a.name.localeCompare(b.name));
