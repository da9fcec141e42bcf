import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { OutboxRow, OutboxRows, OutgoingMail, SmtpAccount } from '../../../helpdesk/outbox/Outbox';

export interface Received {
	from: string;
	to: string[];
	raw: string;
}

export interface TestServer {
	port: number;
	received: Received[];
	close: () => Promise<void>;
}

/** A real SMTP server on loopback that keeps what it takes. */
export async function startServer(options: SMTPServerOptions = {}): Promise<TestServer> {
	const received: Received[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		disableReverseLookup: true,
		onData(stream, session, callback) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const { mailFrom, rcptTo } = session.envelope;
				received.push({ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString('utf8') });
				callback(null, 'OK: queued for customer@example.com');
			});
		},
		...options,
	});
	server.on('error', () => undefined);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.server.address() as AddressInfo).port,
		received,
		close: () => new Promise<void>((resolve) => server.close(resolve)),
	};
}

export function account(port: number, change: Partial<SmtpAccount> = {}): SmtpAccount {
	return { host: '127.0.0.1', port, security: 'none', checkCertificate: true, certificateAuthority: '', user: '', secret: async () => ({ kind: 'none' }), ...change };
}

export function mail(change: Partial<OutgoingMail> = {}): OutgoingMail {
	return {
		from: { address: 'support@example.com', name: 'Podpora Žilina' },
		to: [{ address: 'customer@example.com', name: 'Zákazník' }],
		cc: [],
		bcc: [],
		replyTo: [],
		subject: 'TT15 [ Ticket Id : 1483 ] Tlačiareň',
		text: 'Dobrý deň',
		html: '<p>Dobrý deň</p>',
		messageId: '<t.1483.1@example.com>',
		inReplyTo: '<question@example.com>',
		references: ['<first@example.com>', '<question@example.com>'],
		headers: { 'Auto-Submitted': 'auto-replied', 'X-Mail-Helpdesk-Loop': 'desk1' },
		...change,
	};
}

/** Rows in memory, with what was asked of them. */
export function memoryRows(): OutboxRows & { rows: Map<string, OutboxRow>; steps: string[] } {
	const rows = new Map<string, OutboxRow>();
	const steps: string[] = [];
	const change = async (step: string, claim: string, part: Partial<OutboxRow>): Promise<void> => {
		steps.push(step);
		const row = rows.get(claim);
		if (row !== undefined && row.state !== 'sent') rows.set(claim, { ...row, ...part });
	};
	return {
		rows,
		steps,
		async reserve(claim, messageId) {
			steps.push('reserve');
			const row = rows.get(claim) ?? { claim, messageId, state: 'sending' as const, attempts: 0, response: '', sentAt: null };
			rows.set(claim, row);
			return { ...row };
		},
		trying: async (claim) => change('trying', claim, { state: 'sending', attempts: (rows.get(claim)?.attempts ?? 0) + 1 }),
		markSent: async (claim, response, at) => change('sent', claim, { state: 'sent', response, sentAt: at }),
		markRefused: async (claim, response) => change('refused', claim, { state: 'refused', response }),
	};
}
