import { compilePattern, MAXIMUM_INPUT_LENGTH } from '../../../helpdesk/rules/pattern';
import { RuleError } from '../../../helpdesk/rules/RuleError';
import { processorMs } from '../../support/processorMs';
import { condition, mail, verdictOn } from './rulesOnMail';

function refusalOf(pattern: string): RuleError {
	try {
		compilePattern(pattern);
	} catch (error) {
		if (error instanceof RuleError) return error;
	}
	throw new Error(`not refused: ${pattern}`);
}

describe('a pattern', () => {
	it('ignores case for all of Unicode and does not care how letters are composed', () => {
		expect(compilePattern('größe (ä+)').find('GRÖßE ÄÄ')?.captured).toBe('ÄÄ');
		expect(verdictOn(condition('subject', 'regex', 'cafe\u0301 (.*)'), mail({ subject: 'CAFÉ x' })).captured).toBe('x');
	});

	it('captures the last group that took part, else the whole match', () => {
		expect(compilePattern('(a)(b)?').find('xac')).toEqual({ index: 1, captured: 'a', byGroup: true });
		expect(compilePattern('(a)|(b)').find('b')?.captured).toBe('b');
		expect(compilePattern('a.').find('xac')).toEqual({ index: 1, captured: 'ac', byGroup: false });
		expect(compilePattern('a()').find('a')).toEqual({ index: 0, captured: '', byGroup: true });
		expect(compilePattern('z').find('a')).toBeNull();
	});

	it('reads the documented pattern of coreBOS', () => {
		expect(compilePattern(String.raw`Re: TT[0-9]+ \[ Ticket Id : [0-9]+ \] (.+)`).find('Re: TT15 [ Ticket Id : 1483 ] Printer')?.captured).toBe('Printer');
	});

	it('is looked at in subjects with blanks for underscores too, because rules from Vtiger count on it', () => {
		expect(verdictOn(condition('subject', 'regex', 'my ticket (TT.)'), mail({ subject: 'my_ticket TT1' })).captured).toBe('TT1');
		expect(verdictOn(condition('body', 'regex', 'my ticket'), mail({ text: 'my_ticket' })).rule).toBeNull();
	});
});

describe('a bad pattern', () => {
	it.each<[string, number, RegExp]>([
		['(', 1, /group is not closed/],
		['ab(c(d)', 3, /group is not closed/],
		[String.raw`\((`, 3, /group is not closed/],
		['[()](x', 5, /group is not closed/],
		['[]()](x', 6, /group is not closed/],
		['abc)', 4, /closes nothing/],
		['a[b', 2, /list is not closed/],
		['*x', 1, /nothing here to repeat/],
		[String.raw`\*a**`, 4, /two repetitions/],
		['xa++', 3, /possessive/],
		['a{1001}', 2, /repetition count/],
		['(a{1000}){1000}', 3, /repetition count/],
		['[z-a]', 2, /range/],
		[String.raw`a\j`, 2, /escape does not exist/],
		[String.raw`ab\h`, 3, /escape is not supported/],
		['ab\\', 3, /backslash/],
		['x(?=y)', 2, /lookahead/],
		['x(?!y)', 2, /lookahead/],
		['(?<=a)b', 1, /lookbehind/],
		['(?<!a)b', 1, /lookbehind/],
		[String.raw`(a)\1`, 4, /earlier group/],
		[String.raw`\\1(a)\1`, 7, /earlier group/],
		['(?>a)', 1, /atomic/],
		['a(?#c)', 2, /comments/],
		['('.repeat(1000), 1000, /./],
	])('%s is refused at character %i', (pattern, place, what) => {
		const error = refusalOf(pattern);
		expect(error.code).toBe('BAD_PATTERN');
		expect(error.fault).toBe('settings');
		expect(error.message).toMatch(what);
		expect(error.message).toContain(`at character ${place},`);
		expect(error.remedy).not.toBe('');
	});

	it('is also one that is empty, too long, nested too deeply or too large', () => {
		expect(refusalOf('').message).toMatch(/empty/);
		expect(refusalOf('a'.repeat(1001)).message).toMatch(/1001 characters/);
		expect(refusalOf('a{1000}'.repeat(6)).message).toMatch(/repetitions/);
		expect(refusalOf(String.raw`\p{L}{1000}`.repeat(90)).code).toBe('BAD_PATTERN');
	});
});

describe('a hostile pattern', () => {
	const megabyte = 'a'.repeat(MAXIMUM_INPUT_LENGTH);

	it.each([
		'(a+)+$',
		'(a|a)*b',
		'(a|aa)+$',
		'(a*)*b',
		String.raw`(\w+\s?)*$b`,
		'(.*)(.*)(.*)(.*)(.*)b',
		'(.{0,200}a){5}b',
		'(a{0,30}){0,30}b',
		'(a{1,1000})(b|$)',
		'(?:a?){400}a{400}(b|$)',
		'^(([a-z])+.)+[A-Z]([a-z])+$',
	])('%s ends soon on a megabyte', (pattern) => {
		const text = `${megabyte}!`;
		expect(processorMs(() => verdictOn(condition('body', 'regex', pattern), mail({ text })))).toBeLessThan(10_000);
	});

	it('takes time in proportion to the text', () => {
		const pattern = compilePattern('(a+)+b');
		pattern.find(megabyte);
		const short = processorMs(() => pattern.find(`${megabyte.slice(0, 100_000)}!`));
		const long = processorMs(() => pattern.find(megabyte));
		expect(long).toBeLessThan(Math.max(short, 5) * 100);
	});

	it('is not kept for ever: many patterns do not fill the memory', () => {
		for (let count = 0; count < 200; count++) expect(compilePattern(`x${count}`).find(`x${count}`)).not.toBeNull();
		expect(compilePattern('x0')).not.toBe(compilePattern('x1'));
		expect(compilePattern('x0')).toBe(compilePattern('x0'));
	});
});

describe('a text longer than a pattern looks at', () => {
	it('is cut, and the reasons say so', () => {
		const text = `${'a'.repeat(MAXIMUM_INPUT_LENGTH)}needle`;
		const { rule, reasons } = verdictOn(condition('body', 'regex', 'needle'), mail({ text }));
		expect(rule).toBeNull();
		expect(reasons[0]).toContain('only its first 1048576 characters were compared with the pattern');
		expect(verdictOn(condition('body', 'contains', 'needle'), mail({ text })).rule).not.toBeNull();
		expect(verdictOn(condition('body', 'endsWith', 'needle'), mail({ text })).rule).not.toBeNull();
	});

	it('is cut earlier for a large pattern', () => {
		const text = `${'a'.repeat(50_000)}needle`;
		expect(compilePattern('needle').inputLimit).toBe(MAXIMUM_INPUT_LENGTH);
		expect(compilePattern('(x{0,1000})needle').inputLimit).toBeLessThan(50_000);
		expect(verdictOn(condition('body', 'regex', '(x{0,1000})needle'), mail({ text })).reasons[0]).toMatch(/only its first \d+ characters/);
	});

	it('is not mentioned when it is short', () => {
		expect(verdictOn(condition('body', 'regex', 'needle'), mail({ text: 'a' })).reasons[0]).not.toContain('only');
	});
});
