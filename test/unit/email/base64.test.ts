import { seeded } from '../../../bench/intake/mails';
import { decodeBase64 } from '../../../helpdesk/email/base64';

const random = seeded(64);
const below = (limit: number): number => Math.floor(random() * limit);
const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, () => below(256)));

function inLines(content: Buffer, characters: number, end: string): string {
	return content.toString('base64').replace(new RegExp(`.{${String(characters)}}`, 'g'), `$&${end}`);
}

/** One group of four after the other, without any thought of speed; padding ends a group. */
function decodeByHand(text: string): Buffer {
	const groups = text.replaceAll('-', '+').replaceAll('_', '/').replace(/[^A-Za-z0-9+/=]/g, '').split(/=+/);
	return Buffer.concat(groups.map((group) => Buffer.from(group, 'base64')));
}

describe('base64 of files', () => {
	it.each([[76, '\r\n'], [76, '\n'], [64, '\r\n'], [4, '\n'], [75, '\r\n'], [76, ' \r\n'], [40_000, '\r\n']])('is read in lines of %d characters that end in %j', (characters, end) => {
		for (const length of [0, 1, 2, 3, 57, 30_000, 30_001, 30_002, 100_000]) {
			const content = bytes(length);
			expect(decodeBase64(Buffer.from(inLines(content, characters, end))).equals(content)).toBe(true);
		}
	});

	it('is read as far as it goes when characters were lost, added or replaced on the way', () => {
		const wrong: string[] = [];
		for (let round = 0; round < 150; round++) {
			const whole = inLines(bytes(13_000 + below(20_000)), [76, 64, 4][below(3)] ?? 76, round % 2 === 0 ? '\r\n' : '\n');
			const at = below(whole.length);
			const inserted = ['=', '==', '!', '-', ' ', '\n', '\r', 'x', '\u00e9', ''][below(10)] ?? '';
			const text = whole.slice(0, at) + inserted + whole.slice(at + below(3));
			if (!decodeBase64(Buffer.from(text, 'latin1')).equals(decodeByHand(text))) wrong.push(`${String(round)}: ${JSON.stringify(inserted)} at ${String(at)}`);
		}
		expect(wrong).toEqual([]);
	});

	it('of several files glued together gives all of them', () => {
		const one = bytes(20_000);
		const text = inLines(one, 76, '\r\n');
		expect(decodeBase64(Buffer.from(`${text}\r\n${text}`)).equals(Buffer.concat([one, one]))).toBe(true);
	});
});
