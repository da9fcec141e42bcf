import type { IDataObject, IDisplayOptions, IExecuteFunctions, INodeExecutionData, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Claim, Desk, DeskAbility } from '../../helpdesk';
import { DESK_NAMES, desksWithout } from './desksWithout';

/** One thing that a node can do with a desk: its place in the panel, and how it is done. One file each. */
export interface DeskAction {
	option: INodePropertyOptions & { value: string };
	/** What a desk must be able to do for it; absent: every desk can. */
	needs?: DeskAbility;
	/** Shown for this action only. */
	properties: INodeProperties[];
	/** It changes something, so it is only shown for messages that were fetched by hand. */
	writes: boolean;
	/** Fields to add to the item; a list gives items of their own. */
	run(call: DeskCall): Promise<IDataObject | IDataObject[]>;
}

/** What an action is given of one item. */
export interface DeskCall {
	context: IExecuteFunctions;
	itemIndex: number;
	desk: Desk;
	text(name: string): string;
	/** The identity of what this node does here, so that a retry does it once. */
	claim(what: string): Claim;
}

/**
 * Of a message, its key: tried again, it has had its effect. Of any other item, the execution. The node's id and run are in it, so that two nodes, or two turns of a loop,
 * may do the same thing to the same ticket.
 */
function claimOf(context: IExecuteFunctions, itemIndex: number, item: INodeExecutionData, what: string): Claim {
	const key = (item.json.mailbox as IDataObject | undefined)?.key;
	const run = (context.getWorkflowDataProxy(itemIndex) as { $runIndex?: number }).$runIndex ?? 0;
	const action = `${context.getNode().id}/${what}/${run}`;
	return typeof key === 'string' && key !== '' ? { key, action } : { key: `execution ${context.getExecutionId()}`, action: `${action}/${itemIndex}` };
}

/** Ids may come as numbers from an expression. */
function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

export function deskCall(context: IExecuteFunctions, itemIndex: number, item: INodeExecutionData, desk: Desk): DeskCall {
	return {
		context,
		itemIndex,
		desk,
		text: (name) => textOf(context.getNodeParameter(name, itemIndex, '', { extractValue: true })),
		claim: (what) => claimOf(context, itemIndex, item, what),
	};
}

/** Whether to show only what would happen: messages fetched by hand, and executions by hand of other items (N5). */
export function isTrial(context: IExecuteFunctions, item: INodeExecutionData, actForReal: boolean): boolean {
	const { test } = (item.json.mailbox ?? {}) as { test?: unknown };
	return !actForReal && (typeof test === 'boolean' ? test : context.getMode() === 'manual');
}

/** The drop-down of actions, which leaves out what the chosen desk cannot do, and the properties of each. */
export function actionProperties(actions: readonly DeskAction[], byDefault: string): INodeProperties[] {
	const options = actions.map(({ option, needs }): INodePropertyOptions => {
		const without = desksWithout(needs);
		return without.length === 0 ? option : { ...option, displayOptions: { hide: { desk: without } } };
	});
	const gaps = Object.entries(DESK_NAMES).flatMap(([desk, name]) => gapsNotice(actions, desk, name));
	const drop: INodeProperties = { displayName: 'Action', name: 'action', type: 'options', noDataExpression: true, options, default: byDefault };
	return [drop, ...gaps, ...actions.flatMap((action) => [...noticeOf(action), ...action.properties.map((property) => onlyFor(action, property))])];
}

/** Says of a desk which actions are left out of the list, so that nobody looks for them. */
function gapsNotice(actions: readonly DeskAction[], desk: string, name: string): INodeProperties[] {
	const missing = actions.filter(({ needs }) => desksWithout(needs).includes(desk)).map(({ option }) => option.name);
	if (missing.length === 0) return [];
	return [{ displayName: `Not to be done in ${name} from here, and left out of the list: ${missing.join(', ')}`, name: `missingIn_${desk}`, type: 'notice', default: '', displayOptions: { show: { desk: [desk] } } }];
}

/** For a workflow whose desk was changed after the action was chosen. */
function noticeOf({ option, needs }: DeskAction): INodeProperties[] {
	const without = desksWithout(needs);
	if (without.length === 0) return [];
	const notice: INodeProperties = { displayName: `The chosen desk cannot do this: ${option.name}. Choose another action or desk.`, name: `cannot_${option.value}`, type: 'notice', default: '' };
	return [{ ...notice, displayOptions: { show: { action: [option.value], desk: without } } }];
}

function onlyFor({ option, needs }: DeskAction, property: INodeProperties): INodeProperties {
	const without = desksWithout(needs);
	const hide = { ...property.displayOptions?.hide, ...(without.length === 0 ? {} : { desk: without }) };
	const displayOptions: IDisplayOptions = { show: { ...property.displayOptions?.show, action: [option.value] }, ...(Object.keys(hide).length === 0 ? {} : { hide }) };
	return { ...property, displayOptions };
}
