import { readAuthentication } from '../../../helpdesk/email/authentication';

const field = (value: string): { name: string; value: string } => ({ name: 'authentication-results', value });

describe('Authentication-Results', () => {
	const ours = field('mx.example.com; spf=pass smtp.mailfrom=a.example; dkim=pass; dmarc=fail (p=none; dmarc=pass) header.from=a.example');

	it('believes nobody unless told whom', () => {
		expect(readAuthentication([ours], [], 'a.example')).toBeNull();
		expect(readAuthentication([ours], ['other.example'], 'a.example')).toBeNull();
	});

	it('reads the verdict of a trusted server', () => {
		expect(readAuthentication([ours], ['MX.example.com'], 'a.example')).toEqual({ dmarc: 'fail', by: 'mx.example.com' });
	});

	it('does not read verdicts out of comments and quoted strings', () => {
		const tricky = field('mx.example.com 1; none (dmarc=pass); reason="; dmarc=pass"');
		expect(readAuthentication([tricky], ['mx.example.com'], '')).toBeNull();
	});

	it('takes the topmost, since those below may come from the sender', () => {
		const forged = field('mx.example.com; dmarc=pass header.from=a.example');
		expect(readAuthentication([ours, forged], ['mx.example.com'], 'a.example')?.dmarc).toBe('fail');
	});

	it('passes over a verdict about another domain than that of From', () => {
		expect(readAuthentication([field('mx.example.com; dmarc=pass header.from=evil.example')], ['mx.example.com'], 'a.example')).toBeNull();
		expect(readAuthentication([field('mx.example.com; dmarc=pass header.from=a.example')], ['mx.example.com'], 'sub.a.example')?.dmarc).toBe('pass');
	});
});
