import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { createTraffic, defaultPolicy } from '../../helpdesk';
import type { DecisionPolicy, Email } from '../../helpdesk';
import { deskOf, fieldValues, mailHelpdeskVtigerTest, newTicketFields, ticketFields } from '../common/desk';
import { emailOf, filesOf } from '../common/emailItem';
import { perItem } from '../common/failure';
import { mailHelpdeskPostgresTest } from '../common/store';
import { description } from './description';
import { chosenEvidence, type FindBy, type PatternChoice } from './evidence';
import { asJson, handleMail, type TicketResult } from './handleMail';

interface Options {
	actForReal?: boolean;
	attachFiles?: boolean;
	classesWithoutTicket?: string[];
	colleaguesMayJoin?: boolean;
	messagesOfTicket?: number;
	newTicketsOfSender?: number;
	reopenWithinDays?: number;
	wholeText?: boolean;
}

/** In the order of `outputNames`. */
const OUTPUTS: Array<TicketResult['output']> = ['created', 'updated', 'notFound', 'parked', 'skipped'];
const MODES: Record<string, DecisionPolicy['mode']> = { createOrUpdate: 'create-or-update', createOnly: 'create-only', updateOnly: 'update-only' };

export class CreateOrUpdateTicket implements INodeType {
	description: INodeTypeDescription = description;

	methods = { resourceMapping: { newTicketFields, ticketFields }, credentialTest: { mailHelpdeskPostgresTest, mailHelpdeskVtigerTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await perItem(
			this,
			OUTPUTS.length,
			async (itemIndex) => (await deskOf(this, itemIndex)).journal,
			async (item, itemIndex) => {
				const email = emailOf(item);
				const { desk, store } = await deskOf(this, itemIndex);
				const options = this.getNodeParameter('options', itemIndex, {}) as Options;
				const result = await handleMail(desk, email, {
					policy: policyOf(this, email, options, itemIndex),
					evidence: chosenEvidence(email, this.getNodeParameter('find', itemIndex, []) as FindBy[], await patternOf(this, item, email, itemIndex)),
					updateBy: this.getNodeParameter('updateBy', itemIndex, 'comment') as 'comment' | 'overwrite',
					createFields: fieldValues(this, 'createFields', itemIndex),
					updateFields: fieldValues(this, 'updateFields', itemIndex),
					wholeText: options.wholeText ?? false,
					files: async () => (options.attachFiles === false ? [] : await filesOf(this, email, itemIndex)),
					traffic: createTraffic(store),
					simulate: email.mailbox.test && !options.actForReal,
				});
				return { output: OUTPUTS.indexOf(result.output), json: { ...item.json, ...asJson(email, result) } };
			},
			OUTPUTS.indexOf('parked'),
		);
	}
}

function policyOf(context: IExecuteFunctions, email: Email, options: Options, itemIndex: number): DecisionPolicy {
	const base = defaultPolicy({
		mode: MODES[context.getNodeParameter('action', itemIndex) as string] ?? 'create-or-update',
		ownAddresses: [email.mailbox.address],
		now: new Date().toISOString(),
	});
	return {
		...base,
		colleaguesMayJoin: options.colleaguesMayJoin ?? base.colleaguesMayJoin,
		reopenWithinDays: options.reopenWithinDays ?? base.reopenWithinDays,
		newTickets: { ...base.newTickets, messages: options.newTicketsOfSender ?? base.newTickets.messages },
		messagesOfTicket: options.messagesOfTicket ?? base.messagesOfTicket,
		classesWithoutTicket: options.classesWithoutTicket ? [...options.classesWithoutTicket, 'own-system'] : base.classesWithoutTicket,
	};
}

/** The raw message is only read when the pattern is to be searched in it; without it, header and bodies stand in. */
async function patternOf(context: IExecuteFunctions, item: INodeExecutionData, email: Email, itemIndex: number): Promise<PatternChoice> {
	const pattern = context.getNodeParameter('pattern', itemIndex, '') as string;
	const searchIn = context.getNodeParameter('patternIn', itemIndex, 'subject') as PatternChoice['searchIn'];
	if (!pattern || searchIn !== 'source') return { pattern, searchIn, source: '' };
	if (item.binary?.original) {
		const raw = await context.helpers.getBinaryDataBuffer(itemIndex, 'original');
		return { pattern, searchIn, source: raw.toString('latin1') };
	}
	const headers = Object.entries(email.headers).flatMap(([name, values]) => values.map((value) => `${name}: ${value}`));
	return { pattern, searchIn, source: [...headers, email.text, email.html].join('\n') };
}
