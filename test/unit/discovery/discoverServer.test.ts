import { discoverServer } from '../../../helpdesk/discovery/discoverServer';
import { findServer } from '../../../helpdesk/discovery/findServer';
import { PROVIDERS, WITHOUT_SERVER } from '../../../helpdesk/discovery/providers';
import { cleanHost } from '../../../helpdesk/discovery/serviceRecords';
import type { Lookups, Protocol, ServiceRecord } from '../../../helpdesk/discovery/Settings';

interface World {
	records?: Record<string, ServiceRecord[]>;
	pages?: Record<string, string>;
	exchangers?: Record<string, string[]>;
	/** Error codes by what is asked for. */
	fails?: Record<string, string>;
}

const failed = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

function lookupsOf({ records = {}, pages = {}, exchangers = {}, fails = {} }: World): { lookups: Lookups; asked: string[] } {
	const asked: string[] = [];
	const answer = async <T>(question: string, known: T | undefined): Promise<T> => {
		asked.push(question);
		const code = fails[question] ?? (known === undefined ? 'ENOTFOUND' : '');
		return code === '' ? (known as T) : await failed(code);
	};
	return {
		asked,
		lookups: {
			serviceRecords: async (name) => await answer(name, records[name]),
			mailExchangers: async (domain) => await answer(`mx ${domain}`, exchangers[domain]),
			page: async (url) => await answer(url, pages[url]),
		},
	};
}

const found = async (world: World, protocol: Protocol = 'imap', address = 'support@example.com') => await discoverServer(protocol, address, lookupsOf(world).lookups);
const record = (name: string, port: number, priority = 0, weight = 1): ServiceRecord => ({ name, port, priority, weight });
const page = (host: string) => `<incomingServer type="imap"><hostname>${host}</hostname><port>993</port><socketType>SSL</socketType></incomingServer>`;
const AUTOCONFIG = 'https://autoconfig.example.com/mail/config-v1.1.xml';
const WELL_KNOWN = 'https://example.com/.well-known/autoconfig/mail/config-v1.1.xml';

describe('well-known providers', () => {
	it.each([
		['anna@gmail.com', 'imap.gmail.com:993 tls', 'smtp.gmail.com:465 tls'],
		['anna@Hotmail.com', 'outlook.office365.com:993 tls', 'smtp-mail.outlook.com:587 starttls'],
		['anna@live.co.uk', 'outlook.office365.com:993 tls', 'smtp-mail.outlook.com:587 starttls'],
		['anna@contoso.onmicrosoft.com', 'outlook.office365.com:993 tls', 'smtp.office365.com:587 starttls'],
		['anna@yahoo.de', 'imap.mail.yahoo.com:993 tls', 'smtp.mail.yahoo.com:465 tls'],
		['anna@icloud.com', 'imap.mail.me.com:993 tls', 'smtp.mail.me.com:587 starttls'],
		['anna@gmx.at', 'imap.gmx.net:993 tls', 'mail.gmx.net:465 tls'],
		['anna@web.de', 'imap.web.de:993 tls', 'smtp.web.de:465 tls'],
		['anna@seznam.cz', 'imap.seznam.cz:993 tls', 'smtp.seznam.cz:465 tls'],
		['anna@azet.sk', 'imap.azet.sk:993 tls', 'smtp.azet.sk:465 tls'],
		['anna@op.pl', 'imap.poczta.onet.pl:993 tls', 'smtp.poczta.onet.pl:465 tls'],
		['anna@t-online.de', 'secureimap.t-online.de:993 tls', 'securesmtp.t-online.de:465 tls'],
	])('%s needs no lookup', async (address, imap, smtp) => {
		const { lookups, asked } = lookupsOf({});
		const text = async (protocol: Protocol) => {
			const { host, port, security } = await discoverServer(protocol, address, lookups);
			return `${host}:${String(port)} ${security}`;
		};
		expect([await text('imap'), await text('smtp')]).toEqual([imap, smtp]);
		expect(asked).toEqual([]);
	});

	it('each domain stands in one row, and every host is one', () => {
		const domains = [...PROVIDERS, ...WITHOUT_SERVER].flatMap((provider) => provider.domains);
		expect(domains.filter((domain, index) => domains.indexOf(domain) !== index)).toEqual([]);
		for (const host of [...domains, ...PROVIDERS.flatMap(({ imap, smtp }) => [imap.host, smtp.host])]) expect(cleanHost(host)).toBe(host);
	});

	it('those whose mail no program can fetch say what to do instead', async () => {
		await expect(found({}, 'imap', 'anna@proton.me')).rejects.toMatchObject({ code: 'PROVIDER_WITHOUT_SERVER', fault: 'settings', remedy: expect.stringContaining('Bridge') });
	});
});

