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
	['asks in Polish', [FROM, 'Subject: Niedostarczona wiadomość - co robić?', '', 'Dzień dobry, moja wiadomość wróciła: user unknown. Proszę o pomoc.']],
	['asks in Finnish', [FROM, 'Subject: Viestiä ei voitu toimittaa', '', 'Hei, sain tämän ilmoituksen kun lähetin laskun. Mitä teen?']],
	['asks in Czech', [FROM, 'Subject: Nedoručená zásilka 77', '', 'Dobrý den, zásilka nebyla doručena a vrátila se k vám. Kdy přijde znovu?']],
	['asks in French', [FROM, 'Subject: Échec de remise de mon colis', '', 'Bonjour, le livreur ne m’a pas trouvé.']],
	['asks in Spanish', [FROM, 'Subject: No se puede entregar el pedido', '', 'Hola, la dirección no existe según el repartidor.']],
	['writes in capitals about a full mailbox', [FROM, 'Subject: MAILBOX IS FULL', '', 'MAILBOX IS FULL, PERMANENT ERROR, PLEASE HELP']],
	['returns goods', [FROM, 'Subject: Returned mail order 4711', '', 'I returned the parcel to sender. Please refund it.']],
	['writes about returned post', [FROM, 'Subject: Failure notice from the printer', '', 'The printer prints a failure notice: permanent error 5.1.1']],
	[
		'forwards a bounce whole, as Outlook does',
		[
			FROM, 'Subject: FW: Undeliverable: Offer', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Can you see why?', '--b', 'Content-Type: message/rfc822', '',
			'From: postmaster@mx.example', 'Subject: Undeliverable: Offer', 'Content-Type: multipart/report; report-type=delivery-status; boundary=c', '', '--c', ...STATUS, '--c--', '--b--',
		],
	],
	['quotes a bounce below an answer', [FROM, 'Subject: Re: Ticket 15', 'In-Reply-To: <t@desk.example>', '', 'This came back:\n\n> The following address(es) failed:\n> a@b.example\n> 550 5.1.1 user unknown']],
	['is called Mailer', ['From: Norman Mailer <mailer@customer.example>', 'Subject: Delivery', '', 'Delivery failed again, please call me.']],
	['is called Postmaster in a village', ['From: Anna Postmaster <anna.postmaster@customer.example>', 'Subject: Letters', '', 'Please return them to sender.']],
	['writes from a daemon of a company', ['From: Daemon Tools Sales <sales@daemon.example>', 'Subject: Delivery status of order 7', '', 'When will it be delivered?']],
	['has a signature with an unsubscribe line', [FROM, 'Subject: Contract', '', 'Please send it.\n\n-- \nTo unsubscribe from our newsletter, write to u@customer.example']],
	['asks to be taken off a list', [FROM, 'Subject: unsubscribe', '', 'Please take me off your mailing list.']],
	['writes "Precedence" in the text', [FROM, 'Subject: Mail settings', '', 'Precedence: bulk\nList-Id: <x.example>\nWhat do these mean?']],
	['encloses a list digest', [FROM, 'Subject: Fwd: [ops] digest', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'See below', '--b', 'Content-Type: message/rfc822', '', 'List-Id: <ops.example>', 'Precedence: list', '', 'x', '--b--']],
	['invites', [FROM, 'Subject: Invitation: Meeting', 'Content-Type: text/calendar; method=REQUEST', '', 'BEGIN:VCALENDAR', 'METHOD:REQUEST', 'END:VCALENDAR']],
	['is on holiday soon', [FROM, 'Subject: Vacation request form does not open', '', 'I am out of office from Monday, please repair it before.']],
	['runs a post office', ['From: Post Office <postoffice@courier.example>', 'Subject: Undeliverable parcel 4711', '', 'Your parcel could not be delivered to the address. Please collect it.']],
	['returns a letter, from a role', ['From: admin@customer.example', 'Subject: Returned mail', '', 'The letter that you sent to us was returned to sender, user unknown at this address. Jan']],
	['administers a server', ['From: Sys Admin <sysadmin@customer.example>', 'Subject: Delivery failure since Monday', '', 'Since Monday our mails to you fail: user unknown. Please check your MX. Bob']],
	['is a mail administrator', ['From: Mail Administrator <mail.admin@customer.example>', 'Subject: Mail delivery problem', '', 'We get 550 5.7.1 from your server; delivery failed. Please allow 192.0.2.1.']],
	['is a system administrator', ['From: System Administrator <it@customer.example>', 'Subject: Mail system error on our side', '', 'Delivery failed for all mail yesterday, sorry.']],
	['sells mail systems', ['From: Mail Delivery System Sales <sales@vendor.example>', 'Subject: Failure notice tools', '', 'Buy our detector of "mailbox is full".']],
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
	['a postmaster who asks about failures', ['From: Postmaster <postmaster@customer.example>', 'Subject: Delivery failure to your domain', '', 'Since today your server says user unknown for all of us. Could you have a look?'], 'notification'],
	['a postmaster who answers', ['From: Postmaster <postmaster@customer.example>', 'In-Reply-To: <x@example.com>', 'Subject: Re: Undeliverable: Ticket', '', 'We have repaired it, the mailbox was over quota.'], 'notification'],
	['a forwarder that leaves the sender empty', ['Return-Path: <>', FROM, 'Subject: Delivery failed', '', 'Where is my parcel?'], 'notification'],
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
