import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { createTraffic } from '../../helpdesk';
import type { Address, Email, SendPolicy } from '../../helpdesk';
import { deskOf, mailHelpdeskVtigerTest } from '../common/desk';
import { emailOf } from '../common/emailItem';
import { perItem } from '../common/failure';
import { mailHelpdeskSmtpTest, senderOf } from '../common/mailbox';
import { mailHelpdeskPostgresTest } from '../common/store';
import type { Sender } from '../common/credentials';
import { overAnswerLimit, recordAnswer } from './answerLimits';
import { composeAnswer, type AnswerChoices, type RecipientChoice } from './composeAnswer';
import { description } from './description';
import { sendOnce } from './sendOnce';
import { ticketOf } from './ticketOf';

interface Options {
	actForReal?: boolean;
	answersPerDay?: number;
	afterUncertain?: SendPolicy['afterUncertain'];
	byPerson?: boolean;
	fromAddress?: string;
	fromName?: string;
}

export class RenderHelpdeskTemplate implements INodeType {
	description: INodeTypeDescription = description;

	methods = { credentialTest: { mailHelpdeskPostgresTest, mailHelpdeskSmtpTest, mailHelpdeskVtigerTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const journalOf = async (itemIndex: number) => (await deskOf(this, itemIndex)).journal;
		return await perItem(this, 1, journalOf, async (item, itemIndex) => {
			const email = emailOf(item);
			const store = await deskOf(this, itemIndex);
			const options = this.getNodeParameter('options', itemIndex, {}) as Options;
			const send = this.getNodeParameter('action', itemIndex, 'send') === 'send';
			const simulate = email.mailbox.test && !options.actForReal;
			const sender = send ? await senderOf(this, this.getNodeParameter('authentication', itemIndex, 'password') as string, itemIndex) : null;
			const ticket = await ticketOf(store, item, email, simulate);
			const choices = choicesOf(this, itemIndex, options, fromOf(email, sender, options));
			const { mail, problems, refusal } = await composeAnswer(store, email, ticket, choices);
			const { to, cc, subject, text, html, messageId, inReplyTo, references } = mail;
			const limits = { perTicketAndDay: options.answersPerDay ?? 1, now: new Date().toISOString(), purpose: choices.purpose };
			const traffic = choices.byPerson || !send ? null : createTraffic(store.store);
			const silence = refusal ?? (traffic ? await overAnswerLimit(traffic, email, mail, ticket.id, limits) : null);
			let outcome = { status: 'rendered', reason: 'Render only: nothing was sent' };
			if (silence !== null) outcome = { status: 'not sent', reason: silence };
			else if (sender && simulate) outcome = { status: 'simulated', reason: 'Test: nothing was sent' };
			else if (sender) {
				const policy: SendPolicy = { afterUncertain: options.afterUncertain ?? 'send-again' };
				if (traffic) await recordAnswer(traffic, email, mail, ticket.id, limits);
				outcome = await sendOnce(store, sender.account, mail, ticket.id, `${email.mailbox.key}:${choices.purpose}`, policy);
			}
			const outgoing = { ...outcome, to, cc, subject, text, html, messageId, inReplyTo, references, problems };
			return { output: 0, json: { ...item.json, outgoing: outgoing } };
		});
	}
}

function fromOf(email: Email, sender: Sender | null, options: Options): Address {
	return {
		address: (options.fromAddress || sender?.address || email.mailbox.address).trim().toLowerCase(),
		name: options.fromName || sender?.name || '',
	};
}

function choicesOf(context: IExecuteFunctions, itemIndex: number, options: Options, from: Address): AnswerChoices {
	const text = (name: string) => context.getNodeParameter(name, itemIndex, '') as string;
	return {
		subject: text('subject'),
		text: text('text'),
		html: text('html'),
		language: text('language'),
		timeZone: context.getTimezone(),
		recipients: context.getNodeParameter('recipients', itemIndex, ['sender']) as RecipientChoice[],
		others: text('others'),
		from,
		byPerson: options.byPerson ?? false,
		purpose: context.getNode().id,
	};
}
