import type { MailboxAccount } from '../../helpdesk/mailbox/MailboxAccount';
import type { MailboxError } from '../../helpdesk/mailbox/MailboxError';
import type { MailboxSession, MessageTarget, TidyAction } from '../../helpdesk/mailbox/MailboxSession';
import { openMailbox } from '../../helpdesk/mailbox/openMailbox';
import { startEmbeddedImap, type EmbeddedImap } from '../../runner/embeddedImap';
import { lacking, SERVERS, startMailServer, type MailServer } from '../support/mailServer';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';

async function problemOf(attempt: Promise<unknown>): Promise<MailboxError> {
	return await attempt.then(
		() => Promise.reject(new Error('it worked')),
		(error: MailboxError) => error,
	);
}

/** Where the message with this id lies, as an item of the trigger would say it. */
async function targetOf(session: MailboxSession, folder: string, messageId: string): Promise<MessageTarget> {
	const { uidValidity } = await session.openFolder(folder);
	const [uid = 0] = await session.findUids(folder, { messageId });
	return { account: session.account, folder, uidValidity, uid, messageId };
}

describe.each(SERVERS)('tidying on %s', (kind) => {
	const check = needs(lacking(kind) === '', lacking(kind));
	let server: MailServer;
	let session: MailboxSession;
	let count = 0;
	beforeAll(async () => {
		if (lacking(kind) !== '') return;
		server = await startMailServer(kind, { folders: { Done: '', Papierkorb: '\\Trash', 'Erledigt/März': '', Box: '', Other: '' } });
		session = await openMailbox(server.account());
	});
	afterAll(async () => {
		await session?.close();
		await server?.stop();
	});

	/** A new message in the folder, with a subject of its own, and its target. */
	const arrives = async (folder = 'INBOX', more: { flags?: string[] } = {}) => {
		const subject = `mail ${++count}`;
		const messageId = `<mail-${count}@example.com>`;
		server.deliver(folder, plainMail({ id: messageId, subject }), more);
		return { subject, target: await targetOf(session, folder, messageId) };
	};
	const copies = (folder: string, subject: string) => server.messages(folder).filter((message) => message.subject === subject).length;
	const flagsOf = (folder: string, subject: string) => server.messages(folder).find((message) => message.subject === subject)?.flags;
	const toDone: TidyAction = { kind: 'move', folder: 'Done', createFolder: false };

	check('moves a message and says where it lies now', async () => {
		const { subject, target } = await arrives();
		const result = await session.tidy(target, toDone);
		expect(result).toMatchObject({ action: 'move', done: true, already: false, folder: 'Done', verifiedBy: 'COPYUID' });
		const { uidValidity } = await session.openFolder('Done');
		expect(result.uidValidity).toBe(uidValidity);
		expect(await session.findUids('Done', { messageId: target.messageId ?? '' })).toEqual([result.uid]);
		expect([copies('INBOX', subject), copies('Done', subject)]).toEqual([0, 1]);
	});

	check('moves into a folder with letters beyond ASCII', async () => {
		const { subject, target } = await arrives();
		await session.tidy(target, { kind: 'move', folder: 'Erledigt/März', createFolder: false });
		expect([copies('INBOX', subject), copies('Erledigt/März', subject)]).toEqual([0, 1]);
	});

	check('does nothing when a move is asked for again', async () => {
		const { subject, target } = await arrives();
		const first = await session.tidy(target, toDone);
		const again = await session.tidy(target, toDone);
		expect(again).toEqual({ ...first, already: true, verifiedBy: 'search' });
		expect(copies('Done', subject)).toBe(1);
	});

	check('leaves a message that lies in the target already', async () => {
		const { subject, target } = await arrives('Done');
		expect(await session.tidy(target, toDone)).toMatchObject({ done: true, already: true, folder: 'Done', uid: target.uid });
		expect(copies('Done', subject)).toBe(1);
	});

	check('refuses a target folder that is missing, and names what looks like it', async () => {
		const { subject, target } = await arrives();
		const problem = await problemOf(session.tidy(target, { kind: 'move', folder: 'Doen', createFolder: false }));
		expect(problem).toMatchObject({ code: 'FOLDER_MISSING', fault: 'settings' });
		expect(problem.remedy).toContain('"Done"');
		expect(copies('INBOX', subject)).toBe(1);
	});

	check('says that the target folder is missing when somebody removed it meanwhile', async () => {
		const { subject, target } = await arrives();
		await session.tidy(target, { kind: 'copy', folder: 'Passing', createFolder: true });
		await session.listFolders();
		server.removeFolder('Passing');
		const first = await problemOf(session.tidy(target, { kind: 'move', folder: 'Passing', createFolder: false }));
		// Dovecot and Cyrus say TRYCREATE; the embedded server only says no, and the next try finds out.
		expect(first.code).toBe(kind === 'the embedded server' ? 'NOT_MOVED' : 'FOLDER_MISSING');
		const problem = await problemOf(session.tidy(target, { kind: 'move', folder: 'Passing', createFolder: false }));
		expect(problem).toMatchObject({ code: 'FOLDER_MISSING', fault: 'settings' });
		expect(copies('INBOX', subject)).toBe(1);
	});

	check('creates the target folder when asked to', async () => {
		const { subject, target } = await arrives();
		const folder = `Neu/Größe ${kind.length}`;
		expect(await session.tidy(target, { kind: 'move', folder, createFolder: true })).toMatchObject({ done: true, folder });
		expect([copies('INBOX', subject), copies(folder, subject)]).toEqual([0, 1]);
	});

	check('copies a message once, however often it is asked', async () => {
		const { subject, target } = await arrives();
		const action: TidyAction = { kind: 'copy', folder: 'Done', createFolder: false };
		const first = await session.tidy(target, action);
		expect(first).toMatchObject({ action: 'copy', already: false, folder: 'Done', verifiedBy: 'COPYUID' });
		expect(await session.tidy(target, action)).toEqual({ ...first, already: true, verifiedBy: 'search' });
		expect([copies('INBOX', subject), copies('Done', subject)]).toEqual([1, 1]);
	});

	check('copies a mail although another one with its Message-ID lies there', async () => {
		const { target } = await arrives('Box');
		server.deliver('Done', plainMail({ id: target.messageId, subject: 'forged', body: 'something else' }));
		await session.tidy(target, { kind: 'copy', folder: 'Done', createFolder: false });
		expect(await session.findUids('Done', { messageId: target.messageId ?? '' })).toHaveLength(2);
	});

	check('deletes into the folder that the server calls its trash', async () => {
		const { subject, target } = await arrives();
		expect(await session.tidy(target, { kind: 'delete', forGood: false })).toMatchObject({ action: 'delete', already: false, folder: 'Papierkorb' });
		expect([copies('INBOX', subject), copies('Papierkorb', subject)]).toEqual([0, 1]);
		expect(await session.tidy(target, { kind: 'delete', forGood: false })).toMatchObject({ already: true, folder: 'Papierkorb' });
		expect(copies('Papierkorb', subject)).toBe(1);
	});

	check('deletes for good this message only, not what others marked as deleted', async () => {
		server.deliver('Box', plainMail({ id: '<marked@example.com>', subject: 'marked by somebody' }), { flags: ['\\Deleted'] });
		const { subject, target } = await arrives('Box');
		const gone = { action: 'delete', done: true, already: false, folder: null, uid: null, uidValidity: null, verifiedBy: 'gone' };
		expect(await session.tidy(target, { kind: 'delete', forGood: true })).toEqual(gone);
		expect([copies('Box', subject), copies('Box', 'marked by somebody')]).toEqual([0, 1]);
		expect(await session.tidy(target, { kind: 'delete', forGood: true })).toEqual({ ...gone, already: true });
	});

	for (const [set, unset, flag] of [
		['mark-read', 'mark-unread', '\\Seen'],
		['flag', 'unflag', '\\Flagged'],
	] as const) {
		check(`sets and removes ${flag}, verified, and says when it was so already`, async () => {
			const { subject, target } = await arrives();
			expect(await session.tidy(target, { kind: set })).toMatchObject({ action: set, done: true, already: false, verifiedBy: 'flags', uid: target.uid });
			expect(flagsOf('INBOX', subject)).toEqual([flag]);
			expect(await session.tidy(target, { kind: set })).toMatchObject({ already: true });
			expect(await session.tidy(target, { kind: unset })).toMatchObject({ action: unset, already: false });
			expect(flagsOf('INBOX', subject)).toEqual([]);
			expect(await session.tidy(target, { kind: unset })).toMatchObject({ already: true });
		});
	}

	const ALL: TidyAction[] = [
		toDone,
		{ kind: 'copy', folder: 'Done', createFolder: true },
		{ kind: 'delete', forGood: false },
		{ kind: 'delete', forGood: true },
		{ kind: 'mark-read' },
		{ kind: 'flag' },
	];
	for (const action of ALL) {
		const name = action.kind === 'delete' && action.forGood ? 'delete for good' : action.kind;
		check(`refuses to ${name} with the credential of another mailbox`, async () => {
			const { subject, target } = await arrives();
			const problem = await problemOf(session.tidy({ ...target, account: 'bob@elsewhere.example' }, action));
			expect(problem).toMatchObject({ code: 'MESSAGE_MISMATCH', fault: 'settings' });
			expect([copies('INBOX', subject), flagsOf('INBOX', subject)]).toEqual([1, []]);
		});

		check(`refuses to ${name} another message that has the UID now`, async () => {
			const { subject, target } = await arrives();
			const problem = await problemOf(session.tidy({ ...target, messageId: '<the-one-before@example.com>' }, action));
			expect(problem).toMatchObject({ code: 'MESSAGE_MISMATCH', fault: 'message' });
			expect([copies('INBOX', subject), flagsOf('INBOX', subject)]).toEqual([1, []]);
		});

		check(`says that the message is gone when it is to ${name} and somebody took it elsewhere`, async () => {
			const { subject, target } = await arrives();
			await session.tidy(target, { kind: 'move', folder: 'Other', createFolder: false });
			const again = session.tidy(target, action);
			if (name === 'delete for good') expect(await again).toMatchObject({ done: true, already: true, verifiedBy: 'gone' });
			else expect(await problemOf(again)).toMatchObject({ code: 'MESSAGE_GONE', fault: 'message' });
			expect(copies('Other', subject)).toBe(1);
		});
	}

	check('finds the message by its Message-ID after the folder was renumbered', async () => {
		const { subject, target } = await arrives('Box');
		await session.openFolder('Other');
		server.renumber('Box');
		const own = await openMailbox(server.account());
		expect((await own.openFolder('Box')).uidValidity).not.toBe(target.uidValidity);
		expect(await own.tidy(target, toDone)).toMatchObject({ done: true, already: false, folder: 'Done' });
		expect([copies('Box', subject), copies('Done', subject)]).toEqual([0, 1]);
		expect(await own.tidy(target, toDone)).toMatchObject({ done: true, already: true });
		await own.close();
	});

	check('touches nothing in a renumbered folder when the Message-ID is unknown or not unique', async () => {
		const own = await openMailbox(server.account());
		server.deliver('Box', plainMail({ id: '<twice@example.com>', subject: 'twice' }));
		server.deliver('Box', plainMail({ id: '<twice@example.com>', subject: 'twice' }));
		const before = server.messages('Box').length;
		const target = { account: own.account, folder: 'Box', uidValidity: '1', uid: 1 };
		expect(await problemOf(own.tidy({ ...target, messageId: '<twice@example.com>' }, toDone))).toMatchObject({ code: 'MESSAGE_MISMATCH' });
		expect(await problemOf(own.tidy({ ...target, messageId: null }, { kind: 'delete', forGood: true }))).toMatchObject({ code: 'MESSAGE_GONE' });
		expect(server.messages('Box')).toHaveLength(before);
		await own.close();
	});

	for (const messageId of [null, `<gen-${'a'.repeat(32)}@mail-helpdesk.invalid>`]) {
		check(`moves a mail without a Message-ID of its own (${messageId === null ? 'null' : 'made'})`, async () => {
			const subject = `nameless ${++count}`;
			const own = await openMailbox(server.account());
			server.deliver('Other', plainMail({ id: null, subject }));
			const { uidValidity } = await own.openFolder('Other');
			const uid = (await own.findUids('Other', {})).at(-1) ?? 0;
			const target = { account: own.account, folder: 'Other', uidValidity, uid, messageId };
			expect(await own.tidy(target, toDone)).toMatchObject({ done: true, already: false, folder: 'Done' });
			expect([copies('Other', subject), copies('Done', subject)]).toEqual([0, 1]);
			await own.close();
		});
	}

	check('changes nothing for an account that is read-only', async () => {
		const { subject, target } = await arrives();
		const reader = await openMailbox(server.account({ readOnly: true }));
		for (const action of ALL) expect(await problemOf(reader.tidy(target, action))).toMatchObject({ code: 'READ_ONLY', fault: 'settings' });
		expect(await problemOf(reader.append('Done', Buffer.from(plainMail()), []))).toMatchObject({ code: 'READ_ONLY' });
		expect((await reader.fetchSource('INBOX', target.uid, 100_000)).source.toString()).toContain(subject);
		expect([copies('INBOX', subject), flagsOf('INBOX', subject)]).toEqual([1, []]);
		await reader.close();
	});

	check('stores a message with flags and bytes as they are', async () => {
		const source = Buffer.concat([Buffer.from(plainMail({ id: '<sent@example.com>', subject: 'sent' })), Buffer.from([0xe4, 0x0d, 0x0a])]);
		await session.append('Erledigt/März', source, ['\\Seen']);
		const { uid } = await targetOf(session, 'Erledigt/März', '<sent@example.com>');
		expect((await session.fetchSource('Erledigt/März', uid, 100_000)).source.equals(source)).toBe(true);
		expect(flagsOf('Erledigt/März', 'sent')).toEqual(['\\Seen']);
		expect(await problemOf(session.append('Nowhere', source, []))).toMatchObject({ code: 'FOLDER_MISSING' });
	});
});

