import { seeded } from '../../../bench/intake/mails';
import { tokenizePlainHtml } from '../../../helpdesk/conversation/replyHtmlPlain';
import { tokenizeAnyHtml } from '../../../helpdesk/conversation/replyHtmlTokens';
import { sanitizeMailHtml } from '../../../helpdesk/email/sanitizeMailHtml';
import { hostileHtml } from '../../support/hostileHtml';

const random = seeded(512);
const SOURCES: readonly string[] = Array.from({ length: 3_000 }, () => hostileHtml(random));

describe('the quick reader of sanitised HTML', () => {
	it('reads all that the sanitiser writes, and just as the reader for any HTML does', () => {
		const wrong = SOURCES.map((html) => sanitizeMailHtml(html)).filter((html) => JSON.stringify(described(tokenizePlainHtml(html))) !== JSON.stringify(described(tokenizeAnyHtml(html))));
		expect(wrong).toEqual([]);
	});

	it('reads other HTML just as well, or leaves it to the reader for any HTML', () => {
		const read = SOURCES.map((html) => ({ html, tokens: tokenizePlainHtml(html) })).filter(({ tokens }) => tokens !== null);
		expect(read.length).toBeGreaterThan(20);
		expect(read.filter(({ html, tokens }) => JSON.stringify(described(tokens)) !== JSON.stringify(described(tokenizeAnyHtml(html))))).toEqual([]);
	});

	it('leaves to the other what it does not know', () => {
		for (const html of ['<script>a</script>', '<P>a', '<p>&nbsp;', '<p class=a>', '<div/>', '<!-- a -->', '<p', '<p title="&copy;">', '<', 'a < b']) expect(tokenizePlainHtml(html)).toBeNull();
	});
});

/** Tokens with their attributes as lists, which JSON can show. */
function described(tokens: ReturnType<typeof tokenizePlainHtml>): unknown {
	return tokens?.map((token) => ('attributes' in token ? { ...token, attributes: [...token.attributes] } : token));
}
