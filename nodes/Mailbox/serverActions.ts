import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { HelpdeskError, openMailbox, readAgain, readMessage } from '../../helpdesk';
import type { MailboxAccount, MailboxSession, QuarantinedMessage } from '../../helpdesk';
import { toItem } from '../common/emailItem';
import { knowledgeOf, type HelpdeskStore } from '../common/store';

/** Which message is meant. */
interface Wanted {
	folder: string;
	/** 0 when the Message-ID counts. */
	uid: number;
	messageId: string;
}

const LARGEST = 100 * 1024 * 1024;

async function onServer<T>(account: MailboxAccount, work: (session: MailboxSession) => Promise<T>): Promise<T> {
	const session = await openMailbox({ ...account, readOnly: true });
	try {
		return await work(session);
	} finally {
		await session.close();
	}
}

export async function listFolders(account: MailboxAccount): Promise<IDataObject[]> {
	return await onServer(account, async (session) => (await session.listFolders()).map((folder) => ({ ...folder })));
}

/** One message with its files and its raw source; nothing is changed on the server. */
export async function fetchMessage(
	context: IExecuteFunctions,
	itemIndex: number,
	account: MailboxAccount,
	store: HelpdeskStore,
): Promise<INodeExecutionData> {
	const byKey = context.getNodeParameter('findBy', itemIndex) === 'key';
	const test = context.getMode() === 'manual';
	const settings = { name: '', maxBytes: LARGEST, trustedAuthserv: [] };
	const knowledge = knowledgeOf(store, [account.address]);
	const read = async () => {
		if (byKey) {
			const { key, ...place } = await quarantined(context, itemIndex, store);
			const mailbox = { name: '', account: '', address: account.address, folder: place.folder, uid: place.uid, uidValidity: place.uidValidity, key: key ?? '', test };
			return await readAgain(account, settings, knowledge, store.journal, { mailbox, messageId: place.messageId ?? '' });
		}
		const wanted = wantedMessage(context, itemIndex);
		return await onServer(account, async (session) => {
			const { uidValidity } = await session.openFolder(wanted.folder);
			const uid = await uidOf(session, wanted);
			return await readMessage({ session, account, settings, knowledge }, wanted.folder, uidValidity, uid, test);
		});
	};
	return await toItem(await read(), true, async (content, fileName, mimeType) => {
		return await context.helpers.prepareBinaryData(content, fileName, mimeType);
	});
}

function wantedMessage(context: IExecuteFunctions, itemIndex: number): Wanted {
	const text = (name: string) => (context.getNodeParameter(name, itemIndex, '') as string).trim();
	const findBy = context.getNodeParameter('findBy', itemIndex) as string;
	if (findBy === 'uid') return { folder: text('folder'), uid: Number(context.getNodeParameter('uid', itemIndex)), messageId: '' };
	const id = text('messageId');
	return { folder: text('folder'), uid: 0, messageId: id.startsWith('<') ? id : `<${id}>` };
}

/** Wherever it lies by now. */
async function quarantined(context: IExecuteFunctions, itemIndex: number, { journal }: HelpdeskStore): Promise<QuarantinedMessage> {
	const key = (context.getNodeParameter('messageKey', itemIndex, '') as string).trim();
	const message = (await journal.quarantinedMessages()).find((each) => each.key === key);
	if (message) return message;
	throw new HelpdeskError('NOT_IN_QUARANTINE', 'No message with this key is put aside', {
		fault: 'settings',
		remedy: 'Take the key from List Quarantine, with the same Store Name.',
	});
}

async function uidOf(session: MailboxSession, { folder, uid, messageId }: Wanted): Promise<number> {
	if (uid > 0) return uid;
	const found = messageId ? (await session.findUids(folder, { messageId })).at(-1) : undefined;
	if (found !== undefined) return found;
	throw new HelpdeskError('MESSAGE_GONE', `The message is not in the folder "${folder}"`, {
		fault: 'message',
		remedy: 'Somebody or something moved or deleted it.',
	});
}
