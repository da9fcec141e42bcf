import { cleanSubject, isForwardSubject, isReplySubject } from '../../../helpdesk/email/subject';
import { SUBJECT_PREFIXES } from '../../../helpdesk/email/subjectPrefixes';

describe('subjects', () => {
	it.each([
		['Re: Printer', 'Printer'],
		['RE: AW: Fwd: WG: Drucker', 'Drucker'],
		['Re[2]: x', 'x'],
		['Re(3): x', 'x'],
		['Re^4: x', 'x'],
		['RE5: x', 'x'],
		['Réf : facture', 'facture'],
		['Re : facture', 'facture'],
		['Továb\u00adbítás: nyomtató', 'nyomtató'],
		['VÁ: Va\u0301: nyomtató', 'nyomtató'],
		['Odp: PD: faktura', 'faktura'],
		['VS: VL: tulostin', 'tulostin'],
		['SV: VB: skrivare', 'skrivare'],
		['R: I: stampante', 'stampante'],
		['回复：转发：你好', '你好'],
		['Ynt: İLT: yazıcı', 'yazıcı'],
		['[Fwd: Re: old mail]', 'old mail'],
		['  Re:   a \t b  ', 'a b'],
		['Re: TT15 [ Ticket Id : 1483 ] Printer', 'TT15 [ Ticket Id : 1483 ] Printer'],
		['Reklamácia: tlačiareň', 'Reklamácia: tlačiareň'],
		['Project R: results', 'Project R: results'],
		['Re', 'Re'],
		['Re:', ''],
		['', ''],
	])('cleans %j', (subject, expected) => {
		expect(cleanSubject(subject)).toBe(expected);
	});

	it('strips every prefix of the table, in either case, and tells replies from forwards', () => {
		for (const [prefix, kind] of SUBJECT_PREFIXES) {
			expect([prefix, cleanSubject(`${prefix}: x`)]).toEqual([prefix, 'x']);
			expect([prefix, cleanSubject(`${prefix.toUpperCase()}[2]: x`)]).toEqual([prefix, 'x']);
			expect([prefix, isReplySubject(`${prefix}: x`)]).toEqual([prefix, kind === 'reply']);
			expect([prefix, isForwardSubject(`${prefix}: x`)]).toEqual([prefix, kind === 'forward']);
		}
	});

	it('goes by the outermost prefix', () => {
		expect(isReplySubject('Re: Fwd: x')).toBe(true);
		expect(isForwardSubject('Fwd: Re: x')).toBe(true);
		expect(isReplySubject('Fwd: Re: x')).toBe(false);
		expect(isReplySubject('x')).toBe(false);
	});

	it('stays short and quick on hostile subjects', () => {
		expect(cleanSubject('Re: '.repeat(100_000)).length).toBeLessThan(2_000);
		expect(cleanSubject('a'.repeat(1_000_000))).toHaveLength(2_000);
		expect(cleanSubject('[['.repeat(50_000)).length).toBeLessThanOrEqual(2_000);
	});
});
