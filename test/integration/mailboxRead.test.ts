import { splitMessage } from '../../helpdesk/email/headerBlock';
import { identify } from '../../helpdesk/email/identity';
import type { MailboxError } from '../../helpdesk/mailbox/MailboxError';
import type { MailboxSession } from '../../helpdesk/mailbox/MailboxSession';
import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { lacking, SERVERS, startMailServer, type MailServer } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';

const MEGABYTE = 1024 * 1024;

async function problemOf(attempt: Promise<unknown>): Promise<MailboxError> {
	return await attempt.then(
		() => Promise.reject(new Error('it worked')),
		(error: MailboxError) => error,
	);
}

describe.each(SERVERS)('reading from %s', (kind) => {
	const check = needs(lacking(kind) === '', lacking(kind));
	let server: MailServer;
	let session: MailboxSession;
	beforeAll(async () => {
		if (lacking(kind) !== '') return;
		server = await startMailServer(kind, {
			folders: { Trash: '\\Trash', Support: '', 'Support/Offen': '', 'Entwürfe & Co': '', 'Входящие/日本語': '', Counted: '', Dates: '', Big: '', Hostile: '', Quiet: '', Late: '', Ids: '', Left: '' },
		});
		session = await openMailbox(server.account());
	});
	afterAll(async () => {
		await session?.close();
		await server?.stop();
	});

	check('lists folders with decoded names and special uses', async () => {
		const folders = await session.listFolders();
		expect(folders.map(({ path }) => path)).toEqual(expect.arrayContaining(['INBOX', 'Support', 'Support/Offen', 'Entwürfe & Co', 'Входящие/日本語']));
		expect(folders.find(({ path }) => path === 'INBOX')).toEqual({ path: 'INBOX', specialUse: '\\Inbox', selectable: true });
		expect(folders.find(({ path }) => path === 'Trash')?.specialUse).toBe('\\Trash');
	});

	for (const folder of ['Entwürfe & Co', 'Входящие/日本語', 'Support/Offen']) {
		check(`reads a folder named "${folder}"`, async () => {
			server.deliver(folder, plainMail({ id: '<named@example.com>', subject: 'Named' }));
			expect(await session.openFolder(folder)).toMatchObject({ path: folder, messages: 1 });
			const uids = await session.findUids(folder, {});
			expect((await session.fetchEnvelopes(folder, uids))[0]?.messageId).toBe('<named@example.com>');
		});
	}

	check('takes a folder whose separator or case is written differently', async () => {
		expect(await session.openFolder('support.offen')).toMatchObject({ path: 'support.offen', messages: 1 });
		expect(await session.findUids('support.offen', {})).toHaveLength(1);
	});

	for (const folder of ['INBOX', 'inbox', 'Entwürfe & Co', 'support.offen']) {
		check(`says of "${folder}" by STATUS what it says when it is opened, of the open folder too`, async () => {
			const opened = await session.openFolder(folder);
			expect(await session.folderStatus(folder)).toEqual(opened);
			await session.openFolder('Quiet');
			expect(await session.folderStatus(folder)).toEqual(opened);
		});
	}

	check('leaves an open folder without removing what is marked as deleted, and searches in it afterwards', async () => {
		server.deliver('Left', plainMail({ id: '<left@example.com>', subject: 'Left' }), { flags: ['\\Deleted'] });
		const opened = await session.openFolder('Left');
		expect(await session.folderStatus('Left')).toEqual(opened);
		server.deliver('Left', plainMail({ id: '<later@example.com>', subject: 'Later' }));
		expect(await session.folderStatus('Left')).toEqual({ ...opened, messages: 2, uidNext: opened.uidNext + 1 });
		expect(await session.findUids('Left', {})).toHaveLength(2);
	});

	check('says nothing by STATUS of a folder that is missing', async () => {
		expect(await session.folderStatus('Nowhere')).toBeNull();
	});

	check('names the folders that look like a missing one', async () => {
		const problem = await problemOf(session.openFolder('Suport'));
		expect(problem).toMatchObject({ code: 'FOLDER_MISSING', fault: 'settings', message: 'There is no folder "Suport" in this mailbox.' });
		expect(problem.remedy).toBe('Did you mean "Support"?');
		expect((await session.openFolder('INBOX')).path).toBe('INBOX');
	});

	check('counts messages and tells the next UID anew at every opening', async () => {
		const before = await session.openFolder('Counted');
		server.deliver('Counted', plainMail());
		const after = await session.openFolder('Counted');
		expect([before.messages, after.messages, after.uidNext - before.uidNext]).toEqual([0, 1, 1]);
		expect(after.uidValidity).toMatch(/^[1-9]\d*$/);
		expect(after.uidValidity).toBe(before.uidValidity);
	});

	check('finds what is above a UID and not the last one again', async () => {
		server.deliver('Quiet', plainMail({ id: '<q1@example.com>' }));
		server.deliver('Quiet', plainMail({ id: '<q2@example.com>' }));
		const all = await session.findUids('Quiet', { above: 0 });
		expect(all).toHaveLength(2);
		expect(await session.findUids('Quiet', { above: all[0] })).toEqual(all.slice(1));
		expect(await session.findUids('Quiet', { above: all[1] })).toEqual([]);
	});

	check('sees a message that came after the folder was opened', async () => {
		await session.openFolder('Late');
		expect(await session.findUids('Late', {})).toEqual([]);
		server.deliver('Late', plainMail());
		expect(await session.findUids('Late', {})).toHaveLength(1);
	});

	check('finds the unread ones', async () => {
		server.deliver('Support', plainMail({ subject: 'read' }), { flags: ['\\Seen'] });
		server.deliver('Support', plainMail({ subject: 'unread' }));
		const unread = await session.findUids('Support', { unseen: true });
		expect(unread).toHaveLength(1);
		expect((await session.fetchEnvelopes('Support', unread))[0]?.flags).toEqual([]);
	});

	check('finds by the exact moment of arrival, not by day', async () => {
		const at = (time: string) => new Date(`2026-03-03T${time}Z`);
		for (const time of ['08:00:00', '12:00:00', '23:30:00']) server.deliver('Dates', plainMail({ subject: time }), { date: at(time) });
		const all = await session.findUids('Dates', {});
		expect((await session.fetchEnvelopes('Dates', all)).map(({ receivedAt }) => receivedAt)).toEqual([at('08:00:00'), at('12:00:00'), at('23:30:00')]);
		expect(await session.findUids('Dates', { since: at('12:00:00') })).toEqual(all.slice(1));
		expect(await session.findUids('Dates', { since: at('12:00:01') })).toEqual(all.slice(2));
		expect(await session.findUids('Dates', { since: new Date('2026-03-04T00:00:00Z') })).toEqual([]);
	});

	check('finds by the whole Message-ID only', async () => {
		server.deliver('Ids', plainMail({ id: '<11@example.com>' }));
		server.deliver('Ids', plainMail({ id: '<1@example.com>' }));
		server.deliver('Ids', plainMail({ id: '<1@example.com>.evil@example.com' }));
		const [, second, third] = await session.findUids('Ids', {});
		expect(await session.findUids('Ids', { messageId: '<1@example.com>' })).toEqual([second, third]);
		expect(await session.findUids('Ids', { messageId: '<1@example.com>', above: second })).toEqual([third]);
	});

	check('reads ids, references and sender, whatever stands around them', async () => {
		server.deliver(
			'Ids',
			plainMail({
				id: '<Child@Example.com>',
				from: '"Carol, <not@an.example>" <Carol@Example.COM>',
				headers: ['In-Reply-To: Message of Tuesday <a@x.example> (comment)', 'References: <root@x.example>', '\t<a@x.example>', ' <b@x.example>'],
			}),
		);
		const uids = await session.findUids('Ids', { messageId: '<Child@Example.com>' });
		expect((await session.fetchEnvelopes('Ids', uids))[0]).toMatchObject({
			messageId: '<Child@Example.com>',
			inReplyTo: '<a@x.example>',
			references: ['<root@x.example>', '<a@x.example>', '<b@x.example>'],
			from: 'carol@example.com',
		});
	});

	check('reads hundreds of envelopes in ascending order and leaves out what is gone', async () => {
		for (let i = 0; i < 450; i++) server.deliver('Big', plainMail({ id: `<many-${i}@example.com>` }));
		const uids = await session.findUids('Big', {});
		const envelopes = await session.fetchEnvelopes('Big', [...uids].reverse().concat(999_999));
		expect(envelopes).toHaveLength(450);
		expect(envelopes.map(({ uid }) => uid)).toEqual(uids);
		expect(envelopes[449]?.messageId).toBe('<many-449@example.com>');
	});

	check('gives the bytes as they are and leaves the flags alone', async () => {
		const source = Buffer.concat([Buffer.from(plainMail({ id: '<bytes@example.com>', subject: 'bytes' })), Buffer.from([0xe4, 0xf6, 0xff, 0x0d, 0x0a])]);
		server.deliver('INBOX', source);
		const [uid = 0] = await session.findUids('INBOX', { messageId: '<bytes@example.com>' });
		const read = await session.fetchSource('INBOX', uid, MEGABYTE);
		expect(read.source.equals(source)).toBe(true);
		expect(read.partial).toBeNull();
		expect(read.envelope).toMatchObject({ uid, size: source.length, flags: [] });
		expect(server.messages('INBOX').find(({ subject }) => subject === 'bytes')?.flags).toEqual([]);
	});

	check('says that a message is gone', async () => {
		expect(await problemOf(session.fetchSource('INBOX', 999_999, MEGABYTE))).toMatchObject({ code: 'MESSAGE_GONE', fault: 'message' });
	});

	check('answers calls that overlap, each with its own folder', async () => {
		const [quiet, dates, folders] = await Promise.all([session.findUids('Quiet', {}), session.findUids('Dates', {}), session.listFolders(), session.noop(60_000)]);
		expect([quiet.length, dates.length, folders.length > 5]).toEqual([2, 3, true]);
	});

	check('refuses to go on with the old numbers of a folder that was renumbered', async () => {
		const own = await openMailbox(server.account());
		const { uidValidity } = await own.openFolder('Counted');
		await own.openFolder('Quiet');
		server.renumber('Counted');
		const problem = await problemOf(own.findUids('Counted', { above: 0 }));
		expect(problem.fault).toBe('world');
		// Dovecot may notice first: then it refuses, and ends the session.
		expect(kind === 'Dovecot' ? ['FOLDER_CHANGED', 'IMAP_ERROR'] : ['FOLDER_CHANGED']).toContain(problem.code);
		await own.close();
		expect((await session.openFolder('Counted')).uidValidity).not.toBe(uidValidity);
		expect(await session.findUids('Counted', { above: 0 })).toHaveLength(1);
	});

	const attachment = Buffer.alloc(4 * MEGABYTE, 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\r\n').toString();
	const oversize = plainMail({
		id: '<big@example.com>',
		subject: 'big one',
		headers: ['Received: from mx.example.com; Tue, 3 Mar 2026 10:00:01 +0000', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed;', ' boundary="=-x"'],
		body: [
			'--=-x',
			'Content-Type: multipart/alternative; boundary="=-y"',
			'',
			'--=-y',
			'Content-Type: text/plain; charset=utf-8',
			'Content-Transfer-Encoding: quoted-printable',
			'',
			'Gr=C3=BC=C3=9Fe, see the file.',
			'--=-y',
			'Content-Type: text/html',
			'',
			'<p>html</p>',
			'--=-y--',
			'--=-x',
			'Content-Type: application/octet-stream; name=x.bin',
			'Content-Transfer-Encoding: base64',
			'Content-Disposition: attachment; filename=x.bin',
			'',
			attachment,
			'--=-x--',
		].join('\r\n'),
	});

	check('reads only header and text of a message that is too large', async () => {
		server.deliver('Hostile', oversize);
		const [uid = 0] = await session.findUids('Hostile', { messageId: '<big@example.com>' });
		const read = await session.fetchSource('Hostile', uid, MEGABYTE);
		expect(read.partial).toBe('oversize');
		expect(read.envelope).toMatchObject({ uid, size: oversize.length });
		expect(read.source.length).toBeLessThan(1_500);
		const { fields, bodyStart, source } = splitMessage(read.source);
		expect(fields.map(({ name }) => name)).toEqual(
			['from', 'to', 'subject', 'date', 'message-id', 'received', 'mime-version', 'content-type', 'content-transfer-encoding'],
		);
		expect(fields.find(({ name }) => name === 'content-type')?.value).toBe('text/plain; charset="utf-8"');
		expect(source.subarray(bodyStart).toString().trim()).toBe('Gr=C3=BC=C3=9Fe, see the file.');
		const body = oversize.slice(oversize.indexOf('\r\n\r\n') + 4);
		expect(read.bodyPrefix?.toString()).toBe(body.slice(0, 2048));
		const mailbox = { host: 'localhost', user: 'alice', address: 'alice@example.com' };
		const known = Buffer.concat([source.subarray(0, bodyStart), read.bodyPrefix ?? Buffer.alloc(0)]);
		expect(identify(known, mailbox)).toEqual(identify(Buffer.from(oversize), mailbox));
		expect(server.messages('Hostile').find(({ subject }) => subject === 'big one')?.flags).toEqual([]);
	});

	check('reads all of a large message when it may', async () => {
		const [uid = 0] = await session.findUids('Hostile', { messageId: '<big@example.com>' });
		const read = await session.fetchSource('Hostile', uid, 20 * MEGABYTE);
		expect([read.partial, read.source.length]).toEqual([null, oversize.length]);
	});

	check('makes something of an oversize message without any text', async () => {
		server.deliver('Hostile', plainMail({ id: '<pdf@example.com>', headers: ['Content-Type: application/pdf', 'Content-Transfer-Encoding: base64'], body: 'QUJD'.repeat(5000) }));
		const [uid = 0] = await session.findUids('Hostile', { messageId: '<pdf@example.com>' });
		const read = await session.fetchSource('Hostile', uid, 1_000);
		expect(read.partial).toBe('oversize');
		expect(splitMessage(read.source).fields.find(({ name }) => name === 'content-type')?.value).toBe('text/plain');
		expect(read.bodyPrefix).toHaveLength(2048);
	});

	// The embedded server takes a header apart in a time that grows with the square of its length.
	const HOSTILE: Record<string, Buffer> = {
		'no header at all': Buffer.from('just text\r\nwithout anything\r\n'),
		'no bytes but a line break': Buffer.from('\r\n'),
		'8-bit bytes in the header': Buffer.concat([Buffer.from('From: J'), Buffer.from([0xf6, 0xff]), Buffer.from('rg <joerg@example.com>\r\nSubject: '), Buffer.from([0xe4, 0x80]), Buffer.from('\r\n\r\nx\r\n')]),
		'a header of one endless line': Buffer.from(`Subject: ${'x'.repeat(300_000)}\r\nMessage-ID: <endless@example.com>\r\n\r\nx\r\n`),
		'thousands of references': Buffer.from(`References: ${Array.from({ length: kind === 'the embedded server' ? 2_000 : 10_000 }, (_, i) => `<r${i}@example.com>`).join('\r\n ')}\r\n\r\nx\r\n`),
		'two hundred nested parts': Buffer.from(
			`Content-Type: multipart/mixed; boundary=b0\r\n\r\n${Array.from({ length: 200 }, (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`).join('')}`,
		),
		'a header that never ends': Buffer.from('From: a@example.com\r\nSubject: never'),
	};
	/** Cyrus takes no such message in, so none can come out of it. */
	const REFUSED = kind === 'Cyrus' ? ['no header at all', 'a header that never ends', 'NUL bytes'] : [];
	for (const [what, source] of Object.entries(HOSTILE)) {
		if (REFUSED.includes(what)) {
			check(`is never given a message with ${what}`, async () => expect(() => server.deliver('Hostile', source)).toThrow('invalid header'));
			continue;
		}
		check(`survives a message with ${what}`, async () => {
			const before = await session.findUids('Hostile', {});
			server.deliver('Hostile', source);
			const [uid = 0] = (await session.findUids('Hostile', {})).filter((found) => !before.includes(found));
			const [envelope] = await session.fetchEnvelopes('Hostile', [uid]);
			expect(envelope?.uid).toBe(uid);
			const whole = await session.fetchSource('Hostile', uid, MEGABYTE);
			expect(whole.partial).toBeNull();
			expect(whole.source.length).toBeGreaterThanOrEqual(source.length - 2);
			const part = await session.fetchSource('Hostile', uid, 0);
			expect(part.partial).toBe('oversize');
			expect(session.alive).toBe(true);
		});
	}

	check('survives NUL bytes in header and body', async () => {
		const before = await session.findUids('Hostile', {});
		const withNul = Buffer.from('From: a\0b@example.com\r\nMessage-ID: <nul@example.com>\r\n\r\nx\0y\r\n');
		if (REFUSED.includes('NUL bytes')) return expect(() => server.deliver('Hostile', withNul)).toThrow('NUL');
		server.deliver('Hostile', withNul);
		const [uid = 0] = (await session.findUids('Hostile', {})).filter((found) => !before.includes(found));
		const { source } = await session.fetchSource('Hostile', uid, MEGABYTE);
		const [envelope] = await session.fetchEnvelopes('Hostile', [uid]);
		// Dovecot replaces NUL by 0x80, because IMAP literals must not hold it (RFC 9051 section 4.3).
		expect(source.toString('latin1')).toMatch(/x[\0\x80]y/);
		expect(envelope?.messageId).toBe('<nul@example.com>');
	});
});
