import type { INodeTypeDescription } from 'n8n-workflow';
import { actionProperties } from '../common/deskAction';
import { actForRealOption, deskCredentials, deskProperty, storeNameOption, storeProperty, vtigerTellsOption } from '../common/properties';
import { ACTIONS } from './actions';

export const description: INodeTypeDescription = {
	displayName: 'Helpdesk Ticket',
	name: 'helpdeskTicket',
	icon: { light: 'file:helpdeskTicket.svg', dark: 'file:helpdeskTicket.dark.svg' },
	group: ['transform'],
	version: 1,
	subtitle: '={{ $parameter["action"] }}',
	description: 'Reads and changes tickets: get, search, comment, fields, assign, merge, close, reopen, delete, changes',
	defaults: { name: 'Helpdesk Ticket' },
	usableAsTool: true,
	inputs: ['main'],
	outputs: ['main'],
	credentials: deskCredentials,
	properties: [
		deskProperty,
		storeProperty,
		...actionProperties(ACTIONS, 'get'),
		{ displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {}, options: [actForRealOption, storeNameOption, vtigerTellsOption] },
	],
};
