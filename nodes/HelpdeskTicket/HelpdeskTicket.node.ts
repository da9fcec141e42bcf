import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { mailHelpdeskVtigerTest, ticketFields } from '../common/desk';
import { loadGroups, loadQueues, loadStatuses, searchAgents, searchTickets } from '../common/deskLists';
import { runDeskActions } from '../common/runDeskActions';
import { mailHelpdeskPostgresTest } from '../common/store';
import { ACTIONS } from './actions';
import { description } from './description';

export class HelpdeskTicket implements INodeType {
	description: INodeTypeDescription = description;

	methods = {
		resourceMapping: { ticketFields },
		listSearch: { searchAgents, searchTickets },
		loadOptions: { loadGroups, loadQueues, loadStatuses },
		credentialTest: { mailHelpdeskPostgresTest, mailHelpdeskVtigerTest },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runDeskActions(this, ACTIONS);
	}
}
