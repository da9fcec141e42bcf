import { htmlToText } from '../../../helpdesk/email/htmlToText';
import { sanitizeMailHtml, shownContentIds } from '../../../helpdesk/email/sanitizeMailHtml';

describe('sanitising the HTML of a mail', () => {
	it.each([
		['<script>alert(1)</script>text', 'text'],
		['<p onclick="alert(1)" onmouseover=x>a</p>', '<p>a</p>'],
		['<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer">a</a>'],
		['<a href="JaVa\tScript:alert(1)">a</a>', '<a rel="noopener noreferrer">a</a>'],
		['<a href="data:text/html,x">a</a>', '<a rel="noopener noreferrer">a</a>'],
		['<a href="https://example.com/?a=1&amp;b=2">a</a>', '<a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer">a</a>'],
		['<img src="https://tracker.example/p.gif" alt="x" width="1">', '<img alt="x" width="1" data-remote-src="https://tracker.example/p.gif" />'],
		['<img src="//tracker.example/p.gif">', '<img data-remote-src="//tracker.example/p.gif" />'],
		['<img srcset="https://tracker.example/p.gif 2x" src="cid:logo@x">', '<img src="cid:logo@x" />'],
		['<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA" />'],
		['<img src="data:image/svg+xml;base64,AAAA">', '<img />'],
		['<div style="color: red; background: url(https://tracker.example); position: fixed">a</div>', '<div style="color:red">a</div>'],
		['<div style="width: expression(alert(1)); color: rgb(1, 2, 3)">a</div>', '<div style="color:rgb(1, 2, 3)">a</div>'],
		['<div style="color: \\75rl(x)">a</div>', '<div>a</div>'],
		['<style>p { background: url(x) }</style><p>a</p>', '<p>a</p>'],
		['<form action="https://evil.example"><input name="pw"><button>send</button></form>', 'send'],
		['<iframe src="https://evil.example">inside</iframe>after', 'after'],
		['<object data="x"><embed src="y"></object>after', 'after'],
		['<svg><script>alert(1)</script></svg>after', 'after'],
		['<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example">a', 'a'],
		['<table background="https://tracker.example/x.gif" bgcolor="#fff"><tr><td>a</td></tr></table>', '<table bgcolor="#fff"><tr><td>a</td></tr></table>'],
		['<html><head><title>t</title></head><body><p>a</p></body></html>', '<p>a</p>'],
		['<!-- comment --><o:p>a</o:p>', 'a'],
		['<b>unclosed <i>tags', '<b>unclosed <i>tags</i></b>'],
	])('makes %s safe', (html, expected) => {
		expect(sanitizeMailHtml(html)).toBe(expected);
	});

	it('keeps what reply extraction goes by: classes, ids, quotes and the border of Outlook', () => {
		const html = '<div id="divRplyFwdMsg" class="gmail_quote"><blockquote type="cite">a</blockquote></div><div style="border:none;border-top:solid #E1E1E1 1.0pt">b</div>';
		expect(sanitizeMailHtml(html)).toBe(html);
	});

	it('limits size, depth and links', () => {
		expect(sanitizeMailHtml('a'.repeat(3_000_000))).toHaveLength(2_000_000);
		expect(sanitizeMailHtml('<div>'.repeat(20_000) + 'deep').match(/<div>/g)).toHaveLength(500);
		expect(sanitizeMailHtml('<div>'.repeat(20_000) + 'deep')).toContain('deep');
		expect(sanitizeMailHtml('<a href="https://example.com">x</a>'.repeat(6_000)).match(/href/g)).toHaveLength(5_000);
	});

	it('gives safe HTML again when it is sanitised twice', () => {
		const once = sanitizeMailHtml('<p title="&quot;><script>">a &lt;script&gt;</p><img src=x onerror=1>');
		expect(sanitizeMailHtml(once).replace(/ data-remote-src="x"/, '')).toBe(once.replace(/ data-remote-src="x"/, ''));
		expect(once).not.toMatch(/<script|onerror/);
	});

	it('names the Content-IDs that are shown', () => {
		expect([...shownContentIds(sanitizeMailHtml('<img src="cid:a%40b"><img src="CID:c&amp;d"><img src="https://x.example/cid:no">'))]).toEqual(['a%40b', 'a@b', 'c&d']);
	});
});

describe('HTML as text', () => {
	it.each([
		['<p>one</p><p>two</p>', 'one\n\ntwo'],
		['a<br>b<br/>c', 'a\nb\nc'],
		['<a href="https://example.com/x">our page</a>', 'our page <https://example.com/x>'],
		['<a href="mailto:a@example.com">a@example.com</a>', 'a@example.com'],
		['<img src="https://x.example/1.gif" alt="Logo"> <img src="x">', '[Logo]'],
		['<table><tr><th>Item</th><th>Price</th></tr><tr><td>Pen</td><td>2 €</td></tr></table>', 'Item Price\nPen 2 €'],
		['<h1>Title</h1>text', 'Title\n\ntext'],
		['<blockquote>quoted<br>lines</blockquote>mine', '> quoted\n> lines\n\nmine'],
		['<ul><li>a</li><li>b</li></ul>', ' * a\n * b'.trim()],
		['<style>p{}</style><script>x()</script>text&nbsp;here &amp; there', 'text here & there'],
		['', ''],
		['no tags at all', 'no tags at all'],
	])('turns %s into text', (html, expected) => {
		expect(htmlToText(html)).toBe(expected);
	});

	it('does not break on hostile HTML', () => {
		const sources = [
			...['ul', 'ol start=99999999999999999999 type=i', 'blockquote', 'pre', 'a href=x', 'table><tr><td', 'body', 'li', 'svg'].map((tag) => `<${tag}>x`.repeat(100_000)),
			`<p ${'a=b '.repeat(250_000)}>x`, `<a href="${'x'.repeat(1_000_000)}">${'x'.repeat(900_000)}`, `<ol>${'<li>'.repeat(200_000)}`, `<ul>${'&nbsp;'.repeat(150_000)}`, `a${'&nbsp;'.repeat(150_000)}`,
			'<div>'.repeat(100_000), '<'.repeat(100_000), '<a href="'.repeat(50_000), '<table><tr><td>'.repeat(20_000), '&'.repeat(100_000), '<!--'.repeat(50_000),
		];
		for (const html of sources) {
			expect(typeof htmlToText(html)).toBe('string');
			expect(typeof sanitizeMailHtml(html)).toBe('string');
		}
	});
});