describe('tidying on servers with fewer extensions', () => {
	let server: EmbeddedImap;
	let session: MailboxSession;
	const on = async (without: string[]) => {
		server = await startEmbeddedImap({ folders: { Done: '' }, without });
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
		session = await openMailbox(account);
	};
	afterEach(async () => {
		await session.close();
		await server.stop();
	});
	const subjects = (folder: string) => server.messages(folder).map(({ subject }) => subject);
	const deliver = async (mail: Parameters<typeof plainMail>[0] = {}) => {
		server.append('INBOX', plainMail({ id: '<marked@example.com>', subject: 'marked' }), { flags: ['\\Deleted'] });
		server.append('INBOX', plainMail(mail));
		return await targetOf(session, 'INBOX', mail.id ?? '<one@example.com>');
	};
	const toDone: TidyAction = { kind: 'move', folder: 'Done', createFolder: false };

	it('moves without MOVE by copy, check and removal of this one message', async () => {
		await on(['MOVE']);
		const target = await deliver();
		expect(await session.tidy(target, toDone)).toMatchObject({ done: true, already: false, folder: 'Done', verifiedBy: 'COPYUID' });
		expect([subjects('INBOX'), subjects('Done')]).toEqual([['marked'], ['One']]);
		expect(await session.tidy(target, toDone)).toMatchObject({ already: true });
		expect(subjects('Done')).toEqual(['One']);
	});

	it('uses the copy that an interrupted move left behind', async () => {
		await on(['MOVE']);
		const target = await deliver();
		await session.tidy(target, { kind: 'copy', folder: 'Done', createFolder: false });
		expect(await session.tidy(target, toDone)).toMatchObject({ done: true, folder: 'Done', verifiedBy: 'search' });
		expect([subjects('INBOX'), subjects('Done')]).toEqual([['marked'], ['One']]);
	});

	it('keeps the message when the copy fails', async () => {
		await on(['MOVE']);
		const target = await deliver();
		await session.listFolders();
		await session.tidy(target, { kind: 'copy', folder: 'Gone', createFolder: true });
		server.removeFolder('Gone');
		expect(await problemOf(session.tidy(target, { kind: 'move', folder: 'Gone', createFolder: false }))).toMatchObject({ code: 'FOLDER_MISSING' });
		expect(subjects('INBOX')).toEqual(['marked', 'One']);
	});

	it('finds the message in the target when the server does not tell its new UID', async () => {
		await on(['UIDPLUS']);
		const target = await deliver();
		expect(await session.tidy(target, toDone)).toMatchObject({ done: true, folder: 'Done', uid: 1, verifiedBy: 'search' });
		expect([subjects('INBOX'), subjects('Done')]).toEqual([['marked'], ['One']]);
	});

	it('finds a mail without Message-ID in the target when the server does not tell its new UID', async () => {
		await on(['UIDPLUS']);
		server.append('Done', plainMail({ id: null, subject: 'older' }));
		server.append('INBOX', plainMail({ id: null, subject: 'nameless' }));
		const { uidValidity } = await session.openFolder('INBOX');
		const target = { account: session.account, folder: 'INBOX', uidValidity, uid: 1, messageId: null };
		expect(await session.tidy(target, toDone)).toMatchObject({ done: true, uid: 2, verifiedBy: 'search' });
		expect([subjects('INBOX'), subjects('Done')]).toEqual([[], ['older', 'nameless']]);
	});

	it('never expunges what others marked: without UIDPLUS the original stays, marked, and the result says so', async () => {
		await on(['MOVE', 'UIDPLUS']);
		const target = await deliver();
		const result = await session.tidy(target, toDone);
		expect(result).toMatchObject({ done: true, folder: 'Done', verifiedBy: 'search' });
		expect(result.note).toContain('marked as deleted');
		expect([subjects('INBOX'), subjects('Done')]).toEqual([['marked', 'One'], ['One']]);
		expect(server.messages('INBOX')[1]?.flags).toEqual(['\\Deleted']);
		expect(await session.tidy(target, toDone)).toMatchObject({ already: true, folder: 'Done' });
		expect(subjects('Done')).toEqual(['One']);
	});

	it('marks instead of deleting for good without UIDPLUS', async () => {
		await on(['UIDPLUS']);
		const target = await deliver();
		const result = await session.tidy(target, { kind: 'delete', forGood: true });
		expect(result).toMatchObject({ done: true, folder: 'INBOX', uid: target.uid, verifiedBy: 'flags' });
		expect(result.note).toContain('marked as deleted');
		expect(subjects('INBOX')).toEqual(['marked', 'One']);
	});

	it('makes a trash folder where there is none', async () => {
		await on([]);
		const target = await deliver();
		expect(await session.tidy(target, { kind: 'delete', forGood: false })).toMatchObject({ folder: 'Trash' });
		expect([subjects('INBOX'), subjects('Trash')]).toEqual([['marked'], ['One']]);
	});
});
