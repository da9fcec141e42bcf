/** Subject and both bodies of a mail, with tags. */
export interface MailTemplate {
	subject: string;
	text: string;
	html: string;
}

const SUBJECT = '$helpdesk-ticket_no$ [ Ticket Id : $helpdesk-ticketid$ ] $helpdesk-title$';

/** Acknowledges a new ticket to the customer (C1). */
export const NEW_TICKET_TEMPLATE: MailTemplate = {
	subject: SUBJECT,
	text: `$helpdesk-replyabove$

Hello $contact-name$,

thank you for your message. We have opened ticket $helpdesk-ticket_no$ for it: $helpdesk-title$

To add something, just reply to this mail and leave the subject as it is.
`,
	html: `$helpdesk-replyabove$
<p>Hello $contact-name$,</p>
<p>thank you for your message. We have opened ticket <b>$helpdesk-ticket_no$</b> for it: $helpdesk-title$</p>
<p>To add something, just reply to this mail and leave the subject as it is.</p>
`,
};

/** Sends the comments of a ticket to the customer after an agent has written one (C3). */
export const NEW_COMMENT_TEMPLATE: MailTemplate = {
	subject: SUBJECT,
	text: `$helpdesk-replyabove$

Hello $contact-name$,

there is news on your ticket $helpdesk-ticket_no$: $helpdesk-title$

$helpdesk-comments$

To answer, just reply to this mail and leave the subject as it is.
`,
	html: `$helpdesk-replyabove$
<p>Hello $contact-name$,</p>
<p>there is news on your ticket <b>$helpdesk-ticket_no$</b>: $helpdesk-title$</p>
$helpdesk-comments$
<p>To answer, just reply to this mail and leave the subject as it is.</p>
`,
};
