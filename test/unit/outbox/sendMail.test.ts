import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { SendPolicy } from '../../../helpdesk/outbox/Outbox';
import { OutboxError } from '../../../helpdesk/outbox/OutboxError';
import { sendMail } from '../../../helpdesk/outbox/sendMail';
import { account, mail, memoryRows, startServer, type TestServer } from './smtpFixture';

const NOW = '2024-03-05T10:12:00.000Z';
const AGAIN: SendPolicy = { afterUncertain: 'send-again' };
const PARK: SendPolicy = { afterUncertain: 'park' };

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

async function server(...options: Parameters<typeof startServer>): Promise<TestServer> {
	const started = await startServer(...options);
	closers.push(started.close);
	return started;
}

async function failure(promise: Promise<unknown>): Promise<OutboxError> {
	const error: unknown = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(OutboxError);
	return error as OutboxError;
}

/** Passes on to a real server and cuts the connection when `cut` says so, with the bytes the client sent so far. */
async function cuttingProxy(port: number, cut: (sent: string) => boolean): Promise<number> {
	const sockets = new Set<Socket>();
	const proxy: Server = createServer((client) => {
		const upstream = connect(port, '127.0.0.1');
		sockets.add(client).add(upstream);
		client.on('error', () => undefined);
		upstream.on('error', () => undefined);
		let sent = '';
		client.on('data', (chunk: Buffer) => {
			sent += chunk.toString('latin1');
			if (cut(sent)) {
				// What the server had before counts; its answer never arrives.
				upstream.unpipe(client);
				upstream.write(chunk, () => setTimeout(() => client.destroy(), 100));
			} else upstream.write(chunk);
		});
		upstream.pipe(client);
		client.on('close', () => upstream.end());
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	closers.push(async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise<void>((resolve) => proxy.close(() => resolve()));
	});
	return (proxy.address() as AddressInfo).port;
}

describe('a mail that is sent', () => {
	it('arrives with its headers, and its row is reserved before and marked after', async () => {
		const smtp = await server();
		const rows = memoryRows();
		const outcome = await sendMail(account(smtp.port), mail({ bcc: [{ address: 'boss@example.com', name: '' }] }), 'claim', rows, AGAIN, NOW);
		expect(outcome).toEqual({ status: 'sent', messageId: '<t.1483.1@example.com>', response: '250 OK: queued for (address)' });
		expect(rows.steps).toEqual(['reserve', 'trying', 'sent']);
		expect(rows.rows.get('claim')).toMatchObject({ state: 'sent', attempts: 1, sentAt: NOW });
		const [got] = smtp.received;
		expect(got).toMatchObject({ from: 'support@example.com', to: ['customer@example.com', 'boss@example.com'] });
		const header = got?.raw.split('\r\n\r\n')[0]?.replace(/\r\n[ \t]/g, ' ') ?? '';
		for (const line of [
			'Message-ID: <t.1483.1@example.com>',
			'In-Reply-To: <question@example.com>',
			'References: <first@example.com> <question@example.com>',
			'Auto-Submitted: auto-replied',
			'X-Mail-Helpdesk-Loop: desk1',
			'Date: Tue, 05 Mar 2024 10:12:00 +0000',
		]) {
			expect(header).toContain(line);
		}
		expect(header).not.toMatch(/boss|bcc/i);
		expect(header).toMatch(/Content-Type: multipart\/alternative/);
	});

	it('is not sent again under the same claim', async () => {
		const smtp = await server();
		const rows = memoryRows();
		await sendMail(account(smtp.port), mail(), 'claim', rows, AGAIN, NOW);
		expect(await sendMail(account(smtp.port), mail({ messageId: '<other@example.com>' }), 'claim', rows, AGAIN, NOW)).toMatchObject({
			status: 'already-sent',
			messageId: '<t.1483.1@example.com>',
		});
		expect(smtp.received).toHaveLength(1);
	});

	it('reaches a domain with letters outside ASCII', async () => {
		const smtp = await server();
		await sendMail(account(smtp.port), mail({ to: [{ address: 'jana@žilina.example', name: '' }] }), 'claim', memoryRows(), AGAIN, NOW);
		expect(smtp.received).toHaveLength(1);
	});
});

describe('a try whose end nobody knows', () => {
	it('leaves the row in sending when the connection breaks after the whole mail; then the policy decides', async () => {
		const smtp = await server();
		const rows = memoryRows();
		const broken = await cuttingProxy(smtp.port, (sent) => sent.endsWith('\r\n.\r\n'));
		const error = await failure(sendMail(account(broken), mail(), 'claim', rows, AGAIN, NOW));
		expect(error).toMatchObject({ code: 'CONNECTION_LOST', fault: 'world', uncertain: true });
		expect(error.remedy).toContain('may have taken the mail');
		expect(rows.rows.get('claim')).toMatchObject({ state: 'sending', attempts: 1 });

		expect(await sendMail(account(smtp.port), mail(), 'claim', rows, PARK, NOW)).toMatchObject({ status: 'uncertain', messageId: '<t.1483.1@example.com>' });
		const before = smtp.received.length;
		expect(await sendMail(account(smtp.port), mail({ messageId: '<new@example.com>' }), 'claim', rows, AGAIN, NOW)).toMatchObject({ status: 'sent' });
		expect(smtp.received).toHaveLength(before + 1);
		expect(smtp.received.every(({ raw }) => raw.includes('Message-ID: <t.1483.1@example.com>'))).toBe(true);
	});

	it('is not assumed when the connection breaks before the data', async () => {
		const smtp = await server();
		const rows = memoryRows();
		const broken = await cuttingProxy(smtp.port, (sent) => sent.includes('RCPT TO'));
		expect(await failure(sendMail(account(broken), mail(), 'claim', rows, AGAIN, NOW))).toMatchObject({ uncertain: false, fault: 'world' });
		expect(rows.rows.get('claim')?.state).toBe('refused');
		expect(await sendMail(account(smtp.port), mail(), 'claim', rows, PARK, NOW)).toMatchObject({ status: 'sent' });
	});

	it('is assumed after a kill between reserving and marking', async () => {
		const smtp = await server();
		const rows = memoryRows();
		await rows.reserve('claim', '<before@example.com>', NOW);
		await rows.trying('claim');
		expect(await sendMail(account(smtp.port), mail(), 'claim', rows, PARK, NOW)).toMatchObject({ status: 'uncertain', messageId: '<before@example.com>' });
		expect(smtp.received).toHaveLength(0);
	});

	it('is not left behind when the access token cannot be had', async () => {
		const smtp = await server();
		const rows = memoryRows();
		const noToken = account(smtp.port, { user: 'u', secret: async () => await Promise.reject(new Error('no token')) });
		await expect(sendMail(noToken, mail(), 'claim', rows, AGAIN, NOW)).rejects.toThrow('no token');
		expect(rows.rows.get('claim')?.state).toBe('refused');
	});
});

describe('a mail that is refused', () => {
	const refusing = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

	it.each([
		[550, 'no such user customer@example.com', 'RECIPIENT_REFUSED', 'message'],
		[451, 'greylisted, try later', 'TEMPORARILY_REFUSED', 'world'],
	])('at the recipient with %d', async (code, text, expected, fault) => {
		const smtp = await server({ onRcptTo: (_address, _session, callback) => callback(refusing(code, text)) });
		const rows = memoryRows();
		const error = await failure(sendMail(account(smtp.port), mail(), 'claim', rows, AGAIN, NOW));
		expect(error).toMatchObject({ code: expected, fault });
		expect(error.message + error.remedy).not.toContain('customer@example.com');
		expect(rows.rows.get('claim')).toMatchObject({ state: 'refused', response: expected });
	});

	it('by one recipient only is sent to the others, and the answer says so', async () => {
		const smtp = await server({ onRcptTo: ({ address }, _session, callback) => callback(address.startsWith('gone') ? refusing(550, 'gone') : undefined) });
		const outcome = await sendMail(account(smtp.port), mail({ cc: [{ address: 'gone@example.com', name: '' }] }), 'claim', memoryRows(), AGAIN, NOW);
		expect(outcome.response).toContain('(1 of 2 recipients refused)');
		expect(smtp.received[0]?.to).toEqual(['customer@example.com']);
	});

	it('at the sender, or for its size, or for its content', async () => {
		const sender = await server({ onMailFrom: (_address, _session, callback) => callback(refusing(550, 'not yours')) });
		expect(await failure(sendMail(account(sender.port), mail(), 'a', memoryRows(), AGAIN, NOW))).toMatchObject({ code: 'SENDER_REFUSED', fault: 'settings' });
		const small = await server({ size: 100 });
		expect(await failure(sendMail(account(small.port), mail(), 'b', memoryRows(), AGAIN, NOW))).toMatchObject({ code: 'MESSAGE_TOO_LARGE', fault: 'message' });
		const picky = await server({
			onData(stream, _session, callback) {
				stream.resume().on('end', () => callback(refusing(554, 'spam')));
			},
		});
		const rows = memoryRows();
		expect(await failure(sendMail(account(picky.port), mail(), 'c', rows, AGAIN, NOW))).toMatchObject({ code: 'MESSAGE_REFUSED', fault: 'message', uncertain: false });
		expect(rows.rows.get('c')?.state).toBe('refused');
	});
});

describe('what goes out is what was meant', () => {
	it('line ends in subject, names and header values make no header', async () => {
		const smtp = await server();
		const evil = 'x\r\nBcc: victim@example.com\n\r\nbody\u2028Y: z';
		await sendMail(
			account(smtp.port),
			mail({ subject: evil, from: { address: 'support@example.com', name: evil }, to: [{ address: 'customer@example.com', name: evil }], headers: { 'X-Note': evil }, inReplyTo: `<a@b.example>\r\nBcc: v@example.com`, references: ['<a b@example.com>', '<ok@example.com>'] }),
			'claim',
			memoryRows(),
			AGAIN,
			NOW,
		);
		const header = smtp.received[0]?.raw.split('\r\n\r\n')[0] ?? '';
		expect(header).not.toMatch(/^(?:Bcc|Y|In-Reply-To):/m);
		expect(header).toMatch(/^References: <ok@example.com>$/m);
		expect(smtp.received[0]?.to).toEqual(['customer@example.com']);
	});

	it.each([
		['a@example.com\r\nRCPT TO:<victim@example.com>', 'BAD_ADDRESS'],
		['a@example.com, b@example.com', 'BAD_ADDRESS'],
		['<a@example.com>', 'BAD_ADDRESS'],
		['a b@example.com', 'BAD_ADDRESS'],
		['nobody', 'BAD_ADDRESS'],
		['', 'BAD_ADDRESS'],
	])('the address %j is refused before anything is reserved', async (address, code) => {
		const rows = memoryRows();
		expect(await failure(sendMail(account(1), mail({ to: [{ address, name: '' }] }), 'claim', rows, AGAIN, NOW))).toMatchObject({ code });
		expect(rows.steps).toEqual([]);
	});

	it.each<[string, Parameters<typeof mail>[0], string]>([
		['no recipient', { to: [] }, 'NO_RECIPIENT'],
		['a header name with a line end', { headers: { 'X-A: b\r\nBcc': 'x' } }, 'BAD_HEADER'],
		['a second From', { headers: { from: 'x' } }, 'BAD_HEADER'],
		['a Message-ID that is none', { messageId: 'x\r\ny' }, 'BAD_MESSAGE_ID'],
	])('%s is refused', async (_name, change, code) => {
		expect(await failure(sendMail(account(1), mail(change), 'claim', memoryRows(), AGAIN, NOW))).toMatchObject({ code });
	});
});
