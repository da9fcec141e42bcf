import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { HelpdeskError } from '../../helpdesk';
import type { Journal } from '../../helpdesk';

/** A domain error as n8n shows it: what failed, what to do, which item. */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (!(error instanceof HelpdeskError)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error), { itemIndex });
	}
	if (error.fault === 'world') {
		return new NodeApiError(node, { code: error.code, message: error.message }, {
			message: error.message,
			description: error.remedy,
			itemIndex,
		});
	}
	return new NodeOperationError(node, error.message, { description: error.remedy, itemIndex });
}

/**
 * Tells the trigger that a node failed for a message. n8n calls an execution a success whose node failed under "continue on fail", so the
 * trigger would acknowledge a message that had no effect. A journal that cannot be written fails the execution, which is the safe side.
 */
export async function noteFailure(journalOf: () => Promise<Journal>, key: string, node: INode, error: unknown): Promise<void> {
	const fault = error instanceof HelpdeskError ? error.fault : 'message';
	try {
		const journal = await journalOf();
		await journal.noteFailure(key, { node: node.name, message: error instanceof Error ? error.message : String(error), fault });
	} catch (unwritable) {
		throw toNodeError(node, unwritable);
	}
}

/**
 * What "continue on fail" puts on the item. The error itself is only given where n8n sorts by it (error output): on the regular output n8n would
 * throw all other fields away, and the nodes behind would no longer know their message.
 */
function failedItem(node: INode, item: INodeExecutionData, error: NodeApiError | NodeOperationError, itemIndex: number): INodeExecutionData {
	const described: IDataObject = { message: error.message, description: error.description ?? '' };
	const failed = { ...item, json: { ...item.json, error: described }, pairedItem: { item: itemIndex } };
	return node.onError === 'continueErrorOutput' ? { ...failed, error } : failed;
}

/** Where one item goes, and what it has become. */
export interface Outcome {
	output: number;
	json: IDataObject;
	/** Items to give instead, when the item is a question with several answers. */
	rows?: IDataObject[];
}

/**
 * Runs `handle` for every item, one after another, and sorts the results into outputs. Keeps binary data and item pairing; a failure is noted
 * in the journal and then thrown, or put on the item in `outputOfFailed` under "continue on fail".
 */
export async function perItem(
	context: IExecuteFunctions,
	outputs: number,
	journalOf: (itemIndex: number) => Promise<Journal>,
	handle: (item: INodeExecutionData, itemIndex: number) => Promise<Outcome>,
	outputOfFailed = 0,
): Promise<INodeExecutionData[][]> {
	const results: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
	for (const [itemIndex, item] of context.getInputData().entries()) {
		try {
			const { output, json, rows } = await handle(item, itemIndex);
			const made = rows?.map((row): INodeExecutionData => ({ json: row })) ?? [{ ...item, json }];
			results[output]?.push(...made.map((each) => ({ ...each, pairedItem: { item: itemIndex } })));
		} catch (error) {
			const key = (item.json.mailbox as IDataObject | undefined)?.key;
			if (typeof key === 'string') await noteFailure(async () => await journalOf(itemIndex), key, context.getNode(), error);
			const nodeError = toNodeError(context.getNode(), error, itemIndex);
			if (!context.continueOnFail()) throw nodeError;
			results[outputOfFailed]?.push(failedItem(context.getNode(), item, nodeError, itemIndex));
		}
	}
	return results;
}
