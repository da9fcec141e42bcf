import { createServer, type Server } from 'node:net';
import type { MailboxAccount } from '../../helpdesk/mailbox/MailboxAccount';
import type { MailboxError } from '../../helpdesk/mailbox/MailboxError';
import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { testMailbox } from '../../helpdesk/mailbox/testMailbox';
import { startEmbeddedImap } from '../../runner/embeddedImap';
import { makeCertificates } from '../support/certificates';
import { dovecotMissing, startDovecot } from '../support/dovecot';
import { startImapFront } from '../support/imapFront';
import { lacking, SERVERS, startMailServer, type MailServer } from '../support/mailServer';
import { needs } from '../support/requirement';

async function problemOf(attempt: Promise<unknown>): Promise<MailboxError> {
	return await attempt.then(
		() => Promise.reject(new Error('it worked')),
		(error: MailboxError) => error,
	);
}

async function signsIn(account: MailboxAccount): Promise<void> {
	const session = await openMailbox(account);
	expect(session.alive).toBe(true);
	expect(session.account).toBe('alice@localhost');
	await session.noop(60_000);
	await session.close();
	expect(session.alive).toBe(false);
}

describe.each(SERVERS)('connecting to %s', (kind) => {
	const check = needs(lacking(kind) === '', lacking(kind));
	let server: MailServer;
	beforeAll(async () => {
		if (lacking(kind) === '') server = await startMailServer(kind, { folders: { Done: '' } });
	});
	afterAll(async () => await server?.stop());

	check('signs in over TLS with an own certificate authority', async () => await signsIn(server.account({ security: 'tls' })));
	check('signs in over STARTTLS', async () => await signsIn(server.account({ security: 'starttls' })));
	check('signs in unencrypted when that was chosen', async () => await signsIn(server.account()));
	check('signs in with certificate checks switched off', async () => {
		await signsIn(server.account({ security: 'tls', certificateAuthority: '', checkCertificate: false }));
	});

	check('says who it is once, after the sign-in', async () => {
		const account = server.account();
		const asked: string[] = [];
		const front = await startImapFront(account.port, { ask: (line) => (asked.push(line.split(' ')[1]?.trim() ?? ''), line) });
		await signsIn({ ...account, port: front.port });
		await front.stop();
		expect(asked.filter((each) => each === 'LOGIN' || each === 'ID')).toEqual(['LOGIN', 'ID']);
	});

	check('counts the folders for the test button', async () => expect(await testMailbox(server.account())).toEqual({ folders: 2 }));

	check('says that user name or password is wrong, without repeating them', async () => {
		const problem = await problemOf(openMailbox(server.account({ password: 'hunter2-wrong' })));
		expect(problem).toMatchObject({ code: 'AUTHENTICATION_FAILED', fault: 'settings' });
		expect(problem.message).toContain('user name or password');
		expect(`${problem.message} ${problem.remedy} ${String(problem.stack)} ${JSON.stringify(problem)}`).not.toContain('hunter2');
		expect(problem.cause).toBeUndefined();
	});

	check('refuses an empty password before asking the server', async () => {
		expect(await problemOf(openMailbox(server.account({ password: '' })))).toMatchObject({ code: 'AUTHENTICATION_FAILED', message: 'The credential holds no password.' });
	});

	for (const security of ['tls', 'starttls'] as const) {
		check(`refuses a certificate of an unknown authority (${security})`, async () => {
			const problem = await problemOf(openMailbox(server.account({ security, certificateAuthority: '' })));
			expect(problem).toMatchObject({ code: 'CERTIFICATE', fault: 'settings' });
			expect(problem.message).toContain('authority that is not known');
		});

		check(`refuses a certificate for another name (${security})`, async () => {
			const problem = await problemOf(openMailbox(server.account({ security, host: '127.0.0.1' })));
			expect(problem).toMatchObject({ code: 'CERTIFICATE', message: 'The certificate is not for 127.0.0.1 but for localhost.' });
		});
	}

	check('says that the port does not speak TLS', async () => {
		const { port } = server.account();
		const problem = await problemOf(openMailbox(server.account({ security: 'tls', port })));
		expect(problem).toMatchObject({ code: 'TLS_FAILED', fault: 'settings' });
		expect(problem.remedy).toContain('STARTTLS');
	});

	check('says that the port expects TLS', async () => {
		const { port } = server.account({ security: 'tls' });
		const problem = await problemOf(openMailbox(server.account({ security: 'none', port }), { connectTimeoutMs: 1_000 }));
		expect(problem).toMatchObject({ code: 'TIMEOUT', fault: 'world' });
		expect(problem.remedy).toContain('choose TLS');
	});

	check('reports once that the server went away, and refuses further work', async () => {
		const problems: MailboxError[] = [];
		const session = await openMailbox(server.account(), { onClosed: (problem) => problems.push(problem) });
		await server.cut();
		while (problems.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
		expect(problems).toHaveLength(1);
		expect(problems[0]).toMatchObject({ code: 'CONNECTION_LOST', fault: 'world' });
		expect(session.alive).toBe(false);
		expect(await problemOf(session.listFolders())).toMatchObject({ code: 'CONNECTION_LOST' });
		await session.close();
		expect(problems).toHaveLength(1);
	});
});

describe('what goes wrong before a sign-in', () => {
	const base: MailboxAccount = {
		host: 'localhost',
		port: 1,
		security: 'tls',
		checkCertificate: true,
		certificateAuthority: '',
		user: 'alice',
		address: '',
		secret: async () => ({ kind: 'password', password: 'secret' }),
		readOnly: false,
	};
	const listeners: Server[] = [];
	const speaking = async (greeting: string): Promise<number> => {
		const listener = createServer((socket) => {
			socket.on('error', () => undefined);
			// Nobody reads what the client says, and its end must be seen all the same.
			socket.resume();
			if (greeting) socket.write(greeting);
		});
		listeners.push(listener);
		await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
		const address = listener.address();
		return typeof address === 'object' && address ? address.port : 0;
	};
	afterAll(() => listeners.forEach((listener) => listener.close()));

	it('names a host that does not exist', async () => {
		expect(await problemOf(openMailbox({ ...base, host: 'mail.does-not-exist.invalid' }))).toMatchObject({ code: 'HOST_NOT_FOUND', fault: 'world' });
	});

	it('says that nothing listens on the port', async () => {
		const problem = await problemOf(openMailbox({ ...base, host: '127.0.0.1' }));
		expect(problem).toMatchObject({ code: 'CONNECTION_REFUSED', fault: 'world', message: '127.0.0.1:1 refused the connection.' });
	});

	it('gives up on a server that says nothing', async () => {
		const port = await speaking('');
		const started = Date.now();
		const problem = await problemOf(openMailbox({ ...base, host: '127.0.0.1', port }, { connectTimeoutMs: 400 }));
		expect(problem).toMatchObject({ code: 'TIMEOUT', fault: 'world' });
		// Without the option it is 30 s.
		expect(Date.now() - started).toBeLessThan(25_000);
	});

	it('gives up on a server that stops answering during the sign-in', async () => {
		const port = await speaking('* OK hello\r\n');
		const problem = await problemOf(openMailbox({ ...base, host: '127.0.0.1', port, security: 'none' }, { connectTimeoutMs: 400 }));
		expect(problem).toMatchObject({ code: 'TIMEOUT', fault: 'world' });
	});

	it('recognises a server of another kind', async () => {
		const port = await speaking('220 smtp.example.com ESMTP ready\r\n');
		const problem = await problemOf(openMailbox({ ...base, host: '127.0.0.1', port, security: 'none' }, { connectTimeoutMs: 60_000 }));
		expect(problem).toMatchObject({ code: 'NOT_AN_IMAP_SERVER', fault: 'settings' });
	});

	it('tells a full server from a wrong password', async () => {
		const port = await speaking('* BYE Too many connections from your address\r\n');
		expect(await problemOf(openMailbox({ ...base, host: '127.0.0.1', port, security: 'none' }))).toMatchObject({ code: 'TOO_MANY_CONNECTIONS', fault: 'world' });
	});

	it('never takes a server that answers nonsense for a wrong password', async () => {
		const port = await speaking('* OK hello\r\n1 BAD what?\r\n1 BAD what?\r\n');
		const problem = await problemOf(openMailbox({ ...base, host: '127.0.0.1', port, security: 'none' }, { connectTimeoutMs: 800 }));
		expect(problem.code).not.toBe('AUTHENTICATION_FAILED');
		expect(problem.fault).toBe('world');
	});

	it('sends no password when STARTTLS is not offered', async () => {
		const server = await startEmbeddedImap();
		const asked: Array<string | null> = [];
		const account: MailboxAccount = { ...base, port: server.port, security: 'starttls' };
		const problem = await problemOf(openMailbox({ ...account, secret: async (refused) => (asked.push(refused), { kind: 'password', password: 'secret' }) }));
		expect(problem).toMatchObject({ code: 'STARTTLS_MISSING', fault: 'settings' });
		await server.stop();
	});

	it('refuses a certificate that is over', async () => {
		const certificates = makeCertificates();
		const server = await startEmbeddedImap({ tls: true, certificate: { key: certificates.key, cert: certificates.expiredCert } });
		const problem = await problemOf(openMailbox({ ...base, port: server.port, certificateAuthority: certificates.authority }));
		expect(problem).toMatchObject({ code: 'CERTIFICATE', message: 'The certificate of localhost has expired.' });
		await server.stop();
	});

	it('refuses an own authority that is no certificate', async () => {
		const certificates = makeCertificates();
		const server = await startEmbeddedImap({ tls: true, certificate: certificates });
		const problem = await problemOf(openMailbox({ ...base, port: server.port, certificateAuthority: '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----' }));
		expect(problem).toMatchObject({ code: 'CERTIFICATE', fault: 'settings' });
		await server.stop();
	});

	it.each([
		['a password of usual signs', 'sec{4}ret (*%)', [], 'LOGIN'],
		['a password with signs that IMAP escapes', 'secret "and\\so on"', [], 'AUTHENTICATE'],
		['a password with other signs, whose charset only AUTHENTICATE names', 'tajné heslo €', [], 'AUTHENTICATE'],
		['a server that takes no LOGIN', 'secret', ['LOGINDISABLED'], 'AUTHENTICATE'],
	] as const)('signs in with one command where it can: %s', async (_, password, add, command) => {
		const server = await startEmbeddedImap({ add: [...add], users: { alice: password } });
		const asked: string[] = [];
		const front = await startImapFront(server.port, { ask: (line) => (asked.push(line.split(' ')[1] ?? ''), line) });
		await signsIn({ ...base, port: front.port, security: 'none', secret: async () => ({ kind: 'password', password }) });
		expect(asked.filter((each) => each === 'LOGIN' || each === 'AUTHENTICATE')).toEqual([command]);
		await front.stop();
		await server.stop();
	});

	it('says that passwords are not taken over an unencrypted connection', async () => {
		const server = await startEmbeddedImap({ add: ['LOGINDISABLED'], without: ['AUTH=PLAIN'] });
		const problem = await problemOf(openMailbox({ ...base, port: server.port, security: 'none' }));
		expect(problem).toMatchObject({ code: 'LOGIN_DISABLED', fault: 'settings', remedy: 'Choose TLS or STARTTLS.' });
		await server.stop();
	});
});

describe('signing in with OAuth2', () => {
	const account = (port: number, secret: MailboxAccount['secret']): MailboxAccount => ({
		host: 'localhost',
		port,
		security: 'none',
		checkCertificate: true,
		certificateAuthority: '',
		user: 'alice',
		address: '',
		secret,
		readOnly: false,
	});

	it('uses the access token', async () => {
		const server = await startEmbeddedImap({ tokens: { alice: 'fresh' } });
		await signsIn(account(server.port, async () => ({ kind: 'token', accessToken: 'fresh' })));
		await server.stop();
	});

	it('asks once for a new token when the server refuses the old one', async () => {
		const server = await startEmbeddedImap({ tokens: { alice: 'fresh' } });
		const asked: Array<string | null> = [];
		const secret: MailboxAccount['secret'] = async (refused) => {
			asked.push(refused);
			return { kind: 'token', accessToken: refused === 'stale' ? 'fresh' : 'stale' };
		};
		await signsIn(account(server.port, secret));
		expect(asked).toEqual([null, 'stale']);
		await server.stop();
	});

	it('gives up when the new token is refused too, and shows neither', async () => {
		const server = await startEmbeddedImap({ tokens: { alice: 'fresh' } });
		const asked: Array<string | null> = [];
		const secret: MailboxAccount['secret'] = async (refused) => {
			asked.push(refused);
			return { kind: 'token', accessToken: 'stale-token-text' };
		};
		const problem = await problemOf(openMailbox(account(server.port, secret)));
		expect(problem).toMatchObject({ code: 'AUTHENTICATION_FAILED', fault: 'settings' });
		expect(problem.message).toContain('OAuth2');
		expect(`${problem.message} ${problem.remedy} ${JSON.stringify(problem)}`).not.toContain('stale-token');
		expect(asked).toEqual([null, 'stale-token-text']);
		await server.stop();
	});

	it('says that the server knows no OAuth2', async () => {
		const server = await startEmbeddedImap();
		const problem = await problemOf(openMailbox(account(server.port, async () => ({ kind: 'token', accessToken: 'fresh' }))));
		expect(problem).toMatchObject({ code: 'AUTHENTICATION_FAILED', message: 'The server does not offer this way to sign in.' });
		await server.stop();
	});

	it('takes a token that cannot be renewed for a fault of the world', async () => {
		const server = await startEmbeddedImap({ tokens: { alice: 'fresh' } });
		const secret = async (): Promise<never> => await Promise.reject(new Error('token endpoint: secret=abc'));
		const problem = await problemOf(openMailbox(account(server.port, secret)));
		expect(problem).toMatchObject({ code: 'SIGN_IN_DATA', fault: 'world' });
		expect(`${problem.message} ${String(problem.cause)}`).not.toContain('abc');
		await server.stop();
	});
});

describe('limits of Dovecot', () => {
	const check = needs(dovecotMissing() === '', dovecotMissing());

	check('tells too many connections from a wrong password', async () => {
		const server = await startDovecot({ maxConnections: 1 });
		if (!server) throw new Error(dovecotMissing());
		const account: MailboxAccount = {
			host: 'localhost',
			port: server.port,
			security: 'none',
			checkCertificate: true,
			certificateAuthority: '',
			user: 'alice',
			address: '',
			secret: async () => ({ kind: 'password', password: 'secret' }),
			readOnly: false,
		};
		const first = await openMailbox(account);
		expect(await problemOf(openMailbox(account))).toMatchObject({ code: 'TOO_MANY_CONNECTIONS', fault: 'world' });
		await first.close();
		await server.stop();
	});
});
