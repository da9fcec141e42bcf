import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { discoverServer } from '../../../helpdesk/discovery/discoverServer';
import { createLookups, fetchPage } from '../../../helpdesk/discovery/realLookups';
import { makeCertificates } from '../../support/certificates';
import { startDnsServer } from '../../support/dnsServer';

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

async function dns(records: Parameters<typeof startDnsServer>[0]) {
	const server = await startDnsServer(records);
	closers.push(server.stop);
	return { ...createLookups({ servers: [server.address] }), asked: server.asked };
}

describe('DNS', () => {
	it('gives SRV records, priorities and the dot that means "not offered"', async () => {
		const lookups = await dns({
			srv: {
				'_imaps._tcp.example.com': [{ name: '.', port: 0, priority: 0, weight: 0 }],
				'_imap._tcp.example.com': [
					{ name: 'second.example.com', port: 143, priority: 20, weight: 0 },
					{ name: 'first.example.com', port: 1143, priority: 10, weight: 0 },
				],
			},
		});
		expect(await discoverServer('imap', 'support@example.com', { ...lookups, page: async () => null })).toEqual({
			host: 'first.example.com',
			port: 1143,
			security: 'starttls',
			source: 'SRV record of example.com',
			domain: 'example.com',
		});
		expect(lookups.asked).toEqual(expect.arrayContaining(['_imaps._tcp.example.com', '_imap._tcp.example.com']));
		expect(lookups.asked.join()).not.toContain('submission');
	});

	it('gives whoever receives the mail, the first one first', async () => {
		const lookups = await dns({
			mx: {
				'example.com': [
					{ exchange: 'backup.example.net', priority: 90 },
					{ exchange: 'example-com.mail.protection.outlook.com', priority: 0 },
				],
			},
		});
		expect(await lookups.mailExchangers('example.com')).toEqual(['example-com.mail.protection.outlook.com', 'backup.example.net']);
		expect(await discoverServer('smtp', 'support@example.com', { ...lookups, page: async () => null })).toMatchObject({ host: 'smtp.office365.com', port: 587 });
	});

	it('tells a name that does not exist from a name server that does not work', async () => {
		const none = await dns({});
		await expect(discoverServer('imap', 'support@example.com', { ...none, page: async () => null })).rejects.toMatchObject({ code: 'SETTINGS_NOT_FOUND' });
		const broken = await dns({ broken: ['_imaps._tcp.example.com'] });
		await expect(discoverServer('imap', 'support@example.com', { ...broken, page: async () => null })).rejects.toMatchObject({ code: 'SETTINGS_LOOKUP_FAILED' });
	});
});

describe('pages', () => {
	let server: Server;
	let origin = '';
	const authorities = getCACertificates('default');
	beforeAll(async () => {
		const { cert, key, authority } = makeCertificates();
		setDefaultCACertificates([...authorities, authority]);
		server = createServer({ cert, key }, (request, response) => {
			const redirect = (place: string) => response.writeHead(302, { location: place }).end();
			const routes: Record<string, () => void> = {
				'/good': () => response.end('<clientConfig/>'),
				'/away': () => redirect('/good'),
				'/plain': () => redirect(`${origin.replace('https', 'http')}/good`),
				'/round': () => redirect('/round'),
				'/odd': () => redirect('https://user:pass@localhost/good'),
				'/large': () => response.end('x'.repeat(100_001)),
				'/endless': () => {
					const timer = setInterval(() => response.write('x'.repeat(50_000)), 5);
					response.once('close', () => clearInterval(timer));
				},
				'/silent': () => undefined,
			};
			const route = routes[request.url ?? ''];
			if (route) route();
			else response.writeHead(404).end('<clientConfig/>');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		origin = `https://localhost:${String((server.address() as AddressInfo).port)}`;
	});
	afterAll(async () => {
		setDefaultCACertificates(authorities);
		server.closeAllConnections();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	});

	const patient = () => AbortSignal.timeout(10_000);

	it('are read over HTTPS, also after a redirect', async () => {
		expect(await fetchPage(`${origin}/good`, patient())).toBe('<clientConfig/>');
		expect(await fetchPage(`${origin}/away`, patient())).toBe('<clientConfig/>');
	});

	it.each(['/missing', '/plain', '/round', '/odd', '/large', '/endless'])('%s gives nothing', async (path) => expect(await fetchPage(`${origin}${path}`, patient())).toBeNull());

	it('are never asked for without encryption', async () => expect(await fetchPage('http://localhost:1/good', patient())).toBeNull());

	it('are given up after a while', async () => await expect(fetchPage(`${origin}/silent`, AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'TimeoutError' }));

	it('of a server with a certificate of its own count as "nothing there"', async () => {
		setDefaultCACertificates(authorities);
		const lookups = { serviceRecords: async () => [], mailExchangers: async () => [], page: async () => await fetchPage(`${origin}/good`, patient()) };
		await expect(discoverServer('imap', 'support@example.com', lookups)).rejects.toMatchObject({ code: 'SETTINGS_NOT_FOUND' });
	});
});
