const NAMES = (
	'a b p div td tr table tbody thead li ul ol span font img br hr wbr col blockquote pre noscript script style title textarea option svg math foreignObject mi desc ' +
	'iframe object embed template xmp form select h1 body html head o:p image plaintext noembed noframes button input animate xml rt rp dd dt caption listing'
).split(' ');

const ATTRIBUTES = [
	'id=x', 'ID=y', 'class="gmail_quote"', 'class=""', 'style="color: red; background: url(x)"', 'style="border-top:solid #E1E1E1 1.0pt"', 'style=";;COLOR: Blue ;x"',
	'style="width:expression(1)"', 'href="https://a.example/?c=1&amp;d=2"', 'href=javascript:x', 'href="java\tscript:x"', 'href="ja<!-- -->vascript:x"', 'href="\u0001javascript:x"',
	'href="//evil.example"', 'href="/\\\\evil.example"', 'href=""', 'href', 'href="mailto:a@b.example"', 'href="&#106;avascript:x"', 'src="cid:a&amp;b"', 'src=https://t.example/x.gif',
	"src='data:image/png;base64,AAAA'", 'src="data:text/html,x"', 'src=""', 'alt=""', 'alt', 'align', 'nowrap', 'width=""', 'width=5', 'onclick="x"', 'title="&quot;><script>"',
	'title="a&lt;b&amp;lt;"', 'value="&#0;&#x80;&notit;"', `dir="${'x'.repeat(600)}"`, 'type=cite', '/', '__proto__=x', 'constructor=y', 'rel=x', 'data-remote-src=x', 'attributename=href',
];

const TEXTS = [
	'text', ' ', '\n', '&amp;', '&lt;script&gt;', '&', '&nbsp;', '&copy', '"', "'", '<', '>', '</', '<!', '<!--', '-->', '--!>', '<![CDATA[x]]>', '<?php x ?>', '<!DOCTYPE html>',
	'\u0000', 'é', '😀', '&#x1F600;', '&#xD800;', '&unknown;', '<3', '</ p>', '<p', '</p', '<a href="', '<script', '</script', '</noscript >', '</textarea/>',
];

/** Pieces of HTML as an attacker combines them, the same for the same `random`: open, crossed and closed elements, odd attributes, broken ends. */
export function hostileHtml(random: () => number): string {
	const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
	const chance = (share: number): boolean => random() < share;
	// A few names at a time, so that elements meet elements of their own kind.
	const names = chance(0.3) ? NAMES : Array.from({ length: 4 }, () => one(NAMES));
	const name = (): string => (chance(0.1) ? one(names).toUpperCase() : one(names));
	return Array.from({ length: 1 + Math.floor(random() * 25) }, () => {
		const dice = random();
		if (dice < 0.4) return `<${name()}${Array.from({ length: Math.floor(random() * 4) }, () => ` ${one(ATTRIBUTES)}`).join('')}${chance(0.1) ? '/>' : '>'}`;
		if (dice < 0.7) return `</${name()}${chance(0.1) ? '/>' : '>'}`;
		return one(TEXTS);
	}).join('');
}
