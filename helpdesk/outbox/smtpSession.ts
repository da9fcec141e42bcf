import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpAccount } from './Outbox';
import { OutboxError } from './OutboxError';
import { outboxError } from './smtpProblems';

type Secret = Awaited<ReturnType<SmtpAccount['secret']>>;

/** In milliseconds. A server may take minutes over the end of the data (RFC 5321 section 4.5.3.2.6 speaks of ten). */
export interface SmtpTimeouts {
	connect: number;
	greeting: number;
	silence: number;
}

const TIMEOUTS: SmtpTimeouts = { connect: 20_000, greeting: 20_000, silence: 180_000 };

/** A signed-in connection. */
export interface SmtpSession {
	/** Hands one mail over. Resolves with the server's answer and how many recipients it refused. Rejects with `OutboxError`. */
	send(envelope: { from: string; to: string[] }, raw: Buffer): Promise<{ response: string; refused: number }>;
}

function connectionOf(account: SmtpAccount, timeouts: SmtpTimeouts): SMTPConnection {
	return new SMTPConnection({
		host: account.host,
		port: account.port,
		secure: account.security === 'tls',
		requireTLS: account.security === 'starttls',
		ignoreTLS: account.security === 'none',
		connectionTimeout: timeouts.connect,
		dnsTimeout: timeouts.connect,
		greetingTimeout: timeouts.greeting,
		socketTimeout: timeouts.silence,
		logger: false,
		tls: { rejectUnauthorized: account.checkCertificate, ...(account.certificateAuthority === '' ? {} : { ca: account.certificateAuthority }) },
		customAuth: {
			// SASL XOAUTH2 as Google and Microsoft describe it; after a refusal the server waits for an empty line before it says why.
			async XOAUTH2(context) {
				const { user, pass } = context.auth.credentials;
				const token = Buffer.from(`user=${user}\u0001auth=Bearer ${pass}\u0001\u0001`).toString('base64');
				let reply = await context.sendCommand(`AUTH XOAUTH2 ${token}`);
				if (reply.status === 334) reply = await context.sendCommand('');
				if (reply.status === 235) context.resolve();
				else context.reject('Invalid login');
			},
		},
	});
}

type Step<Result> = { failed: false; result: Result | undefined } | { failed: true; error: unknown };

/** Runs one step; the connection's own `error` or `end` event ends it, too. Never rejects: what nodemailer reports is turned into words by the caller. */
async function step<Result>(connection: SMTPConnection, run: (done: (error: unknown, result?: Result) => void) => void): Promise<Step<Result>> {
	return await new Promise((resolve) => {
		const settle = (outcome: Step<Result>): void => {
			connection.removeListener('error', fail);
			connection.removeListener('end', gone);
			resolve(outcome);
		};
		const fail = (error: unknown): void => settle({ failed: true, error });
		const gone = (): void => fail({ code: 'ECONNECTION' });
		connection.once('error', fail);
		connection.once('end', gone);
		run((error, result) => (error ? fail(error) : settle({ failed: false, result })));
	});
}

function signInOf(user: string, secret: Secret): { user: string; pass: string; method?: string } | null {
	if (secret.kind === 'none' || user === '') return null;
	return secret.kind === 'token' ? { user, pass: secret.accessToken, method: 'XOAUTH2' } : { user, pass: secret.password };
}

async function once<Result>(account: SmtpAccount, secret: Secret, timeouts: SmtpTimeouts, use: (session: SmtpSession) => Promise<Result>): Promise<Result> {
	const connection = connectionOf(account, timeouts);
	// Between two steps nobody listens, and an `error` without a listener would end the process.
	connection.on('error', () => undefined);
	try {
		const signIn = signInOf(account.user, secret);
		const connected = await step(connection, (done) => connection.connect(done));
		if (connected.failed) throw outboxError(connected.error, account, false);
		const signedIn = signIn === null ? connected : await step(connection, (done) => connection.login(signIn, done));
		if (signedIn.failed) throw outboxError(signedIn.error, account, false, secret.kind === 'token');
		return await use({
			async send(envelope, raw) {
				let handedOver = false;
				const message = Readable.from([raw], { objectMode: false }).once('end', () => (handedOver = true));
				const sent = await step<{ response: string; refused: number }>(connection, (done) => {
					connection.send({ ...envelope, size: raw.length }, message, (error, info) => {
						if (error) done(error);
						else done(null, { response: info.response, refused: info.rejected.length });
					});
				});
				message.destroy();
				if (sent.failed) throw outboxError(sent.error, account, handedOver);
				return sent.result ?? { response: '', refused: 0 };
			},
		});
	} finally {
		connection.quit();
		setTimeout(() => connection.close(), 2_000).unref();
	}
}

/**
 * Connects, signs in, runs `use` and says goodbye. With an access token that the server refuses, a renewed one is tried once; a password never twice, or the
 * provider would lock the account. STARTTLS, where chosen, is required. Rejects with `OutboxError`, or with what `account.secret` or `use` rejects with.
 */
export async function withSmtpSession<Result>(account: SmtpAccount, use: (session: SmtpSession) => Promise<Result>, timeouts: SmtpTimeouts = TIMEOUTS): Promise<Result> {
	const secret = await account.secret(null);
	try {
		return await once(account, secret, timeouts, use);
	} catch (error) {
		if (secret.kind !== 'token' || !(error instanceof OutboxError) || error.code !== 'AUTHENTICATION_FAILED') throw error;
		return await once(account, await account.secret(secret.accessToken), timeouts, use);
	}
}
