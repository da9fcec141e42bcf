import type { Readable } from 'node:stream';
import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { HelpdeskError } from '../../helpdesk';
import type { AttachmentBytes, Email, NewFile, ScannedMessage, SetAside } from '../../helpdesk';

export type BinaryWriter = (content: Buffer | Readable, fileName: string, mimeType: string) => Promise<IBinaryData>;

export type MessageContent = Pick<ScannedMessage, 'email' | 'attachments' | 'source' | 'spool'>;

/** The name under which an item carries its file with this number. */
function nameOf(index: number): string {
	return `attachment_${index}`;
}

/** The e-mail as the JSON of an item, with the names under which its files will be found. */
export function toJson(email: Email, attachments: AttachmentBytes[]): IDataObject {
	const infos = attachments.map(({ info }, index) => ({ ...(email.attachments[index] ?? info), binary: nameOf(index) }));
	return { ...email, attachments: infos };
}

/** One message as an n8n item: the e-mail as JSON, its files under `attachment_0` ..., its raw source under `original` when wanted. What lies on disk is written as a stream. */
export async function toItem({ email, attachments, source, spool }: MessageContent, withSource: boolean, write: BinaryWriter): Promise<INodeExecutionData> {
	const binary: Record<string, IBinaryData> = {};
	for (const [index, { info, content }] of attachments.entries()) {
		binary[nameOf(index)] = await write(Buffer.isBuffer(content) ? content : streamOf(spool, content), info.fileName, info.mimeType);
	}
	if (withSource) binary.original = await write(spool?.stream() ?? source, 'original.eml', 'message/rfc822');
	const json = toJson(email, attachments);
	return Object.keys(binary).length > 0 ? { json, binary } : { json };
}

function streamOf(spool: MessageContent['spool'], file: SetAside): Readable {
	if (spool) return spool.stream(file);
	throw new HelpdeskError('FILES_MISSING', 'The message holds a file that was set aside, and not where it lies', { fault: 'world', remedy: 'The message is tried again by itself.' });
}

/** The e-mail that an item holds. Rejects items that did not come from the IMAP Scanner Trigger, before anything is done with them. */
export function emailOf(item: INodeExecutionData): Email {
	const json: Partial<Email> = item.json;
	if (typeof json.messageId !== 'string' || typeof json.mailbox?.key !== 'string' || typeof json.from?.address !== 'string') {
		throw new HelpdeskError('NOT_AN_EMAIL', 'This item is not an e-mail from the IMAP Scanner Trigger', {
			fault: 'settings',
			remedy: 'Wire this node behind an IMAP Scanner Trigger, and keep its fields when a node in between changes the item.',
		});
	}
	return json as Email;
}

/** The files of an e-mail, read back from n8n's binary store. */
export async function filesOf(context: IExecuteFunctions, email: Email, itemIndex: number): Promise<NewFile[]> {
	const files: NewFile[] = [];
	for (const info of email.attachments) {
		files.push({
			fileName: info.fileName,
			mimeType: info.mimeType,
			inline: info.inline,
			contentId: info.contentId,
			content: await context.helpers.getBinaryDataBuffer(itemIndex, info.binary),
		});
	}
	return files;
}
