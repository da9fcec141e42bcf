import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { checkRules, evaluateRules, explainItem } from '../../helpdesk';
import { deskOf, mailHelpdeskVtigerTest } from '../common/desk';
import { loadContactFields, loadOrganizationFields } from '../common/deskLists';
import { emailOf } from '../common/emailItem';
import { perItem } from '../common/failure';
import { deskCredentials, deskProperty, storeNameOption, storeProperty } from '../common/properties';
import { mailHelpdeskPostgresTest } from '../common/store';
import { getOutputs, outputNames, OUTPUTS_EXPRESSION, outputsProperty } from './outputs';
import { readRules } from './ruleParameters';
import { rulesProperty } from './ruleProperties';
import { asksTheDesk, senderFacts } from './senderFacts';

export class RuleFilter implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Rule Filter',
		name: 'ruleFilter',
		icon: { light: 'file:ruleFilter.svg', dark: 'file:ruleFilter.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ ((n) => n + (n === 1 ? " rule" : " rules"))([].concat(($parameter["rules"] || {})["values"] || []).length) }}',
		description: 'Sends each message to the output of the first rule that matches, and says why',
		defaults: { name: 'Rule Filter' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: OUTPUTS_EXPRESSION,
		credentials: deskCredentials,
		properties: [
			outputsProperty,
			rulesProperty,
			deskProperty,
			storeProperty,
			{ displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {}, options: [storeNameOption] },
		],
	};

	methods = { loadOptions: { getOutputs, loadContactFields, loadOrganizationFields }, credentialTest: { mailHelpdeskPostgresTest, mailHelpdeskVtigerTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outputs = outputNames(this.getNodeParameter('outputs', 0, {}));
		return await perItem(
			this,
			outputs.length + 1,
			async (itemIndex) => (await deskOf(this, itemIndex)).journal,
			async (item, itemIndex) => {
				const email = emailOf(item);
				const rules = readRules(this.getNodeParameter('rules', itemIndex, {}));
				const [problem] = checkRules(rules, outputs);
				if (problem) throw problem;
				const sender = asksTheDesk(rules) ? await senderFacts((await deskOf(this, itemIndex)).desk, email, rules) : undefined;
				const { rule, captured, reasons } = evaluateRules(rules, email, sender);
				const explanation = explainItem(email, { ruleReasons: reasons, decision: null });
				const verdict = { ...(item.json.verdict as IDataObject | undefined), rule, captured, reasons, explanation };
				// The first output is "No rule matched"; items that failed go there too.
				return { output: rule === null ? 0 : outputs.indexOf(rule.output) + 1, json: { ...item.json, verdict } };
			},
		);
	}
}
