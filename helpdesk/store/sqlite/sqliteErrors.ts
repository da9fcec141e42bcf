import type { HelpdeskErrorDetails } from '../../errors';
import { StoreError } from '../StoreError';

type Meaning = [code: string, message: string, details: HelpdeskErrorDetails];

const NOT_WRITABLE: Meaning = [
	'STORE_NOT_WRITABLE',
	'The help desk file cannot be written',
	{ fault: 'world', remedy: 'Give the user that runs n8n the right to write to the folder "mail-helpdesk" in n8n\'s user folder, and check that the disk is not mounted read-only.' },
];
const NOT_A_FILE: Meaning = [
	'STORE_NOT_A_FILE',
	'The help desk file or its folder is something else',
	{ fault: 'settings', remedy: 'A file stands where a folder should be, or a folder where the file should be. Move it away, or choose another name.' },
];
const FULL: Meaning = ['STORE_FULL', 'The disk that holds the help desk file is full', { fault: 'world', remedy: 'Free some space. Work goes on by itself; nothing was half written.' }];
const CORRUPT: Meaning = [
	'STORE_CORRUPT',
	'The help desk file is damaged or is not a help desk file',
	{ fault: 'world', remedy: 'Stop n8n, keep a copy of the file with its -wal and -shm files, and restore the last backup.' },
];
const BUSY: Meaning = [
	'STORE_BUSY',
	'The help desk file was locked by another process for too long',
	{ fault: 'world', remedy: 'Close other programs that have the file open for writing. If several n8n processes share it, use the PostgreSQL store.' },
];
const IO: Meaning = ['STORE_IO', 'The disk reported an error while reading or writing the help desk file', { fault: 'world', remedy: 'Check the disk and the file system.' }];

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html). */
const BY_RESULT_CODE: Record<number, Meaning> = {
	3: NOT_WRITABLE,
	5: BUSY,
	6: BUSY,
	8: NOT_WRITABLE,
	10: IO,
	11: CORRUPT,
	13: FULL,
	14: NOT_WRITABLE,
	18: ['STORE_TOO_BIG', 'A text or file is larger than the help desk file can hold (1 GB)', { fault: 'message' }],
	19: ['STORE_CONSTRAINT', 'The help desk refused data that contradicts what it holds', { fault: 'message' }],
	23: NOT_WRITABLE,
	26: CORRUPT,
};

const BY_SYSTEM_CODE: Record<string, Meaning> = {
	EACCES: NOT_WRITABLE,
	EPERM: NOT_WRITABLE,
	EROFS: NOT_WRITABLE,
	ENOENT: NOT_WRITABLE,
	ENOTDIR: NOT_A_FILE,
	EISDIR: NOT_A_FILE,
	EEXIST: NOT_A_FILE,
	ENOSPC: FULL,
	EDQUOT: FULL,
	EIO: IO,
};

/**
 * What an error of SQLite or of the file system means for the user: a `StoreError` with code and remedy. The original is its `cause`.
 * A `StoreError` is returned as it is.
 */
export function storeErrorOf(error: unknown): StoreError {
	if (error instanceof StoreError) {
		return error;
	}
	const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
	// The low byte is the primary code; the rest says which variant (BUSY_SNAPSHOT, IOERR_FSYNC ...).
	const meaning = typeof errcode === 'number' ? BY_RESULT_CODE[errcode & 0xff] : BY_SYSTEM_CODE[String(code)];
	if (meaning) {
		return new StoreError(meaning[0], meaning[1], { ...meaning[2], cause: error });
	}
	if (code === 'ERR_INVALID_STATE') {
		return new StoreError('STORE_CLOSED', 'The help desk file was closed', { fault: 'world', remedy: 'Start the workflow again.', cause: error });
	}
	return new StoreError('STORE_FAILED', 'The help desk file could not do what it was asked', { fault: 'message', cause: error });
}
