import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How the input of an entry is to be read: raw bytes of a message, one body of one, or lines of a header. */
export type InputKind = 'rfc822' | 'text-body' | 'html-body' | 'headers';

/** What one recipient of a bounce is expected to be told. */
export interface ExpectedResult {
	/** Enhanced status code, e.g. `5.1.1`; empty where the entry says nothing. */
	status: string;
	recipient: string;
}

export interface ExpectedAttachment {
	name: string | null;
	/** Hex; its length tells the algorithm. */
	digest: string | null;
}

/** What must come out; only what is present is asserted. */
export interface Expected {
	replyText?: string;
	replyContains?: string[];
	isBounce?: boolean;
	isComplaint?: boolean;
	isAutoReply?: boolean;
	suppressAutoResponse?: boolean;
	subject?: string;
	/** Address alone. */
	sender?: string;
	messageId?: string;
	results: ExpectedResult[];
	attachments: ExpectedAttachment[];
}

/** One entry of a corpus: an input, and apart from it what it is expected to give. */
export interface CorpusEntry {
	id: string;
	source: string;
	kind: InputKind;
	input: Buffer;
	/** As the index has it; empty where it says nothing. */
	compare: string;
	expected: Expected;
}

type Fields = Record<string, unknown>;

const KINDS: readonly InputKind[] = ['rfc822', 'text-body', 'html-body', 'headers'];
const NAME_KEYS = ['fileName', 'filename', 'name'];
const DIGEST_KEYS = ['sha256', 'sha1', 'md5', 'digest', 'checksum', 'md5sum'];

function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function flagOf(value: unknown): boolean | undefined {
	return typeof value === 'boolean' ? value : undefined;
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? (value as unknown[]) : [];
}

function textsOf(value: unknown): string[] {
	return listOf(value).filter((item) => typeof item === 'string');
}

function firstTextOf(fields: Fields, names: readonly string[]): string | null {
	return names.map((name) => textOf(fields[name])).find((text) => text !== undefined && text !== '') ?? null;
}

/** `fromEmail`, or the address in `from`, which may be a text, an object, or a list of either. */
function senderOf(expected: Fields): string | undefined {
	const from = listOf(expected['from'])[0] ?? expected['from'];
	const named = textOf(expected['fromEmail']) ?? textOf(from) ?? textOf(fieldsOf(from)['address']);
	if (named === undefined) return undefined;
	const bracketed = /<([^<>]*)>[^<>]*$/.exec(named)?.[1] ?? named;
	return bracketed.trim() === '' ? undefined : bracketed.trim();
}

function attachmentsOf(expected: Fields): ExpectedAttachment[] {
	const whole = listOf(expected['attachments']).map((item) => {
		const fields = fieldsOf(item);
		return { name: textOf(item) ?? firstTextOf(fields, NAME_KEYS), digest: firstTextOf(fields, DIGEST_KEYS) };
	});
	const names = textsOf(expected['attachmentNames']).map((name) => ({ name, digest: null }));
	const digests = textsOf(expected['attachmentDigests']).map((digest) => ({ name: null, digest }));
	return [...whole, ...names, ...digests];
}

function resultOf(item: unknown): ExpectedResult {
	const fields = fieldsOf(item);
	return { status: firstTextOf(fields, ['deliveryStatus', 'status']) ?? '', recipient: textOf(fields['recipient']) ?? '' };
}

function expectedOf(value: unknown): Expected {
	const expected = fieldsOf(value);
	return {
		replyText: textOf(expected['replyText']),
		replyContains: Array.isArray(expected['replyContains']) ? textsOf(expected['replyContains']) : undefined,
		isBounce: flagOf(expected['isBounce']),
		isComplaint: flagOf(expected['isComplaint']),
		isAutoReply: flagOf(expected['isAutoReply']),
		suppressAutoResponse: flagOf(expected['suppressAutoResponse']),
		subject: textOf(expected['subject']),
		sender: senderOf(expected),
		messageId: textOf(expected['messageId']),
		results: listOf(expected['results']).map(resultOf),
		attachments: attachmentsOf(expected),
	};
}

function kindOf(value: unknown, id: string): InputKind {
	const kind = KINDS.find((known) => known === value);
	if (kind === undefined) throw new Error(`Entry ${id} of the corpus is of a kind that is not known: ${String(value)}`);
	return kind;
}

function inputOf(entry: Fields, kind: InputKind, folder: string): Buffer {
	if (kind !== 'headers') return readFileSync(join(folder, textOf(entry['file']) ?? ''));
	const lines = textOf(entry['input']) ?? textsOf(entry['input']).join('\r\n');
	return Buffer.from(`${lines}\r\n\r\n`, 'utf8');
}

/** Reads an index in the format of the corpus and the inputs it names. Throws when the index or a file cannot be read, or an entry is of an unknown kind. */
export function readCorpus(indexFile: string): CorpusEntry[] {
	const index: unknown = JSON.parse(readFileSync(indexFile, 'utf8'));
	if (!Array.isArray(index)) throw new Error(`${indexFile} holds no list of entries`);
	return index.map((item: unknown) => {
		const entry = fieldsOf(item);
		const id = textOf(entry['id']) ?? '?';
		const kind = kindOf(entry['kind'], id);
		return {
			id,
			source: textOf(entry['source']) ?? 'unknown',
			kind,
			input: inputOf(entry, kind, dirname(indexFile)),
			compare: textOf(entry['compare']) ?? '',
			expected: expectedOf(entry['expected']),
		};
	});
}
