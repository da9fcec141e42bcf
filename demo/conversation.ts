/** One mail of the demo's conversation, in `demo/mails/`. */
export interface ConversationStep {
	file: string;
	/** What it is, for the progress line. */
	what: string;
	/** The mail whose acknowledgement this one answers: it is composed from what really arrived at the SMTP sink. */
	answers?: string;
}

/** The conversation in the order of delivery: first what customers write, then what comes back after the acknowledgements. */
export const CONVERSATION: ConversationStep[] = [
	{ file: '01-slovak-printer.eml', what: 'Slovak, Gmail, plain text and HTML' },
	{ file: '02-finnish-invoice.eml', what: 'Finnish, Outlook, HTML with a PDF' },
	{ file: '03-german-login.eml', what: 'German, Thunderbird, plain text' },
	{ file: '04-polish-screenshot.eml', what: 'Polish, Apple Mail, HTML with a picture, a colleague in Cc' },
	{ file: '05-english-order.eml', what: 'English, Gmail, plain text' },
	{ file: '06-english-no-subject.eml', what: 'English, iPhone, no subject' },
	{ file: '07-english-monitoring.eml', what: 'alert of a monitoring system' },
	{ file: '08-slovak-reply.eml', what: 'reply that keeps the subject', answers: '01-slovak-printer.eml' },
	{ file: '09-german-reply-other-subject.eml', what: 'reply with another subject', answers: '03-german-login.eml' },
	{ file: '10-polish-reply-from-colleague.eml', what: 'reply from the colleague in Cc', answers: '04-polish-screenshot.eml' },
	{ file: '11-finnish-out-of-office.eml', what: 'out-of-office on an acknowledgement', answers: '02-finnish-invoice.eml' },
	{ file: '12-english-bounce.eml', what: 'bounce of an acknowledgement', answers: '05-english-order.eml' },
	{ file: '13-polish-out-of-office.eml', what: 'out-of-office that belongs to no ticket' },
];
