import { createTransport } from 'nodemailer';
import { startSmtpSink, type SmtpSink } from '../../runner/smtpSink';

describe('the SMTP sink', () => {
	let sink: SmtpSink;

	afterEach(async () => await sink.stop());

	const send = async (mail: object, auth?: { user: string; pass: string }) => {
		const transport = createTransport({ host: '127.0.0.1', port: sink.port, secure: false, ignoreTLS: true, auth });
		try {
			await transport.sendMail({ from: 'desk@example.com', to: 'ada@example.org', subject: 'Žiadosť', text: 'Dobrý deň', ...mail });
		} finally {
			transport.close();
		}
	};

	it('keeps a mail with what threads it', async () => {
		sink = await startSmtpSink();
		await send({ messageId: '<a@example.com>', inReplyTo: '<b@example.org>', references: ['<c@example.org>', '<b@example.org>'], bcc: 'log@example.com' });
		expect(sink.messages).toHaveLength(1);
		expect(sink.messages[0]).toMatchObject({
			from: 'desk@example.com',
			to: ['ada@example.org', 'log@example.com'],
			headerTo: ['ada@example.org'],
			subject: 'Žiadosť',
			messageId: '<a@example.com>',
			inReplyTo: '<b@example.org>',
			references: ['<c@example.org>', '<b@example.org>'],
		});
		expect(sink.messages[0]?.text.trim()).toBe('Dobrý deň');
		expect(sink.messages[0]?.headers['message-id']).toEqual(['<a@example.com>']);
	});

	it('waits for a mail that comes later, and gives up in time when none does', async () => {
		sink = await startSmtpSink();
		const later = sink.waitFor((mail) => mail.subject === 'second', 60_000);
		await send({ subject: 'first' });
		await send({ subject: 'second' });
		expect((await later).subject).toBe('second');
		await expect(sink.waitFor((mail) => mail.subject === 'third', 20)).rejects.toThrow('No such mail arrived within 20 ms; 2 others did.');
	});

	it('demands the sign-in it was given', async () => {
		sink = await startSmtpSink({ auth: { user: 'desk', password: 'right' } });
		await expect(send({})).rejects.toThrow();
		await expect(send({}, { user: 'desk', pass: 'wrong' })).rejects.toThrow();
		await send({}, { user: 'desk', pass: 'right' });
		expect(sink.messages).toHaveLength(1);
	});
});
