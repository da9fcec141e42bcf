import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import type { SMTPServerOptions } from 'smtp-server';
import { composeRaw } from '../../../helpdesk/outbox/composeRaw';
import type { SmtpAccount } from '../../../helpdesk/outbox/Outbox';
import { OutboxError } from '../../../helpdesk/outbox/OutboxError';
import { withSmtpSession } from '../../../helpdesk/outbox/smtpSession';
import { verifySmtp } from '../../../helpdesk/outbox/verifySmtp';
import { makeCertificates, type TestCertificates } from '../../support/certificates';
import { account, mail, startServer, type TestServer } from './smtpFixture';

let certificates: TestCertificates;
const closers: Array<() => Promise<void>> = [];

beforeAll(() => {
	certificates = makeCertificates();
});

afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

async function server(options: Parameters<typeof startServer>[0]): Promise<TestServer> {
	const started = await startServer(options);
	closers.push(started.close);
	return started;
}

async function plainServer(talk: (socket: Socket) => void): Promise<number> {
	const listening: Server = createServer((socket) => {
		socket.on('error', () => undefined);
		closers.push(async () => void socket.destroy());
		talk(socket);
	});
	await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
	closers.push(async () => await new Promise<void>((resolve) => listening.close(() => resolve())));
	return (listening.address() as AddressInfo).port;
}

async function problem(tried: SmtpAccount): Promise<OutboxError> {
	const error: unknown = await verifySmtp(tried).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(OutboxError);
	return error as OutboxError;
}

const password = (value: string): SmtpAccount['secret'] => async () => ({ kind: 'password', password: value });
const authentication: SMTPServerOptions & { onAuth: NonNullable<SMTPServerOptions['onAuth']> } = {
	authMethods: ['PLAIN', 'LOGIN'],
	allowInsecureAuth: true,
	onAuth(auth, _session, callback) {
		if (auth.password === 'right') callback(null, { user: 'u' });
		else callback(new Error('Invalid login for support@example.com'));
	},
};

describe('signing in', () => {
	it('works with the right password and fails in plain words with a wrong one, tried once', async () => {
		let tries = 0;
		const smtp = await server({ ...authentication, onAuth(auth, session, callback) {
				tries++;
				authentication.onAuth(auth, session, callback);
			},
		});
		await verifySmtp(account(smtp.port, { user: 'support@example.com', secret: password('right') }));
		tries = 0;
		const error = await problem(account(smtp.port, { user: 'support@example.com', secret: password('wrong-secret') }));
		expect(error).toMatchObject({ code: 'AUTHENTICATION_FAILED', fault: 'settings' });
		expect(JSON.stringify([error.message, error.remedy])).not.toMatch(/wrong-secret|support@example/);
		expect(tries).toBe(1);
	});

	it('with an access token uses XOAUTH2, and asks for a new one once after a refusal', async () => {
		const smtp = await server({
			authMethods: ['XOAUTH2'],
			allowInsecureAuth: true,
			onAuth(auth, _session, callback) {
				if (auth.accessToken === 'fresh' && auth.username === 'box@example.com') callback(null, { user: 'u' });
				else callback(null, { data: { status: '401', schemes: 'bearer', scope: 'x' } });
			},
		});
		const asked: Array<string | null> = [];
		const secret = async (refused: string | null) => {
			asked.push(refused);
			return { kind: 'token' as const, accessToken: refused === 'stale' ? 'fresh' : 'stale' };
		};
		await verifySmtp(account(smtp.port, { user: 'box@example.com', secret }));
		expect(asked).toEqual([null, 'stale']);
		const error = await problem(account(smtp.port, { user: 'box@example.com', secret: async () => ({ kind: 'token', accessToken: 'dead-token' }) }));
		expect(error.code).toBe('AUTHENTICATION_FAILED');
		expect(JSON.stringify([error.message, error.remedy])).not.toContain('dead-token');
	});

	it('is asked for when the server wants it', async () => {
		const smtp = await server({ ...authentication, authOptional: false });
		const error: unknown = await withSmtpSession(account(smtp.port), async (session) => await session.send({ from: 'a@example.com', to: ['b@example.com'] }, Buffer.from('x'))).catch((reason: unknown) => reason);
		expect(error).toMatchObject({ code: 'AUTHENTICATION_REQUIRED', fault: 'settings' });
	});
});

