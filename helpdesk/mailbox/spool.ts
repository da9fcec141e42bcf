import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { base64Decoder } from '../email/base64';
import { MailboxError } from './MailboxError';
import type { Spooled } from './MailboxSession';

/** A message on its way to the disk. */
export interface Spool extends Spooled {
	append(bytes: Buffer): Promise<void>;
}

const PIECE = 192 * 1024;

/**
 * A file in the folder for temporary files that nobody else can read. It has no name any more when this returns, so that a process that is killed leaves nothing
 * behind; where an open file cannot be removed (Windows), it is when it is given back. Rejects where the disk does not allow it.
 */
export async function openSpool(): Promise<Spool> {
	const path = join(tmpdir(), `mail-helpdesk-${randomUUID()}`);
	const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
	const isGone = await unlink(path).then(
		() => true,
		() => false,
	);
	let length = 0;
	let released: Promise<void> | null = null;

	const read = async (start: number, end: number, into: Buffer = Buffer.allocUnsafeSlow(end - start)): Promise<Buffer> => {
		const bytes = into.subarray(0, end - start);
		for (let done = 0; done < bytes.length; ) {
			const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done).catch(notReadBack);
			if (bytesRead === 0) return notReadBack();
			done += bytesRead;
		}
		return bytes;
	};

	async function* pieces(start: number, end: number, into?: Buffer): AsyncGenerator<Buffer> {
		for (let position = start; position < end; position += PIECE) yield await read(position, Math.min(end, position + PIECE), into);
	}

	async function* decoded(start: number, end: number): AsyncGenerator<Buffer> {
		const decoder = base64Decoder();
		for await (const piece of pieces(start, end, Buffer.allocUnsafeSlow(PIECE))) {
			const bytes: Buffer[] = [];
			decoder.add(piece, (some) => void bytes.push(Buffer.from(some)));
			yield Buffer.concat(bytes);
		}
		yield decoder.end();
	}

	return {
		get length() {
			return length;
		},
		async append(bytes) {
			for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, length + done)).bytesWritten;
			length += bytes.length;
		},
		whole: async () => await read(0, length),
		stream: (part) => Readable.from(part ? decoded(part.offset, part.offset + part.length) : pieces(0, length), { objectMode: false }),
		async release() {
			released ??= (async () => {
				await file.close().catch(() => undefined);
				if (!isGone) await unlink(path).catch(() => undefined);
			})();
			await released;
		},
	};
}

function notReadBack(cause?: unknown): never {
	throw new MailboxError('TEMPORARY_FILE', 'A large message could not be read back from its temporary file.', {
		fault: 'world',
		remedy: `Look at the disk of ${tmpdir()}; TMPDIR names another folder. The message is tried again by itself.`,
		cause: cause instanceof Error ? cause : undefined,
	});
}
