import { seeded } from '../../../bench/intake/mails';
import { decodePlain, readPlainHtml } from '../../../helpdesk/conversation/replyHtmlPlain';
import { HtmlTokenList } from '../../../helpdesk/conversation/replyHtmlTokenList';
import { readAnyHtml } from '../../../helpdesk/conversation/replyHtmlTokens';
import { sanitizeMailHtml } from '../../../helpdesk/email/sanitizeMailHtml';
import { hostileHtml } from '../../support/hostileHtml';

const random = seeded(512);
const SOURCES: readonly string[] = Array.from({ length: 3_000 }, () => hostileHtml(random));

/** Notes the attributes, of which a list keeps only what they say; those of equal tags once, as one reader asks for each of them and the other does not. */
class NotingList extends HtmlTokenList {
	readonly tags = new Set<string>();

	override said(name: string, attributes: ReadonlyMap<string, string>): number {
		this.tags.add(JSON.stringify([name, ...attributes]));
		return super.said(name, attributes);
	}
}

describe('the quick reader of sanitised HTML', () => {
	it('reads all that the sanitiser writes, and just as the reader for any HTML does', () => {
		const wrong = SOURCES.map((html) => sanitizeMailHtml(html)).filter((html) => JSON.stringify(readQuickly(html)) !== JSON.stringify(readSlowly(html)));
		expect(wrong).toEqual([]);
	});

	it('reads other HTML just as well, or leaves it to the reader for any HTML', () => {
		const read = SOURCES.filter((html) => readQuickly(html) !== null);
		expect(read.length).toBeGreaterThan(20);
		expect(read.filter((html) => JSON.stringify(readQuickly(html)) !== JSON.stringify(readSlowly(html)))).toEqual([]);
	});

	it('leaves to the other what it does not know', () => {
		for (const html of ['<script>a</script>', '<P>a', '<p>&nbsp;', '<p class=a>', '<div/>', '<!-- a -->', '<p', '<p title="&copy;">', '<', 'a < b']) expect(readQuickly(html)).toBeNull();
	});
});

function readQuickly(html: string): unknown {
	const list = new NotingList(html, decodePlain);
	return readPlainHtml(html, list) ? described(list) : null;
}

function readSlowly(html: string): unknown {
	const list = new NotingList(html, (source) => source);
	readAnyHtml(html, list);
	return described(list);
}

/** All that a list says of its tokens. */
function described(list: NotingList): unknown {
	const tokens = Array.from({ length: list.length }, (_, i) => [
		...[list.kind(i), list.name(i), list.text(i), list.start(i), list.sourceEnd(i), list.close(i)],
		...[list.rule(i)?.client, list.isOutlookLine(i), list.isOfWord(i)],
	]);
	return { tokens, tags: [...list.tags] };
}
