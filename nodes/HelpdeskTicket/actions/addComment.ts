import type { Comment } from '../../../helpdesk';
import type { DeskAction } from '../../common/deskAction';
import { theTicket, ticketNamed } from '../ticketNamed';

interface Author {
	authorName?: string;
	authorAddress?: string;
	authorKind?: Comment['author']['kind'];
}

export const addComment: DeskAction = {
	option: { name: 'Add Comment', value: 'addComment', description: 'Write on a ticket, for the customer to see or for the desk only', action: 'Add a comment to a ticket' },
	writes: true,
	properties: [
		theTicket,
		{ displayName: 'Text', name: 'text', type: 'string', typeOptions: { rows: 4 }, default: '', required: true, placeholder: 'e.g. The printer was replaced today.' },
		{
			displayName: 'Visible To',
			name: 'visibleTo',
			type: 'options',
			options: [
				{ name: 'Desk Only', value: 'internal', description: 'An internal comment: never shown or sent to the customer' },
				{ name: 'Customer Too', value: 'public', description: 'Part of the conversation. Nothing is sent by this node itself.' },
			],
			default: 'internal',
		},
		{
			displayName: 'Author',
			name: 'author',
			type: 'collection',
			placeholder: 'Add author',
			default: {},
			description: 'Who wrote it. By default an agent without a name.',
			options: [
				{ displayName: 'Address', name: 'authorAddress', type: 'string', default: '', placeholder: 'e.g. anna@example.com' },
				{
					displayName: 'Kind',
					name: 'authorKind',
					type: 'options',
					options: [
						{ name: 'Agent', value: 'agent' },
						{ name: 'Customer', value: 'customer' },
						{ name: 'System', value: 'system' },
					],
					default: 'agent',
				},
				{ displayName: 'Name', name: 'authorName', type: 'string', default: '' },
			],
		},
	],
	async run(call) {
		const { context, itemIndex, desk, text, claim } = call;
		const { authorName = '', authorAddress = '', authorKind = 'agent' } = context.getNodeParameter('author', itemIndex, {}) as Author;
		const { id } = await ticketNamed(call);
		const { ticket, comment, effect } = await desk.addComment(claim(`comment ${id}`), id, {
			author: { kind: authorKind, name: authorName, address: authorAddress },
			text: text('text'),
			html: '',
			internal: text('visibleTo') !== 'public',
			unverified: false,
			message: null,
			participants: [],
			files: [],
			reopen: false,
			fields: {},
			links: [],
		});
		return { ticket, comment, effect };
	},
};
