import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { HelpdeskError, readAgain, readNewest } from '../../helpdesk';
import type { Email } from '../../helpdesk';
import { emailOf, toItem, type BinaryWriter, type MessageContent } from '../common/emailItem';
import { noteFailure, toNodeError } from '../common/failure';
import { mailboxOf } from '../common/mailbox';
import { knowledgeOf } from '../common/store';
import { forget, handedOver } from './handOver';
import { isHealth } from './host';
import { optionsOf, panelOf, settingsOf, storeOf } from './settings';

/** How the item names its messages and how n8n's executions are told apart from a person's "Execute": only the trigger emits items with a key. */
const isEmitted = ({ json }: INodeExecutionData) => typeof (json.mailbox as Email['mailbox'] | undefined)?.key === 'string';

/**
 * What n8n calls at the start of every execution: the emitted messages get their files, in n8n's store and under this execution's id, so that
 * they go when it is pruned. Without emitted items a person has pressed "Execute": then the newest messages are read, and nothing changes.
 */
export async function runMessages(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const health = items.filter(({ json }) => isHealth(json));
	if (health.length > 0) return [[], health.map(paired)];
	if (!items.some(isEmitted)) return [await readByHand(context), []];
	const complete: INodeExecutionData[] = [];
	for (const [index, item] of items.entries()) complete.push(paired(await withFiles(context, item, index), index));
	return [complete, []];
}

function paired(item: INodeExecutionData, index: number): INodeExecutionData {
	return { ...item, pairedItem: { item: index } };
}

async function readByHand(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	try {
		const panel = panelOf(context);
		const options = optionsOf(panel);
		const account = await mailboxOf(context, panel.read('authentication', 'password') as string, 0);
		const knowledge = knowledgeOf(await storeOf(context), [account.address]);
		const messages = await readNewest(account, settingsOf(panel, account), knowledge, options.manualCount ?? 1);
		const items: INodeExecutionData[] = [];
		for (const message of messages) items.push(paired(await itemOf(context, message), 0));
		return items;
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** The item with its files. A failure is noted for the trigger, which cannot see from n8n whether the message or the world is at fault. */
async function withFiles(context: IExecuteFunctions, item: INodeExecutionData, itemIndex: number): Promise<INodeExecutionData> {
	const email = emailOf(item);
	if (!needsBytes(context, email)) {
		forget(context, email.mailbox.key);
		return item;
	}
	try {
		const bytes = handedOver(context, email.mailbox.key) ?? (await readBytes(context, email));
		const complete = await itemOf(context, { email, ...bytes });
		forget(context, email.mailbox.key);
		return complete;
	} catch (error) {
		const said = error instanceof HelpdeskError ? error : notStored(error);
		const journalOf = async () => (await storeOf(context)).journal;
		await noteFailure(journalOf, email.mailbox.key, context.getNode(), said);
		throw toNodeError(context.getNode(), said, itemIndex);
	}
}

function needsBytes(context: IExecuteFunctions, { attachments, partial }: Email): boolean {
	return attachments.length > 0 || keepsSource(context, partial);
}

/** People who look at a message that is not complete want to see what came. */
function keepsSource(context: IExecuteFunctions, partial: Email['partial']): boolean {
	return partial !== null || (optionsOf(panelOf(context)).keepSource ?? false);
}

async function readBytes(context: IExecuteFunctions, email: Email) {
	const panel = panelOf(context);
	const account = await mailboxOf(context, panel.read('authentication', 'password') as string, 0);
	const store = await storeOf(context);
	return await readAgain(account, settingsOf(panel, account), knowledgeOf(store, [account.address]), store.journal, email);
}

async function itemOf(context: IExecuteFunctions, message: MessageContent) {
	const write: BinaryWriter = async (content, fileName, mimeType) => await context.helpers.prepareBinaryData(content, fileName, mimeType);
	return await toItem(message, keepsSource(context, message.email.partial), write);
}

function notStored(error: unknown): HelpdeskError {
	return new HelpdeskError('FILES_NOT_STORED', `The files of the message could not be stored in n8n: ${error instanceof Error ? error.message : 'unknown cause'}`, {
		fault: 'world',
		remedy: "Look at the disk, or whatever n8n's binary data mode names. The message is tried again by itself.",
		cause: error instanceof Error ? error : undefined,
	});
}
