import type { Connection } from '../../../helpdesk/mailbox/connection';
import { sizeKey } from '../../../helpdesk/mailbox/fetchEnvelopes';
import { createReadAhead } from '../../../helpdesk/mailbox/readAhead';

const MB = 1024 * 1024;

/** A connection on which so many messages of this size are known; each command is noted, and answered when the test says so. */
function connectionWith(messages: number, size: number, gone: number[] = [], delayMs = 0) {
	const commands: string[] = [];
	const source = Buffer.alloc(size);
	const connection = {
		client: {
			mailbox: { path: 'INBOX', uidValidity: 7n, readOnly: true },
			fetchAll: async (set: string) => {
				commands.push(set);
				if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
				const [first = 0, last = first] = set.split(':').map(Number);
				const uids = [...Array(last - first + 1).keys()].map((index) => first + index);
				return uids.filter((uid) => !gone.includes(uid)).map((uid) => ({ seq: uid, uid, size, flags: new Set(), source }));
			},
		},
		reported: new Map([['INBOX', '7']]),
		aliases: new Map(),
		sizes: new Map([...Array(messages).keys()].map((index) => [sizeKey('INBOX', '7', index + 1), size])),
		answers: { during: async (_: unknown, command: () => Promise<unknown>) => await command() },
	} as unknown as Connection;
	return { connection, commands, readAhead: createReadAhead(connection) };
}

