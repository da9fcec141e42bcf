import type { AddressInfo } from 'node:net';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived. */
export interface SentMail {
	from: string;
	/** Addresses of the envelope: who really got it. */
	to: string[];
	/** Addresses of the header field To. */
	headerTo: string[];
	subject: string;
	/** With angle brackets, as all ids here. */
	messageId: string;
	inReplyTo: string | null;
	references: string[];
	/** Names in lower case. */
	headers: Record<string, string[]>;
	text: string;
	html: string;
	raw: Buffer;
}

export interface SmtpSink {
	port: number;
	/** In the order of arrival. */
	readonly messages: SentMail[];
	/** The first mail that satisfies `predicate`, already here or yet to come; rejects after `ms`. */
	waitFor(predicate: (mail: SentMail) => boolean, ms: number): Promise<SentMail>;
	stop(): Promise<void>;
}

const addresses = (value: AddressObject | AddressObject[] | undefined) =>
	[value ?? []].flat().flatMap((each) => each.value.map((entry) => entry.address ?? ''));

function headersOf(mail: ParsedMail): Record<string, string[]> {
	const headers: Record<string, string[]> = {};
	for (const { key, line } of mail.headerLines) {
		(headers[key] ??= []).push(line.slice(line.indexOf(':') + 1).replace(/\r?\n[\t ]/g, ' ').trim());
	}
	return headers;
}

async function read(raw: Buffer, recipients: string[]): Promise<SentMail> {
	const mail = await simpleParser(raw);
	return {
		from: addresses(mail.from)[0] ?? '',
		to: recipients,
		headerTo: addresses(mail.to),
		subject: mail.subject ?? '',
		messageId: mail.messageId ?? '',
		inReplyTo: mail.inReplyTo ?? null,
		references: [mail.references ?? []].flat(),
		headers: headersOf(mail),
		text: mail.text ?? '',
		html: mail.html || '',
		raw,
	};
}

/** An SMTP server on the loopback that keeps every mail and passes none on. With `auth` it demands this sign-in; without, none is offered. */
export async function startSmtpSink({ auth }: { auth?: { user: string; password: string } } = {}): Promise<SmtpSink> {
	const messages: SentMail[] = [];
	const waiting = new Set<(mail: SentMail) => void>();
	const server = new SMTPServer({
		logger: false,
		disableReverseLookup: true,
		disabledCommands: auth ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
		allowInsecureAuth: true,
		authOptional: !auth,
		onAuth: (given, _session, done) => {
			const right = auth !== undefined && given.username === auth.user && given.password === auth.password;
			done(right ? null : new Error('Wrong user or password'), right ? { user: auth.user } : undefined);
		},
		onData: (stream, session, done) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				read(Buffer.concat(chunks), session.envelope.rcptTo.map((each) => each.address)).then((mail) => {
					messages.push(mail);
					for (const tell of [...waiting]) tell(mail);
					done();
				}, done);
			});
		},
	});
	server.on('error', () => undefined);
	await new Promise<void>((resolve, reject) => {
		server.server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	return {
		port: (server.server.address() as AddressInfo).port,
		messages,
		waitFor: async (predicate, ms) => {
			const here = messages.find(predicate);
			if (here) return here;
			return await new Promise<SentMail>((resolve, reject) => {
				const end = () => {
					clearTimeout(timer);
					waiting.delete(tell);
				};
				const tell = (mail: SentMail) => {
					if (!predicate(mail)) return;
					end();
					resolve(mail);
				};
				const timer = setTimeout(() => {
					end();
					reject(new Error(`No such mail arrived within ${ms} ms; ${messages.length} others did.`));
				}, ms);
				waiting.add(tell);
			});
		},
		stop: async () => await new Promise<void>((resolve) => server.close(() => resolve())),
	};
}