describe('SRV records', () => {
	it('with the lowest priority come first, then the heaviest, always the same one', async () => {
		const records = [record('c.example.com', 993, 10, 90), record('b.example.com', 993, 1, 5), record('a.example.com', 993, 1, 50)];
		for (const order of [records, [...records].reverse()]) {
			expect(await found({ records: { '_imaps._tcp.example.com': order } })).toMatchObject({ host: 'a.example.com', port: 993, security: 'tls', source: 'SRV record of example.com' });
		}
	});

	it('TLS from the start comes before STARTTLS, and a dot means "not offered"', async () => {
		const starttls = { '_imap._tcp.example.com': [record('imap.example.com', 143)] };
		expect(await found({ records: { ...starttls, '_imaps._tcp.example.com': [record('imaps.example.com', 993)] } })).toMatchObject({ host: 'imaps.example.com' });
		for (const none of ['.', '']) {
			expect(await found({ records: { ...starttls, '_imaps._tcp.example.com': [record(none, 0)] } })).toMatchObject({ host: 'imap.example.com', security: 'starttls' });
		}
	});

	it('for sending are others than for reading', async () => {
		const records = { '_submission._tcp.example.com': [record('out.example.com', 587)], '_imaps._tcp.example.com': [record('in.example.com', 993)] };
		expect(await found({ records }, 'smtp')).toMatchObject({ host: 'out.example.com', port: 587, security: 'starttls' });
	});

	it('come before autoconfig, and that before whoever receives the mail', async () => {
		const world: World = {
			records: { '_imaps._tcp.example.com': [record('srv.example.com', 993)] },
			pages: { [AUTOCONFIG]: page('auto.example.com'), [WELL_KNOWN]: page('known.example.com') },
			exchangers: { 'example.com': ['other.example.net', 'ASPMX.L.GOOGLE.COM.'] },
		};
		expect((await found(world)).host).toBe('srv.example.com');
		expect((await found({ ...world, records: {} })).host).toBe('auto.example.com');
		expect((await found({ ...world, records: {}, pages: { [WELL_KNOWN]: page('known.example.com') } })).host).toBe('known.example.com');
		expect(await found({ exchangers: world.exchangers })).toMatchObject({ host: 'imap.gmail.com', source: 'Gmail receives the mail of example.com' });
	});

	it.each(['evil.example/path', 'a b.example', '-.', 'host', 'x'.repeat(300), '\u0000.example'])('with the odd target %j are passed over', async (name) => {
		await expect(found({ records: { '_imaps._tcp.example.com': [record(name, 993)] } })).rejects.toMatchObject({ code: 'SETTINGS_NOT_FOUND' });
	});
});

describe('when nothing is found', () => {
	it('says what was tried and what to do', async () => {
		const problem = await found({}).then(() => new Error('found'), (error: Error) => error);
		expect(problem).toMatchObject({ code: 'SETTINGS_NOT_FOUND', fault: 'settings', remedy: expect.stringContaining('by hand') });
		for (const part of ['_imaps._tcp.example.com', '_imap._tcp.example.com', AUTOCONFIG, WELL_KNOWN]) expect(problem.message).toContain(part);
		expect(problem.message).not.toContain('submission');
	});

	it.each(['ESERVFAIL', 'ETIMEOUT', 'EAI_AGAIN'])('because of %s, it is the fault of the world', async (code) => {
		await expect(found({ fails: { '_imaps._tcp.example.com': code } })).rejects.toMatchObject({ code: 'SETTINGS_LOOKUP_FAILED', fault: 'world' });
	});

	it.each(['support', '', '@example.com', 'a@', 'a@localhost', 'a@exa mple.com', 'a@[127.0.0.1]', `a@${'x.'.repeat(200)}com`])('because %j is no address, asks for the host', async (address) => {
		await expect(found({}, 'imap', address)).rejects.toMatchObject({ code: 'ADDRESS_UNUSABLE', fault: 'settings' });
	});

	it('an address with letters beyond ASCII is looked up as DNS has it', async () => {
		expect(await found({ records: { '_imaps._tcp.xn--bcher-kva.example': [record('mail.example.com', 993)] } }, 'imap', 'anna@Bücher.example')).toMatchObject({ domain: 'xn--bcher-kva.example' });
	});
});

describe('what was found', () => {
	it('is remembered for an hour, a failure for a minute, and shared by callers at the same time', async () => {
		let at = 0;
		const world: World = { records: {} };
		const { lookups, asked } = lookupsOf(world);
		const find = async () => await findServer('imap', 'support@example.com', lookups, () => at);
		const count = () => asked.filter((question) => question === '_imaps._tcp.example.com').length;
		await expect(find()).rejects.toMatchObject({ code: 'SETTINGS_NOT_FOUND' });
		await expect(find()).rejects.toMatchObject({ code: 'SETTINGS_NOT_FOUND' });
		expect(count()).toBe(1);
		at += 60_000;
		world.records = Object.assign(world.records ?? {}, { '_imaps._tcp.example.com': [record('imap.example.com', 993)] });
		await Promise.all([find(), find(), find()]);
		expect(count()).toBe(2);
		at += 59 * 60_000;
		expect((await find()).host).toBe('imap.example.com');
		expect(count()).toBe(2);
		at += 60_000;
		await find();
		expect(count()).toBe(3);
	});
});
