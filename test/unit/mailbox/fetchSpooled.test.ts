import { randomBytes } from 'node:crypto';
import os from 'node:os';
import type { FetchMessageObject } from 'imapflow';
import { foundAll } from '../../../helpdesk/email/findSetAside';
import type { Connection } from '../../../helpdesk/mailbox/connection';
import { sizeKey } from '../../../helpdesk/mailbox/fetchEnvelopes';
import { fetchSpooled } from '../../../helpdesk/mailbox/fetchSpooled';
import { MailboxError, messageGone } from '../../../helpdesk/mailbox/MailboxError';
import { mailWithFiles, spools } from '../../support/spools';

const MB = 1024 * 1024;
const PIECE = 100_000;
const SOURCE = Buffer.from(mailWithFiles('large', randomBytes(500_000)));

interface Behaviour {
	/** RFC822.SIZE. */
	size?: number;
	known?: boolean;
	/** What comes for a piece, instead of what should. */
	answer?: (start: number, length: number, connection: Connection) => Partial<FetchMessageObject> | null;
}

const part = (start: number, length: number) => ({ source: Buffer.from(SOURCE.subarray(start, start + length)) });

/** A connection on which one message lies; every command is noted. */
function connectionWith({ size = SOURCE.length, known = true, answer = part }: Behaviour) {
	const commands: string[] = [];
	const connection = {
		client: {
			mailbox: { path: 'INBOX', uidValidity: 7n, readOnly: true },
			fetchAll: async (_: string, { source }: { source?: { start: number; maxLength: number } }) => {
				commands.push(source ? `${source.start}.${source.maxLength}` : 'size');
				const given = source ? answer(source.start, source.maxLength, connection) : {};
				return given === null ? [] : [{ seq: 1, uid: 1, size, flags: new Set(), ...given }];
			},
			capabilities: new Map(),
			enabled: new Set(),
			noop: async () => undefined,
			search: async () => [],
		},
		reported: new Map([['INBOX', '7']]),
		aliases: new Map(),
		sizes: new Map(known ? [[sizeKey('INBOX', '7', 1), size]] : []),
		answers: { during: async (_: unknown, command: () => Promise<unknown>) => await command() },
	} as unknown as Connection;
	const fetch = async (maxBytes = 10 * MB) => await fetchSpooled(connection, 'INBOX', 1, maxBytes, { over: 1_000, piece: PIECE }, { inTurn: async (task) => await task(), alone: async (task) => await task() });
	return { commands, fetch };
}

afterEach(() => expect(spools()).toEqual([]));

describe('a large message', () => {
	async function comesWhole({ fetch }: ReturnType<typeof connectionWith>) {
		const message = await fetch();
		expect(message?.setAside).toHaveLength(1);
		expect(foundAll([], message?.setAside)).toBe(false);
		expect((await message?.spool?.whole())?.equals(SOURCE)).toBe(true);
		expect(spools()).toHaveLength(1);
		await message?.spool?.release();
	}

	it('comes in pieces, one command each', async () => {
		const connection = connectionWith({});
		await comesWhole(connection);
		expect(connection.commands).toEqual(Array.from({ length: Math.ceil(SOURCE.length / PIECE) }, (_, index) => `${index * PIECE}.${PIECE}`));
	});

	it.each([
		['is smaller than the server says', SOURCE.length + 12_345],
		['is larger than the server says', SOURCE.length - 12_345],
		['is larger than the server says by pieces', SOURCE.length - 3 * PIECE],
	])('comes whole when it %s', async (_, size) => await comesWhole(connectionWith({ size })));

	it('comes whole when nothing is known of it before', async () => {
		const connection = connectionWith({ known: false });
		await comesWhole(connection);
		expect(connection.commands[0]).toBe('size');
	});

	it('ends where a server says NIL, for which imapflow says false', async () => {
		await comesWhole(connectionWith({ size: SOURCE.length + 1, answer: (start, length) => (start >= SOURCE.length ? { source: false as unknown as Buffer } : part(start, length)) }));
	});

	it.each([
		['it is small', 900, 10 * MB],
		['it is over the limit', SOURCE.length, SOURCE.length - 1],
		['it is over the limit although the server says it is not', 2_000, SOURCE.length - 1],
	])('is not read so when %s', async (_, size, maxBytes) => expect(await connectionWith({ size }).fetch(maxBytes)).toBeNull());

	it('is read at once when the server knows no pieces', async () => {
		const { commands, fetch } = connectionWith({ answer: () => ({ source: SOURCE }) });
		expect(await fetch()).toBeNull();
		expect(commands).toHaveLength(1);
	});

	it.each<[string, NonNullable<Behaviour['answer']>]>([
		['refuses a piece', (start, length) => {
			if (start > 0) throw new MailboxError('IMAP_ERROR', 'refused', { fault: 'message' });
			return part(start, length);
		}],
		['says that there is nothing where there should be more', (start, length) => part(start === 2 * PIECE ? SOURCE.length : start, length)],
		['gives next to nothing for each piece', (start) => part(start, 10)],
	])('is read at once when the server %s', async (_, answer) => {
		const { commands, fetch } = connectionWith({ answer });
		expect(await fetch()).toBeNull();
		expect(commands.length).toBeLessThan(30);
	});

	it('is read at once when the disk does not take it', async () => {
		const nowhere = jest.spyOn(os, 'tmpdir').mockReturnValue('/nowhere');
		const { commands, fetch } = connectionWith({});
		expect(await fetch()).toBeNull();
		nowhere.mockRestore();
		expect(commands).toEqual([]);
	});

	it('is in memory when nothing of it could be set aside, and no file is left', async () => {
		const text = Buffer.from(`Subject: text\r\n\r\n${'some words\r\n'.repeat(50_000)}`);
		const message = await connectionWith({ size: text.length, answer: (start, length) => ({ source: Buffer.from(text.subarray(start, start + length)) }) }).fetch();
		expect([message?.spool, message?.setAside, message?.source.equals(text)]).toEqual([undefined, undefined, true]);
	});

	it.each([
		['is gone in the middle', 'MESSAGE_GONE', () => null],
		['lies in a folder that is renumbered in the middle', 'FOLDER_CHANGED', (_start: number, _length: number, { client, reported }: Connection) => {
			Object.assign(client.mailbox, { uidValidity: 8n });
			reported.set('INBOX', '8');
			return part(PIECE, PIECE);
		}],
		['cannot be had any more in the middle', 'MESSAGE_GONE', () => {
			throw messageGone();
		}],
	])('is given up when it %s', async (_, code, answer: NonNullable<Behaviour['answer']>) => {
		const { fetch } = connectionWith({ answer: (start, length, connection) => (start === PIECE ? answer(start, length, connection) : part(start, length)) });
		await expect(fetch()).rejects.toMatchObject({ code });
	});
});