describe('what is read ahead', () => {
	it('is asked for once: who asks for a message on its way waits for it', async () => {
		const { commands, readAhead } = connectionWith(50, 1_000);
		const batch = readAhead.startAt('INBOX', 1, MB);
		const waiting = [1, 2, 50].map(async (uid) => await readAhead.take('INBOX', uid));
		await batch?.();
		expect((await Promise.all(waiting)).map((message) => message?.envelope.uid)).toEqual([1, 2, 50]);
		expect(commands).toEqual(['1:50']);
	});

	it('is asked for once also by those who ask at the same time', async () => {
		const { commands, readAhead } = connectionWith(50, 1_000);
		const batches = [1, 2, 3].map((uid) => readAhead.startAt('INBOX', uid, MB));
		expect(batches.map((batch) => batch !== null)).toEqual([true, false, false]);
		await batches[0]?.();
		expect(commands).toEqual(['1:50']);
	});

	it('goes on while the last messages are still on their way, so that a quick reader has nothing to ask for by itself', async () => {
		const { commands, readAhead } = connectionWith(450, 1_000);
		const first = readAhead.startAt('INBOX', 1, MB);
		const second = readAhead.readOn();
		const waiting = readAhead.take('INBOX', 201);
		expect([second === null, readAhead.readOn()]).toEqual([false, null]);
		await first?.();
		await second?.();
		expect((await waiting)?.envelope.uid).toBe(201);
		expect(commands).toEqual(['1:200', '201:400']);
	});

	it('leaves the last few whose sizes are known for the next command while there is something to work on', async () => {
		const { commands, readAhead } = connectionWith(205, 1_000);
		await readAhead.startAt('INBOX', 1, MB)?.();
		expect(readAhead.readOn()).toBeNull();
		for (let uid = 1; uid <= 190; uid++) await readAhead.take('INBOX', uid);
		await readAhead.readOn()?.();
		expect(commands).toEqual(['1:200', '201:205']);
	});

	it('is more where the server takes long to begin an answer', async () => {
		const { commands, readAhead } = connectionWith(900, 1_000, [], 40);
		await readAhead.startAt('INBOX', 1, MB)?.();
		for (let round = 0; round < 20; round++) {
			for (let uid = 1; uid <= 800; uid++) await readAhead.take('INBOX', uid);
			await readAhead.readOn()?.();
		}
		const sizes = commands.map((set) => set.split(':').map(Number)).map(([first = 0, last = first]) => last - first + 1);
		expect(sizes[0]).toBe(200);
		expect(Math.max(...sizes)).toBeGreaterThan(200);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(400);
	});

	it('is less where the line is slow, so that nothing else waits long for the end of a command', async () => {
		jest.useFakeTimers();
		try {
			const { commands, readAhead } = connectionWith(200, MB / 2, [], 2_000);
			for (const uid of [1, 9, 13, 15]) {
				const command = readAhead.startAt('INBOX', uid, MB)?.();
				await jest.advanceTimersByTimeAsync(2_000);
				await command;
				for (let each = uid; each < 20; each++) await readAhead.take('INBOX', each);
			}
			expect(commands).toEqual(['1:8', '9:12', '13:14', '15:16']);
		} finally {
			jest.useRealTimers();
		}
	});

	it('is never more than twice what one command brings, whoever asks', async () => {
		const { readAhead, connection } = connectionWith(40, MB);
		const batches = [readAhead.startAt('INBOX', 1, 25 * MB), readAhead.readOn(), readAhead.readOn(), readAhead.startAt('INBOX', 20, 25 * MB), readAhead.startAt('INBOX', 30, 25 * MB)];
		expect(batches.map((batch) => batch !== null)).toEqual([true, true, false, false, false]);
		for (const batch of batches) await batch?.();
		const kept = await Promise.all([...Array(40).keys()].map(async (index) => await readAhead.take('INBOX', index + 1)));
		expect(kept.filter((message) => message !== null)).toHaveLength(8);
		expect(connection.sizes.size).toBe(32);
	});

	it('lets go whoever waits for a message that does not come, also when the command fails', async () => {
		const { readAhead, connection } = connectionWith(10, 1_000, [3]);
		const waiting = readAhead.startAt('INBOX', 1, MB);
		const missing = readAhead.take('INBOX', 3);
		await waiting?.();
		expect(await missing).toBeNull();
		connection.reported.set('INBOX', '8');
		connection.sizes.set(sizeKey('INBOX', '8', 11), 10).set(sizeKey('INBOX', '8', 12), 10);
		const failing = readAhead.startAt('INBOX', 11, MB);
		const lost = readAhead.take('INBOX', 12);
		await expect(failing?.()).rejects.toMatchObject({ code: 'FOLDER_CHANGED' });
		expect(await lost).toBeNull();
	});

	it('is not kept of a message that is about to be changed, also when it is still on its way', async () => {
		const { readAhead } = connectionWith(10, 1_000);
		const batch = readAhead.startAt('INBOX', 1, MB);
		const waiting = readAhead.take('INBOX', 2);
		readAhead.forget('INBOX', 2);
		expect(await waiting).toBeNull();
		await batch?.();
		expect(await readAhead.take('INBOX', 2)).toBeNull();
		expect((await readAhead.take('INBOX', 3))?.envelope.uid).toBe(3);
	});

	it('is forgotten after ten seconds, and less is read at a time for so slow a reader', async () => {
		jest.useFakeTimers();
		try {
			const { commands, readAhead } = connectionWith(450, 1_000);
			await readAhead.startAt('INBOX', 1, MB)?.();
			await jest.advanceTimersByTimeAsync(11_000);
			expect(await readAhead.take('INBOX', 2)).toBeNull();
			await readAhead.startAt('INBOX', 2, MB)?.();
			expect(commands).toEqual(['1:200', '2:101']);
		} finally {
			jest.useRealTimers();
		}
	});

	it('is waited for by nobody when its command never came to its turn, because the connection was lost before', async () => {
		const { readAhead } = connectionWith(3, 100);
		expect(readAhead.startAt('INBOX', 1, MB)).not.toBeNull();
		const waiting = [1, 2, 3].map(async (uid) => await readAhead.take('INBOX', uid));
		readAhead.abandon();
		expect(await Promise.all(waiting)).toEqual([null, null, null]);
	});
});
