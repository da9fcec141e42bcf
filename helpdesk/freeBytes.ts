import type { AttachmentBytes } from './email/Email';

/** An `ArrayBuffer` of Node 22 and later (ES2024). */
type Freeable = ArrayBufferLike & { transfer?: (newLength: number) => ArrayBuffer };

/**
 * Gives back the memory of these bytes at once; they are empty afterwards, and so is every other view of them. Left to the garbage collector, the bytes of a busy mailbox
 * add up to more than V8 wants to see outside of its heap (64 MB), and it goes through the whole heap again and again. Bytes that share their memory with others, or lie on disk, are left alone.
 */
export function freeBytes(...all: Array<AttachmentBytes['content']>): void {
	for (const { buffer, byteLength } of all.filter((each) => Buffer.isBuffer(each))) {
		if (byteLength > 0 && byteLength === buffer.byteLength) (buffer as Freeable).transfer?.(0);
	}
}
