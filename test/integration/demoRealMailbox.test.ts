import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDemoRunner, type DemoRunner } from '../support/demoProcess';
import { dovecotMissing, startDovecot, type DovecotServer } from '../support/dovecot';
import { needs } from '../support/requirement';

describe('npm run demo --imap with a real server', () => {
	const check = needs(dovecotMissing() === '', dovecotMissing());
	let server: DovecotServer;
	let demo: DemoRunner;
	let authority: string;
	beforeAll(async () => {
		if (dovecotMissing() !== '') return;
		const started = await startDovecot({ users: { 'ada@kunde.example': 'p/ss word' }, folders: { Übung: '' } });
		if (!started) throw new Error('Dovecot did not start');
		server = started;
		demo = makeDemoRunner();
		authority = join(demo.folder, 'authority.pem');
		writeFileSync(authority, server.certificates.authority);
		for (const number of [1, 2, 3]) {
			const source = `From: Bo <bo${number}@kunde.example>\r\nTo: ada@kunde.example\r\nSubject: Question ${number}\r\nMessage-ID: <q${number}@kunde.example>\r\n\r\nHello ${number}\r\n`;
			server.deliver('INBOX', source, { flags: number === 2 ? ['\\Seen'] : [] });
		}
	});
	afterAll(async () => {
		await server?.stop();
		demo?.remove();
	});

	const url = (port: number, { scheme = 'imaps', password = 'p%2Fss%20word', folder = '' } = {}) =>
		`${scheme}://ada%40kunde.example:${password}@localhost:${port}/${folder}`;
	const stateOfServer = () => JSON.stringify(server.messages('INBOX'));

	check('reads the newest messages over TLS, runs them through the workflow, and changes nothing on the server', async () => {
		const before = stateOfServer();
		const { status, errors, out, state } = await demo.run(['--imap', url(server.tlsPort), '--newest', '2'], { NODE_EXTRA_CA_CERTS: authority });
		expect(errors).toBe('');
		expect(status).toBe(0);
		expect(state?.tickets.map(({ title }) => title)).toEqual(['Question 2', 'Question 3']);
		expect(state?.sent.map(({ to }) => to)).toEqual(['bo2@kunde.example', 'bo3@kunde.example']);
		expect(out).toContain('nothing was changed in INBOX at localhost');
		expect(stateOfServer()).toBe(before);
	});

	check('uses STARTTLS for imap://', async () => {
		const address = url(server.port, { scheme: 'imap' });
		const { status, state } = await demo.run(['--imap', address], { NODE_EXTRA_CA_CERTS: authority });
		expect(status).toBe(0);
		expect(state?.tickets).toHaveLength(3);
	});

	check('ends well with an empty folder', async () => {
		const { status, state } = await demo.run(['--imap', url(server.tlsPort, { folder: '%C3%9Cbung' })], { NODE_EXTRA_CA_CERTS: authority });
		expect(status).toBe(0);
		expect(state?.messages).toEqual([]);
	});

	check('says what is wrong with sign-in, folder or certificate, without a password', async () => {
		for (const [address, environment, words] of [
			[url(server.tlsPort, { password: 'hunter2' }), { NODE_EXTRA_CA_CERTS: authority }, 'user name or password'],
			[url(server.tlsPort, { folder: 'Nowhere' }), { NODE_EXTRA_CA_CERTS: authority }, 'Nowhere'],
			[url(server.tlsPort), {}, 'certificate'],
		] as const) {
			const { status, errors } = await demo.run(['--imap', address], environment);
			expect(status).toBe(1);
			expect(errors).toContain(words);
			expect(errors).not.toMatch(/hunter2|p\/ss|\n.*\n/);
		}
	});
});
