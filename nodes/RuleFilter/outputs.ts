import type { IDataObject, ILoadOptionsFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Where messages go that no rule has matched. Always the first output, so that an output added at the end of the list moves no wire. */
export const NO_RULE_MATCHED = 'No rule matched';

export const outputsProperty: INodeProperties = {
	displayName: 'Outputs',
	name: 'outputs',
	type: 'fixedCollection',
	placeholder: 'Add Output',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		fixedCollection: { itemTitle: '={{ $collection.item.value.name || "Output" }}' },
	},
	default: { values: [{ name: 'Update Ticket' }, { name: 'New Ticket' }] },
	description: 'Where messages can go. Several rules may use one output. Messages that no rule matches leave by "No rule matched".',
	hint: 'Wires stay at their place in this list, so add new outputs at the end',
	options: [
		{
			displayName: 'Output',
			name: 'values',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					noDataExpression: true,
					default: '',
					placeholder: 'e.g. New Ticket',
					description: 'Rules point at an output by its name',
				},
			],
		},
	],
};

/**
 * "No rule matched", then one output for each entry of the parameter `outputs`. Written out as text, because the source of a function changes with compiler and coverage
 * tools, and n8n evaluates it in the editor too.
 */
export const OUTPUTS_EXPRESSION = `={{
	[{ type: "main", displayName: "${NO_RULE_MATCHED}" }].concat(
		[].concat(($parameter["outputs"] || {})["values"] || [])
			.map((output, index) => ({ type: "main", displayName: String((output || {})["name"] || "").trim() || "Output " + (index + 1) }))
	)
}}`;

/** Names of the outputs as they stand in the parameter `outputs`, in order; an unnamed one is empty. Takes whatever a workflow may hold. */
export function outputNames(outputs: unknown): string[] {
	const values = (outputs as { values?: unknown } | null | undefined)?.values;
	const entries: unknown[] = Array.isArray(values) ? values : [];
	return entries.map((entry) => {
		const name = (entry as IDataObject | null | undefined)?.name;
		return typeof name === 'string' ? name.trim() : '';
	});
}

/** The outputs that a rule can point at, for its drop-down. */
export async function getOutputs(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const names = outputNames(this.getCurrentNodeParameter('outputs') ?? outputsProperty.default);
	return [...new Set(names)].filter((name) => name !== '').map((name) => ({ name, value: name }));
}
