import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { searchContacts } from '../common/deskLists';
import { runDeskActions } from '../common/runDeskActions';
import { contactFields, mailHelpdeskVtigerTest } from '../common/desk';
import { mailHelpdeskPostgresTest } from '../common/store';
import { ACTIONS } from './actions';
import { description } from './description';

export class HelpdeskAdministration implements INodeType {
	description: INodeTypeDescription = description;

	methods = { resourceMapping: { contactFields }, listSearch: { searchContacts }, credentialTest: { mailHelpdeskPostgresTest, mailHelpdeskVtigerTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runDeskActions(this, ACTIONS);
	}
}
