import { readBounce } from '../../../helpdesk/conversation/bounce';
import { BOUNCE_SUBJECTS } from '../../../helpdesk/conversation/bouncePhrases';
import { readFieldBlocks } from '../../../helpdesk/conversation/reportFields';
import type { BounceReport, EmailFacts, ReportPart } from '../../../helpdesk/email/Email';
import { processorMs } from '../../support/processorMs';
import { facts, part } from './facts';

const REPORT = { 'content-type': ['multipart/report; report-type=delivery-status; boundary="b"'] };
const DAEMON = { address: 'mailer-daemon@mx.example', name: 'Mail Delivery System' };

function status(fields: string): ReportPart {
	return part('message/delivery-status', `Reporting-MTA: dns; mx.example\r\n\r\n${fields}`);
}

const FORMATS: Array<[string, Partial<EmailFacts>, ReportPart[], Partial<BounceReport>]> = [
	[
		'RFC 3464 with everything',
		{ headers: REPORT },
		[
			status('Original-Recipient: rfc822;Anna@Example.com\r\nFinal-Recipient: rfc822; anna@inner.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user'),
			part('text/rfc822-headers', 'Subject: x\r\nMessage-ID:\r\n <sent@desk.example>\r\n'),
		],
		{ status: '5.1.1', hard: true, recipient: 'anna@example.com', originalMessageId: '<sent@desk.example>' },
	],
	[
		'a status that says nothing, and a diagnostic that does',
		{ headers: REPORT },
		[status('Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.2.2\n Mailbox full')],
		{ status: '5.2.2', hard: false, recipient: 'a@b.example', originalMessageId: null },
	],
	[
		'only a reply code',
		{ headers: REPORT },
		[status('Final-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 User unknown')],
		{ status: '5.0.0', hard: true },
	],
	['a delay', { headers: REPORT }, [status('Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: 4.4.1')], { status: '4.4.1', hard: false }],
	[
		'several recipients, of which one failed',
		{ headers: REPORT },
		[status('Final-Recipient: rfc822; ok@b.example\nAction: relayed\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; bad@b.example\nAction: failed\nStatus: 5.1.1')],
		{ status: '5.1.1', recipient: 'bad@b.example', hard: true },
	],
	['fields without an empty line before them', { headers: REPORT }, [part('message/delivery-status', 'Reporting-MTA: dns; x\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.7.1')], { status: '5.7.1', recipient: 'a@b.example' }],
	['X-Failed-Recipients', { headers: { 'x-failed-recipients': ['a@b.example'] }, text: '550 5.1.1 user unknown' }, [], { status: '5.1.1', hard: true, recipient: 'a@b.example' }],
	['Exchange', { headers: { 'x-ms-exchange-message-is-ndr': [''] } }, [part('message/rfc822', 'Message-Id: <sent@desk.example>\nTo: Bert <bert@example.com>\n\nbody')], { recipient: 'bert@example.com', originalMessageId: '<sent@desk.example>' }],
	[
		'qmail',
		{ from: DAEMON, subject: 'failure notice', text: 'Hi. This is the qmail-send program.\n\n<a@b.example>:\n192.0.2.1 said: 550 5.1.1 unknown user\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <sent@desk.example>\n' },
		[],
		{ status: '5.1.1', recipient: 'a@b.example', hard: true, originalMessageId: '<sent@desk.example>' },
	],
	['Exim', { from: DAEMON, subject: 'Mail delivery failed: returning message to sender', text: 'The following address(es) failed:\n\n  a@b.example\n    Unrouteable address\n\n' }, [], { status: '5.0.0', hard: true, recipient: 'a@b.example' }],
	[
		'a transcript of a session, of which only the last step failed',
		{ from: DAEMON, subject: 'Postfix SMTP server: errors from a.example', text: ' In:  MAIL FROM:<a@a.example>\n Out: 250 2.1.0 Ok\n In:  DATA\n Out: 354 End data\n Out: 451 4.3.0 Error: queue file write error\n' },
		[],
		{ status: '4.3.0', hard: false },
	],
	['a server that ran out of time', { from: DAEMON, subject: 'Mail delivery failed', text: 'The following address(es) failed:\n\n  a@b.example\n    retry timeout exceeded\n' }, [], { status: '4.4.7', hard: false, recipient: 'a@b.example' }],
	['an error code in words', { from: DAEMON, subject: 'Undelivered Mail', text: 'a@b.example Error, ERROR_CODE :421, ERROR_CODE :, Host not reachable.' }, [], { status: '4.0.0', hard: false }],
	['a domain that is none', { headers: REPORT }, [status('Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: unknown; No such domain.')], { status: '5.0.0', hard: true }],
	['a subject alone, in nobody\'s name', { from: { address: '', name: '' }, subject: 'Delivery Status Notification (Failure)' }, [], { hard: false }],
	['an empty Return-Path and a German subject', { headers: { 'return-path': ['<>'] }, subject: 'Unzustellbar: Rechnung', text: 'Diese Adresse wurde nicht gefunden: bert@else.example' }, [], { recipient: 'bert@else.example' }],
];

