import { understandEmail } from '../../../helpdesk/conversation/understand';
import type { Email } from '../../../helpdesk/email/Email';
import { parse } from '../email/sources';

async function read(...lines: string[]): Promise<Email> {
	const parsed = await parse(Buffer.from(['To: support@example.com', 'Message-ID: <m@customer.example>', ...lines].join('\r\n')));
	return understandEmail(parsed, { signer: null, ownAddresses: ['support@example.com'], systemId: '' });
}

const FROM = 'From: Jana Nováková <jana@customer.example>';
const STATUS = ['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; a@b.example', 'Action: failed', 'Status: 5.1.1'];

/** Written for the project: people who write about bounces, in the words of bounces, or from addresses that look like a system's. */
const PEOPLE: readonly (readonly [string, string[]])[] = [
	['asks about a bounce in its own words', [FROM, 'Subject: Undelivered Mail Returned to Sender', '', 'What does this mean: your message could not be delivered?']],
	['asks in Slovak', [FROM, 'Subject: Nedoručená pošta', '', 'Dobrý deň, vrátila sa mi správa, že ju nebolo možné doručiť.']],
	['asks in German', [FROM, 'Subject: Unzustellbar: Rechnung 4711', '', 'Guten Tag, diese Rechnung kam als unzustellbar zurück.']],
	['answers a bounce', [FROM, 'Subject: Re: Delivery Status Notification (Failure)', 'In-Reply-To: <x@mx.example>', '', 'Please check: 550 5.1.1 user unknown']],
	['forwards a bounce in the text', [FROM, 'Subject: Fwd: Mail delivery failed', '', 'See below\n\n> 550 5.1.1 user unknown\n> Final-Recipient: rfc822; a@b.example']],
	[
		'forwards a bounce as an attachment',
		[FROM, 'Subject: Fwd: failure', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Look at this', '--b', ...STATUS, '--b--'],
	],
	['pastes a report with its fields', [FROM, 'Subject: Help', '', 'Final-Recipient: rfc822; a@b.example', 'Action: failed', 'Status: 5.1.1']],
	['writes about a parcel', [FROM, 'Subject: Delivery failed: parcel 12345', '', 'The driver could not be delivered to my address. Nobody came.']],
	['writes about a parcel in time', [FROM, 'Subject: Delivery delayed', '', 'My order is delayed, when will it come?']],
	['writes from a role', ['From: Admin <admin@customer.example>', 'Subject: Mailbox is full', '', 'Hi, our mailbox is full, user unknown errors everywhere.']],
	['writes with the name of a system', ['From: System Administrator <peter@customer.example>', 'Subject: New printer', '', 'It is installed.']],
	['reports spam', [FROM, 'Subject: complaint about message from 192.0.2.1', '', 'Please stop this.']],
	['says that somebody is away', [FROM, 'Subject: Out of office printer is broken', '', 'Please come.']],
	['writes through a CRM', [FROM, 'Subject: Question', 'List-Unsubscribe: <mailto:u@crm.example>', '', 'Is it in stock?']],
	['writes with Exchange', [FROM, 'Subject: Question', 'X-Auto-Response-Suppress: DR, OOF, AutoReply', '', 'Is it in stock?']],
	['says that no machine wrote it', [FROM, 'Subject: Question', 'Auto-Submitted: no', '', 'Is it in stock?']],
	['quotes a notice of Amazon', [FROM, 'Subject: What is this?', '', '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent"}}']],
	['writes Japanese about errors', [FROM, 'Subject: メールエラー通知', '', '送信できませんでしたと表示されます。教えてください。']],
];

describe('a person who', () => {
	it.each(PEOPLE)('%s is a person', async (_, lines) => {
		const email = await read(...lines);
		expect(email.automatic).toMatchObject({ class: 'human', isAutomatic: false });
		expect(email.bounce).toBeNull();
	});
});

/** Written for the project: mail of machines and lists that speak of deliveries. */
const MACHINES: readonly (readonly [string, string[], string])[] = [
	['a shop that could not deliver a parcel', ['From: Parcel <noreply@parcel.example>', 'Subject: Delivery failed: we missed you', '', 'We will try again tomorrow.'], 'notification'],
	['a shop with a late parcel', ['From: Parcel <no-reply@parcel.example>', 'Subject: Delivery delayed', '', 'Your parcel comes later.'], 'notification'],
	['a list whose thread is about bounces', [FROM, 'Subject: Undelivered Mail Returned to Sender', 'List-Id: <postfix.lists.example>', 'Precedence: list', '', 'How do I stop these?'], 'list'],
	['a list that is moderated by its owner', ['From: ops-owner@lists.example', 'Subject: [ops] Mail failure on Friday', 'List-Id: <ops.lists.example>', '', 'We had a mail failure, mailbox is full.'], 'list'],
	['a newsletter about mail', ['From: news@mailer.example', 'Subject: Why e-mail could not be delivered', 'List-Unsubscribe: <https://x.example/u>', 'List-Unsubscribe-Post: List-Unsubscribe=One-Click', '', 'Tips'], 'newsletter'],
	['an empty Return-Path', ['Return-Path: <>', FROM, 'Subject: Nightly report', '', 'All is well.'], 'notification'],
	['a postmaster who writes', ['From: Postmaster <postmaster@customer.example>', 'Subject: Your SPF record', '', 'Please correct it. Kind regards, Peter'], 'notification'],
	['an absence', [FROM, 'Subject: Automatic reply: Order', 'Auto-Submitted: auto-replied', '', 'I am away.'], 'out-of-office'],
	['a report of success', ['From: postmaster@mx.example', 'Subject: Delivery Status Notification (Success)', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b', '', 'Delivered', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; a@b.example', 'Action: delivered', 'Status: 2.0.0', '--b--'], 'receipt'],
];

describe('no bounce is', () => {
	it.each(MACHINES)('%s', async (_, lines, expected) => {
		const email = await read(...lines);
		expect(email.automatic).toMatchObject({ class: expected, mayAnswer: false });
	});
});

const notice = (message: Record<string, unknown>): string =>
	JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:x', Message: JSON.stringify({ ...message, mail: { commonHeaders: { messageId: '<sent@desk.example>' }, destination: ['anna@b.example'] } }) }, null, 2);

describe('a notice of Amazon SES', () => {
	const SNS = ['From: Bounces <no-reply@sns.amazonaws.com>', 'Subject: AWS Notification Message', ''];

	it('is read as the bounce it tells of', async () => {
		const email = await read(...SNS, notice({ notificationType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'Anna@b.example', status: '5.1.1' }] } }));
		expect(email.automatic.class).toBe('bounce');
		expect(email.bounce).toEqual({ status: '5.1.1', hard: true, recipient: 'anna@b.example', originalMessageId: '<sent@desk.example>' });
	});

	it('is read although a server broke its long lines', async () => {
		const text = notice({ notificationType: 'Bounce', bounce: { bounceType: 'Transient', bouncedRecipients: [{ emailAddress: 'anna@b.example' }] } });
		const email = await read(...SNS, text.replace('bouncedRec', 'bounced!\r\n Rec'));
		expect(email.bounce).toMatchObject({ status: '4.0.0', hard: false, recipient: 'anna@b.example' });
	});

	it.each([
		['Complaint', 'complaint'],
		['Delivery', 'receipt'],
		['DeliveryDelay', 'delay'],
	])('of a %s is of class %s', async (type, expected) => {
		expect((await read(...SNS, notice({ eventType: type }))).automatic.class).toBe(expected);
	});

	it('that is no JSON is a notification', async () => {
		expect((await read(...SNS, '{ not json')).automatic.class).toBe('notification');
	});
});
