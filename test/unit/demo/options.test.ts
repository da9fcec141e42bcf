import { HELP, OptionError, parseMailboxUrl, parseOptions } from '../../../demo/options';

const refusal = (args: string[], environment = {}): string => {
	try {
		parseOptions(args, environment);
	} catch (error) {
		expect(error).toBeInstanceOf(OptionError);
		return (error as Error).message;
	}
	return 'accepted';
};

describe('the options of the demo', () => {
	it('needs none', () => {
		expect(parseOptions([])).toEqual({ help: false, mail: null, json: null, imap: null, newest: 50, data: null });
	});

	it('takes files and folders in both spellings', () => {
		expect(parseOptions(['--mail', 'in', '--json=out.json', '--data', 'd'])).toMatchObject({ mail: 'in', json: 'out.json', data: 'd' });
		expect(parseOptions(['--help']).help).toBe(true);
	});

	it.each([
		[['--mial', 'x'], 'There is no option --mial. --help lists the options.'],
		[['-x'], 'There is no option -x. --help lists the options.'],
		[['in'], '"in" belongs to no option. --help lists the options.'],
		[['--mail'], 'The option --mail is not complete, or has a value where none belongs. --help shows how it is written.'],
		[['--json='], 'The option --json needs a value.'],
		[['--help=yes'], 'The option --help is not complete, or has a value where none belongs. --help shows how it is written.'],
		[['--mail', 'a', '--imap', 'imaps://a:b@c.example/'], '--mail and --imap cannot be used together.'],
		[['--newest', '5'], '--newest belongs to --imap.'],
		[['--imap', 'imaps://a:b@c.example/', '--newest', 'many'], '--newest needs a number of messages, not "many".'],
		[['--imap', 'imaps://a:b@c.example/', '--newest', '0'], '--newest needs a number of messages, not "0".'],
	])('refuses %j in plain words', (args, message) => {
		expect(refusal(args)).toBe(message);
	});

	it('reads a mailbox URL with its escapes', () => {
		expect(parseMailboxUrl('imaps://ada%40example.com:p%2Fss@imap.example.com/INBOX/%C3%9Cbung', '')).toEqual({
			host: 'imap.example.com', port: 993, security: 'tls', user: 'ada@example.com', password: 'p/ss', folder: 'INBOX/Übung',
		});
		expect(parseMailboxUrl('imap://ada@[::1]:1143', 'from outside')).toMatchObject({
			host: '::1', port: 1143, security: 'starttls', password: 'from outside', folder: 'INBOX',
		});
	});

	it.each([
		['http://a:b@c.example/', '--imap knows imaps:// and imap://, not http://.'],
		['nonsense', 'The --imap URL cannot be read.'],
		['imaps://c.example/', 'The --imap URL names no user.'],
		['imaps://ada@c.example/', 'The --imap URL has no password, and the variable IMAP_PASSWORD is not set.'],
		['imaps://ada:p%ZZ@c.example/', 'The password in the --imap URL has a wrong percent sign.'],
	])('refuses the mailbox URL %s without repeating a password', (url, message) => {
		const said = refusal(['--imap', url]);
		expect(said).toContain(message);
		expect(said).not.toContain('p%ZZ');
	});

	it('explains every option, within 110 columns', () => {
		for (const name of ['--mail', '--imap', '--newest', '--json', '--data', '--help']) expect(HELP).toContain(name);
		expect(HELP.split('\n').every((line) => line.length <= 110)).toBe(true);
	});
});
