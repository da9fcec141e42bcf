import type { INodeTypeDescription } from 'n8n-workflow';
import { actionProperties } from '../common/deskAction';
import { actForRealOption, deskCredentials, deskProperty, storeNameOption, storeProperty } from '../common/properties';
import { ACTIONS } from './actions';

export const description: INodeTypeDescription = {
	displayName: 'Helpdesk Administration',
	name: 'helpdeskAdministration',
	icon: { light: 'file:helpdeskAdministration.svg', dark: 'file:helpdeskAdministration.dark.svg' },
	group: ['transform'],
	version: 1,
	subtitle: '={{ $parameter["action"] }}',
	description: 'Looks after the desk: agents, groups, queues, priorities, organizations, block list, retention, export and erasure of a person',
	defaults: { name: 'Helpdesk Administration' },
	usableAsTool: true,
	inputs: ['main'],
	outputs: ['main'],
	credentials: deskCredentials,
	properties: [
		deskProperty,
		storeProperty,
		...actionProperties(ACTIONS, 'showSetUp'),
		{ displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {}, options: [actForRealOption, storeNameOption] },
	],
};
