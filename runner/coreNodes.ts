import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import type { TypeCatalogue } from './nodeTypes';

function describe(name: string, displayName: string, rest: Partial<INodeTypeDescription> = {}): INodeTypeDescription {
	return {
		name,
		displayName,
		group: ['transform'],
		version: 1,
		description: displayName,
		defaults: { name: displayName },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
		...rest,
	};
}

const noOp: INodeType = {
	description: describe('noOp', 'No Operation, do nothing'),
	async execute() {
		return [this.getInputData()];
	},
};

const stickyNote: INodeType = {
	description: describe('stickyNote', 'Sticky Note', {
		inputs: [],
		outputs: [],
		properties: [
			{ displayName: 'Content', name: 'content', type: 'string', default: '' },
			{ displayName: 'Height', name: 'height', type: 'number', default: 160 },
			{ displayName: 'Width', name: 'width', type: 'number', default: 240 },
			{ displayName: 'Color', name: 'color', type: 'number', default: 1 },
		],
	}),
	async execute() {
		return [this.getInputData()];
	},
};

const stopAndError: INodeType = {
	description: describe('stopAndError', 'Stop and Error', {
		outputs: [],
		properties: [{ displayName: 'Error Message', name: 'errorMessage', type: 'string', default: '' }],
	}),
	async execute() {
		throw new Error(this.getNodeParameter('errorMessage', 0) as string);
	},
};

/** Until tomorrow; nothing here wakes an execution up again. */
const wait: INodeType = {
	description: describe('wait', 'Wait'),
	async execute() {
		await this.putExecutionToWait(new Date(Date.now() + 86_400_000));
		return [this.getInputData()];
	},
};

/** The few nodes of n8n's own that the shipped workflows and the tests use: the real ones live in n8n-nodes-base, which is far too big to be a development dependency. */
export const CORE_NODES: TypeCatalogue = {
	nodes: {
		'n8n-nodes-base.noOp': noOp,
		'n8n-nodes-base.stickyNote': stickyNote,
		'n8n-nodes-base.stopAndError': stopAndError,
		'n8n-nodes-base.wait': wait,
	},
	credentials: {},
};
