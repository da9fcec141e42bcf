import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import type { TidyAction } from '../../helpdesk';
import { deskOf } from '../common/desk';
import { emailOf } from '../common/emailItem';
import { perItem } from '../common/failure';
import { mailboxOf, mailHelpdeskImapTest, searchFolders } from '../common/mailbox';
import { description } from './description';
import { mailHelpdeskPostgresTest } from '../common/store';
import { tidyMessage } from './tidyMessage';

/** What needs no folder. */
const ACTIONS: Record<string, TidyAction> = {
	delete: { kind: 'delete', forGood: false },
	deleteForGood: { kind: 'delete', forGood: true },
	markRead: { kind: 'mark-read' },
	markUnread: { kind: 'mark-unread' },
	flag: { kind: 'flag' },
	unflag: { kind: 'unflag' },
};

export class MoveOrDeleteMessage implements INodeType {
	description: INodeTypeDescription = description;

	methods = { listSearch: { searchFolders }, credentialTest: { mailHelpdeskImapTest, mailHelpdeskPostgresTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const journalOf = async (itemIndex: number) => (await deskOf(this, itemIndex)).journal;
		return await perItem(this, 1, journalOf, async (item, itemIndex) => {
			const email = emailOf(item);
			const options = this.getNodeParameter('options', itemIndex, {}) as { actForReal?: boolean };
			const authentication = this.getNodeParameter('authentication', itemIndex, 'password') as string;
			const tidy = await tidyMessage(await journalOf(itemIndex), async () => await mailboxOf(this, authentication, itemIndex), email, {
				action: actionOf(this, itemIndex),
				afterSuccess: this.getNodeParameter('when', itemIndex, 'afterSuccess') === 'afterSuccess',
				simulate: email.mailbox.test && !options.actForReal,
			});
			return { output: 0, json: { ...item.json, tidy: tidy } };
		});
	}
}

function actionOf(context: IExecuteFunctions, itemIndex: number): TidyAction {
	const choice = context.getNodeParameter('action', itemIndex) as string;
	const simple = ACTIONS[choice];
	// n8n throws when a folder is asked for that the panel hides.
	if (simple) return simple;
	const folder = context.getNodeParameter('folder', itemIndex, '', { extractValue: true }) as string;
	const createFolder = context.getNodeParameter('createFolder', itemIndex, true) as boolean;
	return { kind: choice === 'copy' ? 'copy' : 'move', folder: folder.trim(), createFolder };
}
