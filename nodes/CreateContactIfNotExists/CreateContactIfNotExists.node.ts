import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { contactFields, deskOf, fieldValues, mailHelpdeskVtigerTest } from '../common/desk';
import { emailOf } from '../common/emailItem';
import { perItem } from '../common/failure';
import { mailHelpdeskPostgresTest } from '../common/store';
import { asJson, createContactIfNotExists } from './createContact';
import { description } from './description';

interface Options {
	actForReal?: boolean;
	automaticMail?: boolean;
}

export class CreateContactIfNotExists implements INodeType {
	description: INodeTypeDescription = description;

	methods = { resourceMapping: { contactFields }, credentialTest: { mailHelpdeskPostgresTest, mailHelpdeskVtigerTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await perItem(
			this,
			1,
			async (itemIndex) => (await deskOf(this, itemIndex)).journal,
			async (item, itemIndex) => {
				const email = emailOf(item);
				const { desk } = await deskOf(this, itemIndex);
				const options = this.getNodeParameter('options', itemIndex, {}) as Options;
				const result = await createContactIfNotExists(desk, email, {
					fields: fieldValues(this, 'fields', itemIndex),
					automaticMail: options.automaticMail ?? false,
					simulate: email.mailbox.test && !options.actForReal,
				});
				return { output: 0, json: { ...item.json, ...asJson(result) } };
			},
		);
	}
}
