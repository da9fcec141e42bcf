import type { INodeProperties } from 'n8n-workflow';
import type { DeskAction, DeskCall } from '../../common/deskAction';
import { contactProperty } from '../../common/properties';
import { listIn, upkeepOf } from '../upkeepOf';

const organization: INodeProperties[] = [
	{ displayName: 'Name', name: 'organizationName', type: 'string', default: '', required: true },
	{ displayName: 'Domains', name: 'domains', type: 'string', default: '', placeholder: 'e.g. example.com, example.org', description: 'Whoever has an address of these domains belongs to the organization. Separated by commas.' },
	{ displayName: 'Addresses', name: 'addresses', type: 'string', default: '', placeholder: 'e.g. office@example.net', description: 'Single addresses of the organization, separated by commas' },
];

const organizationIn = (call: DeskCall) => ({ name: call.text('organizationName'), domains: listIn(call, 'domains'), addresses: listIn(call, 'addresses') });

export const createOrganization: DeskAction = {
	option: { name: 'Create Organization', value: 'createOrganization', description: 'Its people are known as colleagues by domain or address', action: 'Create an organization' },
	needs: 'createOrganizations',
	writes: true,
	properties: organization,
	async run(call) {
		const wanted = organizationIn(call);
		return { ...(await call.desk.createOrganization(call.claim(`organization ${wanted.name}`), wanted)) };
	},
};

export const changeOrganization: DeskAction = {
	option: { name: 'Change Organization', value: 'changeOrganization', description: 'Replace name, domains and addresses', action: 'Change an organization' },
	needs: 'setUp',
	writes: true,
	properties: [{ displayName: 'ID', name: 'organizationId', type: 'string', default: '', required: true }, ...organization],
	run: async (call) => ({ organization: await upkeepOf(call.desk).changeOrganization({ id: call.text('organizationId'), ...organizationIn(call) }) }),
};

export const listOrganizations: DeskAction = {
	option: { name: 'List Organizations', value: 'listOrganizations', description: 'All organizations, one item each', action: 'List organizations' },
	needs: 'setUp',
	writes: false,
	properties: [],
	run: async ({ desk }) => (await upkeepOf(desk).listOrganizations()).map((each) => ({ ...each })),
};

export const addAddress: DeskAction = {
	option: { name: 'Add Address to Contact', value: 'addAddress', description: 'One more address by which a contact is found', action: 'Add an address to a contact' },
	needs: 'contactAddresses',
	writes: true,
	properties: [
		contactProperty({ displayName: 'Contact', name: 'contact', description: 'The contact that gets the address' }),
		{ displayName: 'Address', name: 'newAddress', type: 'string', default: '', required: true, placeholder: 'e.g. anna@example.com' },
	],
	async run({ desk, text, claim }) {
		const [contact, address] = [text('contact'), text('newAddress')];
		return { ...(await desk.addContactAddress(claim(`address ${address} ${contact}`), contact, address)) };
	},
};
