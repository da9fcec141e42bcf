import type { Envelope } from '../../../helpdesk/mailbox/MailboxSession';
import { lanesOf, startable } from '../../../helpdesk/scanner/lanes';

function mail(uid: number, from: string, ids: { messageId?: string; references?: string[]; minute?: number } = {}) {
	const envelope: Envelope = {
		uid,
		size: 1000,
		flags: [],
		receivedAt: new Date(Date.UTC(2026, 0, 1, 10, ids.minute ?? uid)),
		messageId: ids.messageId ?? `<${uid}@example.com>`,
		inReplyTo: null,
		references: ids.references ?? [],
		from,
	};
	return { message: uid, envelope };
}

const uids = (picked: Array<{ message: number }>) => picked.map(({ message }) => message);

test('messages of different people start together, oldest first', () => {
	const queue = [mail(3, 'c@example.com'), mail(1, 'a@example.com'), mail(2, 'b@example.com')];
	expect(uids(startable(queue, [], 5))).toEqual([1, 2, 3]);
	expect(uids(startable(queue, [], 2))).toEqual([1, 2]);
});

test('a mail and its reply from somebody else waiting together start one after the other', () => {
	const reply = mail(2, 'b@example.com', { references: ['<1@example.com>'] });
	expect(uids(startable([mail(1, 'a@example.com'), reply], [], 5))).toEqual([1]);
});

test('two messages of one sender start one after the other', () => {
	expect(uids(startable([mail(1, 'a@example.com'), mail(2, 'a@example.com')], [], 5))).toEqual([1]);
});

test('the oldest goes first even when the server numbered it later', () => {
	const late = mail(9, 'a@example.com', { minute: 1 });
	expect(uids(startable([mail(2, 'a@example.com', { minute: 5 }), late], [], 5))).toEqual([9]);
});

test('a message that waits for one in hand keeps later ones of its conversation waiting too', () => {
	const waiting = mail(2, 'a@example.com', { messageId: '<t@example.com>' });
	const follower = mail(3, 'b@example.com', { references: ['<t@example.com>'] });
	const stranger = mail(4, 'c@example.com');
	expect(uids(startable([waiting, follower, stranger], lanesOf(mail(1, 'a@example.com').envelope), 5))).toEqual([4]);
});

test('there is no room when all places are taken', () => {
	expect(startable([mail(1, 'a@example.com')], [], 0)).toEqual([]);
});
