import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSameReply } from '../../../corpus/compareReply';
import { readCorpus } from '../../../corpus/CorpusEntry';
import { scoreCorpus } from '../../../corpus/scoreCorpus';

const MAIL = [
	'From: Anna <anna@example.com>',
	'Subject: Order',
	'Message-ID: <1@example.com>',
	'MIME-Version: 1.0',
	'Content-Type: multipart/mixed; boundary=b',
	'',
	'--b',
	'Content-Type: text/plain',
	'',
	'Hello there',
	'',
	'> quoted',
	'--b',
	'Content-Type: application/octet-stream; name="a.bin"',
	'',
	'abc',
	'--b--',
].join('\r\n');

const INDEX = [
	{
		id: 'made/1',
		source: 'made',
		file: 'mail.eml',
		kind: 'rfc822',
		expected: {
			replyText: 'Hello\n there',
			subject: 'Ord\ufffdr',
			from: [{ address: 'ANNA@example.com' }],
			messageId: '1@example.com',
			isBounce: false,
			isAutoReply: false,
			attachments: [{ name: 'a.bin', md5: '900150983cd24fb0d6963f7d28e17f72' }, { name: 'missing.bin' }],
		},
	},
	{ id: 'made/2', source: 'made', file: 'body.txt', kind: 'text-body', expected: { replyContains: ['fox', 'dog'] } },
	{ id: 'made/3', source: 'made', file: 'body.html', kind: 'html-body', compare: 'ignore all whitespace', expected: { replyText: 'a b' } },
	{ id: 'made/4', source: 'made', kind: 'headers', input: ['Auto-Submitted: auto-replied'], expected: { isAutoReply: true, suppressAutoResponse: true } },
	{ id: 'made/5', source: 'made', kind: 'headers', input: ['From: MAILER-DAEMON@example.com', 'Subject: failure notice'], expected: {} },
];

test('every metric counts what its name says, faults as hits', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-corpus-'));
	try {
		writeFileSync(join(folder, 'mail.eml'), MAIL);
		writeFileSync(join(folder, 'body.txt'), 'The quick fox and the dog');
		writeFileSync(join(folder, 'body.html'), '<p>ab</p>');
		writeFileSync(join(folder, 'index.json'), JSON.stringify(INDEX));
		const { metrics, failures } = await scoreCorpus(readCorpus(join(folder, 'index.json')));
		expect(metrics).toMatchObject({
			reply_text: { hits: 3, total: 3 },
			'reply_text.made': { hits: 3, total: 3 },
			reply_wrongly_empty: { hits: 0, total: 2 },
			bounce_false_positives: { hits: 1, total: 3 },
			bounce_false_positives_unproven: { hits: 1, total: 3 },
			automatic: { hits: 2, total: 2 },
			may_answer: { hits: 1, total: 1 },
			subject: { hits: 1, total: 1 },
			subject_strict: { hits: 0, total: 1 },
			sender: { hits: 1, total: 1 },
			message_id: { hits: 1, total: 1 },
			attachment_names: { hits: 1, total: 2 },
			attachment_digests: { hits: 1, total: 1 },
			throws: { hits: 0, total: 5 },
		});
		expect(failures['bounce_false_positives']).toEqual(['made/5']);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('a reply is compared with white space folded, or as the entry asks', () => {
	expect(isSameReply(' a\n b ', 'a b', '')).toBe(true);
	expect(isSameReply('ab', 'a b', '')).toBe(false);
	expect(isSameReply('ab', '<html><body>a b</body></html>', 'ignore all whitespace; html document wrapper added')).toBe(true);
});
