const BLOCKS = 'div p h1 h3 h5 section table tr td th blockquote pre ul ol li form center tbody article'.split(' ');
const INLINE = 'a a b span font i u'.split(' ');
const EMPTY = ['<br>', '<br/>', '</br>', '<hr>', '<wbr>', '<img alt="a picture">', '<img src=x>', '<img alt=" ">', '<!-- comment -->', '<!DOCTYPE html>', '<script>x()</script>', '<style>p {}</style>', '<input>', '</p>', '<td>', '<li>'];
const LISTS = ['ul', 'ol', 'ol start=5', 'ol start=98', 'ol type=a', 'ol type=A start=25', 'ol type=i', 'ol type="I" start=7', 'ol type=disc start=""', 'ol start=-3'];
const ADDRESSES = ['https://a.example/', 'mailto:a@b.example', '#top', '', 'mailto:', 'mailto:#x', 'MAILTO:x', 'word', 'two words', 'wordword', ' x ', 'a\nb', 'javascript:x', '&nbsp;', '…'];
const TEXTS = [
	'word', 'word', 'two words', ' ', '  ', '\n', ' \n\t ', ' leading', 'trailing ', 'a\nb', 'a \r\n b', 'a\fb', 'a\u200bb', '\u200b', '&nbsp;', 'x&nbsp;', '&nbsp; y', 'a\u00a0\u00a0b', '&amp;', 'a&lt;b&gt;', '&#8203;',
	'\u2003', 'x\u2003', '\ufeff', '\u3000x', '\v', '\u0000', 'a\u0000', '&#0;', '😀', '> quoted', '* star', '1. one', 'https://a.example/', 'a@b.example', '<', '&', '…', '\u2028',
];

/** Pieces of HTML as mail programs and people combine them for the sake of their text, and much worse; the same for the same `random`. */
export function textualHtml(random: () => number): string {
	const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
	const chance = (share: number): boolean => random() < share;
	const names = chance(0.5) ? BLOCKS : Array.from({ length: 4 }, () => one(BLOCKS));
	const open: string[] = [];
	const tag = (): string => {
		let start = chance(0.3) ? one(INLINE) : one(names);
		if (start === 'ol' || (start === 'ul' && chance(0.3))) start = one(LISTS);
		if (start === 'a') start = `a href="${one(ADDRESSES)}"`;
		open.push(start.split(' ')[0] ?? '');
		return `<${start}>`;
	};
	const closing = (): string => `</${(chance(0.85) ? open.pop() : undefined) ?? one(chance(0.5) ? names : INLINE)}>`;
	const wrap = chance(0.1) ? ['<html><head><title>t</title></head>before<body>', '</body>after</html>'] : ['', ''];
	const pieces = Array.from({ length: 1 + Math.floor(random() * 30) }, () => {
		const dice = random();
		if (dice < 0.3) return tag();
		if (dice < 0.55) return closing();
		return dice < 0.65 ? one(EMPTY) : one(TEXTS);
	});
	return [wrap[0], ...pieces, chance(0.5) ? '' : open.reverse().map((name) => `</${name}>`).join(''), wrap[1]].join('');
}
