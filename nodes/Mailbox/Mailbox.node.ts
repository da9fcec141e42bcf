import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { deskOf } from '../common/desk';
import { toNodeError } from '../common/failure';
import { mailboxOf, mailHelpdeskImapTest } from '../common/mailbox';
import { mailHelpdeskPostgresTest } from '../common/store';
import { description } from './description';
import { fetchMessage, listFolders } from './serverActions';
import { health, listQuarantine, release, scan } from './storeActions';

export class Mailbox implements INodeType {
	description: INodeTypeDescription = description;

	methods = { credentialTest: { mailHelpdeskImapTest, mailHelpdeskPostgresTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const results: INodeExecutionData[] = [];
		for (const [itemIndex] of this.getInputData().entries()) {
			try {
				const made = await act(this, itemIndex);
				results.push(...made.map((item) => ({ ...item, pairedItem: { item: itemIndex } })));
			} catch (error) {
				const failure = toNodeError(this.getNode(), error, itemIndex);
				if (!this.continueOnFail()) throw failure;
				results.push({ json: { error: failure.message, description: failure.description ?? '' }, pairedItem: { item: itemIndex } });
			}
		}
		return [results];
	}
}

async function act(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
	const text = (name: string) => (context.getNodeParameter(name, itemIndex, '') as string).trim();
	const store = await deskOf(context, itemIndex);
	const account = async () => await mailboxOf(context, context.getNodeParameter('authentication', itemIndex, 'password') as string, itemIndex);
	const actions: Record<string, () => Promise<INodeExecutionData[]>> = {
		fetchMessage: async () => [await fetchMessage(context, itemIndex, await account(), store)],
		health: async () => asItems(await health(store.journal, text('scannerName'), new Date())),
		listFolders: async () => asItems(await listFolders(await account())),
		listQuarantine: async () => asItems(await listQuarantine(store.journal, text('scannerName'))),
		release: async () => asItems([await release(store.journal, text('key'), new Date())]),
		scanNow: async () => asItems(await scan(store.journal, text('scannerName'), context.getNodeParameter('waitSeconds', itemIndex, 30) as number)),
	};
	return (await actions[context.getNodeParameter('action', itemIndex) as string]?.()) ?? [];
}

function asItems(rows: IDataObject[]): INodeExecutionData[] {
	return rows.map((json) => ({ json }));
}
