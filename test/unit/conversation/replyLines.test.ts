import { seeded } from '../../../bench/intake/mails';
import { cleanLine } from '../../../helpdesk/conversation/replyCleanLine';
import { linesOfText } from '../../../helpdesk/conversation/replyLines';

const PIECES = [
	...['>', '> ', '>> ', '>>> ', '|', '| ', 'JN>', 'JN> ', 'A>', 'ABCD> ', '<', '<<<', ' >>>', ' ', '  ', '     ', '\t', '\v', '\u00a0', '\u3000', '\u200b', '\u00ad', '\u2060', '\ufeff', '\u180e'],
	...['word', 'two words', 'e\u0301', 'é', '\u1112\u1161\u11ab', '漢字', '😀', '\ud800', '*bold*', '…', '-', 'wrote:', ' wrote:', 'thanks--- On Wed, Apr 4, 2012, X wrote:', 'x'.repeat(990), ' '.repeat(990)],
];

/** Lines as people and attackers write them, the same for the same `random`. */
function oddLine(random: () => number): string {
	return Array.from({ length: Math.floor(random() * 7) }, () => PIECES[Math.floor(random() * PIECES.length)]).join('');
}

const random = seeded(77);
const LINES: readonly string[] = Array.from({ length: 20_000 }, () => oddLine(random));

describe('the lines of a text', () => {
	it('are judged without being copied just as when each is cleaned by itself', () => {
		const whole = LINES.filter((line) => !line.trimEnd().endsWith('wrote:'));
		const lines = linesOfText(whole.join('\n'));
		expect(lines.length).toBe(whole.length);
		const wrong = whole.filter((text, i) => {
			const { clean, quoted } = cleanLine(text);
			const line = lines.at(i);
			return line.text !== text || line.clean !== clean || line.quoted !== quoted || lines.isQuoted(i) !== quoted || lines.isBare(i) !== (clean === '') || lines.isEmpty(i) !== (text === '');
		});
		expect(wrong).toEqual([]);
	});

	it('are joined as they stand, without the blanks at their ends and without blank lines around them', () => {
		const lines = linesOfText(LINES.join('\n'));
		for (const keep of [() => true, () => false, (i: number) => i % 3 === 0, (i: number) => i % 5 < 3, (i: number) => i > 100]) {
			const kept = Array.from({ length: lines.length }, (_, i) => i).filter(keep).map((i) => lines.at(i).text.trimEnd());
			const first = kept.findIndex((text) => text !== '');
			expect(lines.join(keep)).toBe(first === -1 ? '' : kept.slice(first, kept.findLastIndex((text) => text !== '') + 1).join('\n'));
		}
	});

	it('beyond the first and the last are empty, also in a part of them', () => {
		const part = linesOfText('one\n> two\nthree').slice(1, 2);
		expect([part.at(-1), part.at(0), part.at(1)].map(({ text, quoted }) => [text, quoted])).toEqual([['', false], ['> two', true], ['', false]]);
	});
});