describe('encryption', () => {
	it('TLS and STARTTLS work with a certificate whose authority is given', async () => {
		const { cert, key, authority } = certificates;
		const tls = await server({ secure: true, cert, key });
		await verifySmtp(account(tls.port, { host: 'localhost', security: 'tls', certificateAuthority: authority }));
		const starttls = await server({ cert, key, disabledCommands: ['AUTH'] });
		await verifySmtp(account(starttls.port, { host: 'localhost', security: 'starttls', certificateAuthority: authority }));
	});

	it('a certificate that is not trusted, over or for another name is refused unless checks are off', async () => {
		const { cert, key, expiredCert, authority } = certificates;
		const tls = await server({ secure: true, cert, key });
		expect(await problem(account(tls.port, { host: 'localhost', security: 'tls' }))).toMatchObject({ code: 'CERTIFICATE', fault: 'settings' });
		expect((await problem(account(tls.port, { security: 'tls', certificateAuthority: authority }))).code).toBe('CERTIFICATE');
		await verifySmtp(account(tls.port, { security: 'tls', checkCertificate: false }));
		const expired = await server({ secure: true, cert: expiredCert, key });
		expect((await problem(account(expired.port, { host: 'localhost', security: 'tls', certificateAuthority: authority }))).code).toBe('CERTIFICATE');
		const starttls = await server({ cert, key, disabledCommands: ['AUTH'] });
		expect((await problem(account(starttls.port, { host: 'localhost', security: 'starttls' }))).code).toBe('CERTIFICATE');
	});

	it('STARTTLS that is chosen and not offered stops before the password', async () => {
		let tries = 0;
		const smtp = await server({ ...authentication, onAuth: () => { tries++; } });
		expect(await problem(account(smtp.port, { security: 'starttls', user: 'u', secret: password('right') }))).toMatchObject({ code: 'STARTTLS_MISSING', fault: 'settings' });
		expect(tries).toBe(0);
	});

	it('TLS on a port that speaks plainly is named', async () => {
		const smtp = await server({});
		const error = await problem(account(smtp.port, { security: 'tls' }));
		expect(error.code).toBe('TLS_FAILED');
		expect(error.remedy).toContain('STARTTLS');
	});
});

describe('a server that is not there', () => {
	it.each(['smtp.gmail.com', 'SMTP.Office365.com', 'smtp-mail.outlook.com', 'outlook.office365.com'])('port 25 of %s is refused with a hint', async (host) => {
		const error = await problem(account(25, { host }));
		expect(error).toMatchObject({ code: 'PORT_25', fault: 'settings' });
		expect(error.remedy).toMatch(/587/);
	});

	it('nobody listens, no such name, no mail server, no answer', async () => {
		const closed = await plainServer(() => undefined);
		for (const close of closers.splice(0)) await close();
		expect(await problem(account(closed))).toMatchObject({ code: 'CONNECTION_REFUSED', fault: 'world' });
		expect(await problem(account(25, { host: 'no-such-host.invalid' }))).toMatchObject({ code: 'HOST_NOT_FOUND', fault: 'world' });
		const http = await plainServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
		expect((await problem(account(http))).code).toBe('NOT_AN_SMTP_SERVER');
		const silent = await plainServer(() => undefined);
		const error: unknown = await withSmtpSession(account(silent), async () => undefined, { connect: 1_000, greeting: 300, silence: 1_000 }).catch((reason: unknown) => reason);
		expect(error).toMatchObject({ code: 'TIMEOUT', fault: 'world' });
		const busy = await plainServer((socket) => socket.end('421 too busy\r\n'));
		expect(await problem(account(busy))).toMatchObject({ code: 'TEMPORARILY_REFUSED', fault: 'world' });
		const gone = await plainServer((socket) => socket.destroy());
		expect(await problem(account(gone))).toMatchObject({ code: 'CONNECTION_LOST', fault: 'world' });
	});
});

describe('the copy for Sent', () => {
	it('is a readable mail with the same ids, and without Bcc', async () => {
		const raw = await composeRaw(mail({ bcc: [{ address: 'boss@example.com', name: '' }], html: '' }), '2024-03-05T10:12:00.000Z');
		const parsed = await simpleParser(raw);
		expect(parsed).toMatchObject({ messageId: '<t.1483.1@example.com>', subject: 'TT15 [ Ticket Id : 1483 ] Tlačiareň', date: new Date('2024-03-05T10:12:00.000Z') });
		expect(parsed.text?.trim()).toBe('Dobrý deň');
		expect(parsed.from?.value[0]).toMatchObject({ address: 'support@example.com', name: 'Podpora Žilina' });
		expect(raw.toString()).not.toContain('boss');
	});
});