describe('a bounce', () => {
	test.each(FORMATS)('is read from %s', (_, changes, parts, expected) => {
		expect(readBounce(facts(changes), parts)).toMatchObject(expected);
	});

	test('names as its original what Original-Message-ID says, and in second place what Exchange kept', () => {
		const parts = [status('Final-Recipient: rfc822; a@b.example\nAction: failed\nOriginal-Message-ID: <one@desk.example>'), part('text/rfc822-headers', 'X-Microsoft-Original-Message-ID: <two@desk.example>')];
		expect(readBounce(facts({ headers: REPORT }), parts)?.originalMessageId).toBe('<one@desk.example>');
		expect(readBounce(facts({ headers: REPORT }), parts.slice(1))?.originalMessageId).toBe('<two@desk.example>');
	});
});

describe('no bounce', () => {
	const cases: Array<[string, Partial<EmailFacts>, ReportPart[]]> = [
		['a plain mail', {}, []],
		['an empty Return-Path alone', { headers: { 'return-path': ['<>'] } }, []],
		['a person who asks about one', { subject: 'Undelivered Mail Returned to Sender', text: 'I got this: message could not be delivered. What is wrong?' }, []],
		['a person who forwards one as an attachment', { subject: 'Fwd: Undelivered Mail Returned to Sender', headers: { 'content-type': ['multipart/mixed'] } }, [status('Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1')]],
		['a person who answers one', { subject: 'Re: Mail delivery failed', headers: {} }, []],
		['a complaint', { headers: { 'content-type': ['multipart/report; report-type=feedback-report'] } }, [part('message/feedback-report', '')]],
		['a read receipt', { headers: { 'content-type': ['multipart/report; report-type="disposition-notification"'] } }, []],
		['a postmaster who writes', { from: { address: 'postmaster@x.example', name: 'Postmaster' }, subject: 'Your DNS entry', text: 'Please look at it.' }, []],
	];
	test.each(cases)('is %s', (_, changes, parts) => {
		expect(readBounce(facts(changes), parts)).toBeNull();
	});
});

test('every subject of the table is anchored, so that an answer to a bounce is none', () => {
	for (const pattern of BOUNCE_SUBJECTS) expect(pattern.source.startsWith('^')).toBe(true);
});

test('an IP address or a version is no status', () => {
	const text = 'Remote 5.1.1.7 said no. Exim 4.96 (v5.10.2.1)';
	expect(readBounce(facts({ from: DAEMON, text }), [])?.status).toBe('5.0.0');
});

describe('fields of a report', () => {
	test('are unfolded, in any line end, and lines that are none are passed over', () => {
		const blocks = readFieldBlocks('A: 1\r\n 2\r\nno field\r\n folded nothing\r\nB:3\rC : 4\n\n\nA: 5');
		expect(blocks.map((block) => [...block])).toEqual([
			[
				['a', ['1 2']],
				['b', ['3']],
				['c', ['4']],
			],
			[['a', ['5']]],
		]);
	});

	test('are limited in number and length', () => {
		const many = readFieldBlocks('A: x\n'.repeat(5000) + `B: ${'y'.repeat(100_000)}`);
		expect(many[0]?.get('a')?.length).toBe(500);
		expect(readFieldBlocks(`B: ${'y'.repeat(100_000)}\n ${'z'.repeat(100_000)}`)[0]?.get('b')?.[0]?.length).toBe(2000);
	});
});

test('hostile reports are read in little time', () => {
	const pieces = ['<a', 'Message-ID:\n ', '5.1.', 'a@', 'unknown user: ', '> ', 'To: ', '\t ', 'user unknown ', 'mailbox ', 'Final-Recipient: rfc822;;;;'];
	const took = processorMs(() => {
		for (const piece of pieces) {
			const text = piece.repeat(Math.ceil(300_000 / piece.length));
			readBounce(facts({ from: DAEMON, headers: REPORT, text, subject: text }), [part('message/delivery-status', text.slice(0, 65_536)), part('message/rfc822', text.slice(0, 65_536))]);
		}
	});
	expect(took).toBeLessThan(5000);
});
