import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { deskOf, mailHelpdeskVtigerTest } from '../common/desk';
import { emailOf, filesOf } from '../common/emailItem';
import { perItem } from '../common/failure';
import { mailHelpdeskPostgresTest } from '../common/store';
import { description } from './description';
import { linkEmail, type LinkTo } from './linkEmail';

interface Options {
	actForReal?: boolean;
	attachFiles?: boolean;
}

export class LinkEmail implements INodeType {
	description: INodeTypeDescription = description;

	methods = { credentialTest: { mailHelpdeskPostgresTest, mailHelpdeskVtigerTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await perItem(
			this,
			2,
			async (itemIndex) => (await deskOf(this, itemIndex)).journal,
			async (item, itemIndex) => {
				const email = emailOf(item);
				const { desk } = await deskOf(this, itemIndex);
				const options = this.getNodeParameter('options', itemIndex, {}) as Options;
				const linkedTo = await linkEmail(desk, email, this.getNodeParameter('action', itemIndex) as LinkTo, {
					files: async () => (options.attachFiles === false ? [] : await filesOf(this, email, itemIndex)),
					simulate: email.mailbox.test && !options.actForReal,
				});
				return { output: linkedTo.length > 0 ? 0 : 1, json: { ...item.json, linkedTo } };
			},
		);
	}
}
