import type { FinalState } from './finalState';
import { formatTable, type Column } from './table';

interface Section {
	title: string;
	columns: Column[];
	rows: (state: FinalState, names: string[]) => string[][];
}

const SECTIONS: Section[] = [
	{
		title: 'Tickets',
		columns: [{ title: 'Number' }, { title: 'Status' }, { title: 'Title' }, { title: 'Contact' }, { title: 'Comments', align: 'right' }, { title: 'Files' }],
		rows: ({ tickets }) =>
			tickets.map((each) => [each.number, each.status, each.title, each.contact ?? '-', String(each.comments.length), each.attachments.join('\n')]),
	},
	{
		title: 'Comments',
		columns: [{ title: 'Ticket' }, { title: 'Author' }, { title: 'Text' }],
		rows: ({ tickets }) => tickets.flatMap((ticket) => ticket.comments.map(({ author, text }) => [ticket.number, author, text])),
	},
	{
		title: 'Contacts',
		columns: [{ title: 'Name' }, { title: 'Address' }],
		rows: ({ contacts }) => contacts.map(({ name, address }) => [name, address]),
	},
	{
		title: 'Mails sent',
		columns: [{ title: 'To' }, { title: 'Subject' }, { title: 'In reply to', maxLines: 2 }],
		rows: ({ sent }) => sent.map(({ to, subject, inReplyTo }) => [to, subject, inReplyTo ?? '-']),
	},
	{
		title: 'Mailbox',
		columns: [{ title: 'Folder' }, { title: 'Subject' }],
		rows: ({ mailbox }) =>
			Object.entries(mailbox).flatMap(([folder, subjects]) =>
				subjects.length === 0 ? [[folder, '(empty)']] : subjects.map((subject) => [folder, subject || '(no subject)']),
			),
	},
	{
		title: 'What was decided about each message, and why',
		columns: [{ title: 'Message', maxWidth: 21 }, { title: 'Rule', maxWidth: 17 }, { title: 'Action', maxWidth: 16 }, { title: 'Ticket' }, { title: 'Reasons', maxLines: 30 }],
		rows: ({ messages }, names) =>
			messages.map(({ rule, action, ticket, reasons }, index) => [names[index] ?? '', rule ?? '-', action, ticket ?? '-', decisionReasons(reasons).join('\n')]),
	},
];

/** Which rules did or did not match stands in the column Rule; the whole chain of reasons is in the JSON. */
function decisionReasons(reasons: string[]): string[] {
	return reasons.filter((reason) => !/^Rule \d+ "/.test(reason));
}

/** The final state as tables for people, at most `width` cells wide. `names` are those of the delivered mails, in the order of `state.messages`. */
export function formatReport(state: FinalState, names: string[], width = 100): string {
	return SECTIONS.map(({ title, columns, rows }) => {
		const lines = rows(state, names);
		return `${title}\n\n${lines.length === 0 ? 'none' : formatTable(columns, lines, width)}`;
	}).join('\n\n\n');
}
