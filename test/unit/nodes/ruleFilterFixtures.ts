import { NodeHelpers, type IDataObject, type IExecuteFunctions, type INode, type INodeExecutionData, type INodeParameters, type INodeTypeDescription } from 'n8n-workflow';
import type { AutomaticClass, Email } from '../../../helpdesk/email/Email';
import { mail } from '../rules/rulesOnMail';

const CLASSES: Record<AutomaticClass, true> = {
	human: true,
	list: true,
	newsletter: true,
	notification: true,
	'own-system': true,
	'out-of-office': true,
	'auto-reply': true,
	bounce: true,
	delay: true,
	receipt: true,
	complaint: true,
	calendar: true,
};

export const AUTOMATIC_CLASSES = Object.keys(CLASSES);

export function mailItem(changes: Partial<Email> = {}): INodeExecutionData {
	return { json: mail(changes) as unknown as IDataObject };
}

/** What the node asks of n8n, with parameters filled in by n8n's own code. */
export function contextFor(items: INodeExecutionData[], parameters: IDataObject, description: INodeTypeDescription, continues = false): IExecuteFunctions {
	const node: INode = { id: '1', name: 'Rule Filter', type: 'ruleFilter', typeVersion: 1, position: [0, 0], parameters: parameters as INodeParameters };
	const filled = NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, node, description) ?? {};
	const context: Partial<IExecuteFunctions> = {
		getInputData: () => items,
		getNode: () => node,
		continueOnFail: () => continues,
		getNodeParameter: ((name: string, _item: number, fallback?: unknown) => filled[name] ?? fallback) as IExecuteFunctions['getNodeParameter'],
	};
	return context as IExecuteFunctions;
}
