import type { UnderstandingKnowledge } from '../conversation/understand';
import type { AttachmentBytes, Email, SetAside } from '../email/Email';
import type { RawMail } from './readEmail';

/** What a reading thread is asked. */
export interface Job {
	id: number;
	mail: RawMail;
	knowledge: Omit<UnderstandingKnowledge, 'signer'>;
	/** What the signer signs with, see `secretOf`; null when there is none. */
	secret: string | null;
}

/** What it answers. Between threads, Buffers become plain Uint8Arrays: see `asBuffer`. */
export type Answer =
	| {
			id: number;
			email: Email;
			/** In the order of `email.attachments`. */
			contents: Array<Uint8Array | SetAside>;
			/** The bytes of the message: they were moved to the thread and come back. */
			source: Uint8Array;
	  }
	/** The message broke the reader; the thread lives on. */
	| { id: number; email: null };

/** Said once, before the first answer: the thread has loaded what it needs. */
export const READY = 'ready';

/** The memory that can be moved to another thread instead of being copied: each that one of these views has to itself and fills. */
export function movable(contents: ReadonlyArray<Uint8Array | SetAside>): ArrayBuffer[] {
	const views = contents.filter((content) => ArrayBuffer.isView(content));
	const whole = views.filter(({ buffer, byteLength }) => buffer instanceof ArrayBuffer && byteLength > 0 && byteLength === buffer.byteLength);
	return [...new Set(whole.map(({ buffer }) => buffer as ArrayBuffer))];
}

/** The same bytes in memory of their own. A small Buffer shares its memory with others, and all of it would be copied to the thread. */
export function apart(bytes: Uint8Array): Buffer {
	const own = Buffer.allocUnsafeSlow(bytes.byteLength);
	own.set(bytes);
	return own;
}

/** The content of a file as it was on the other side. */
export function asContent(content: Uint8Array | SetAside): AttachmentBytes['content'] {
	return ArrayBuffer.isView(content) ? asBuffer(content) : content;
}

/** The same bytes as a Buffer. */
export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
	return Buffer.from(buffer, byteOffset, byteLength);
}
