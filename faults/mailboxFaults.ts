import { setTimeout as sleep } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import type { Fault } from './Fault';
import { ELSEWHERE, INBOX, SECOND, writeMail } from './mails';
import type { World } from './world';

const FLAGS = ['\\Seen', '\\Flagged', '\\Answered'];

async function flipFlags(world: World, client: ImapFlow): Promise<void> {
	await client.mailboxOpen(INBOX);
	for (let left = world.random.between(8, 20); left > 0; left -= 1) {
		const [which, flag] = [world.random.pick(['1:*', '*', '1']), world.random.pick(FLAGS)];
		const change = world.random.chance(0.7) ? client.messageFlagsAdd(which, [flag]) : client.messageFlagsRemove(which, [flag]);
		// An empty folder has no message to be flagged.
		await change.catch(() => false);
		await sleep(world.random.between(20, 120));
	}
}

async function move(client: ImapFlow, from: string, to: string): Promise<void> {
	const { exists } = await client.mailboxOpen(from);
	if (exists > 0) await client.messageMove('1:*', to);
}

/** Leaves every message where it was, under another UID. */
async function awayAndBack(client: ImapFlow): Promise<void> {
	await move(client, INBOX, ELSEWHERE);
	await move(client, ELSEWHERE, INBOX);
}

export const MAILBOX_FAULTS: Fault[] = [
	{
		name: 'uidvalidity',
		what: 'the folder gets another UIDVALIDITY, and often other UIDs, while nobody has it open',
		prepare(world) {
			world.disturbed = true;
		},
		async inject(world) {
			for (let left = world.random.between(1, 2); left > 0; left -= 1) {
				await sleep(world.random.between(0, 1_500));
				const otherUids = world.random.chance(0.6);
				await world.restart({}, async () => {
					if (otherUids) await world.otherProgram(awayAndBack);
					await sleep(300);
					world.dovecot.renumber(INBOX);
				});
			}
		},
	},
	{
		name: 'flags-flipped',
		what: 'another mail program sets and takes away flags, also "read"',
		prepare(world) {
			world.flagsFlipped = true;
		},
		inject: async (world) => await world.otherProgram(async (client) => await flipFlags(world, client)),
	},
	{
		name: 'moved-and-back',
		what: 'another mail program moves messages away and back',
		prepare(world) {
			world.disturbed = true;
		},
		inject: async (world) =>
			await world.otherProgram(async (client) => {
				await sleep(world.random.between(0, 600));
				await move(client, INBOX, ELSEWHERE);
				await sleep(world.random.between(100, 1_500));
				await move(client, ELSEWHERE, INBOX);
			}),
	},
	{
		name: 'same-mail-twice',
		what: 'one mail is delivered twice, into one folder or into two',
		prepare(world) {
			for (let left = world.random.between(1, 2); left > 0; left -= 1) {
				world.random.pick(world.mails).folders = [INBOX, world.random.pick([INBOX, SECOND])];
			}
		},
	},
	{
		name: 'message-id-reused',
		what: 'two mails with other content carry the same Message-ID',
		prepare(world) {
			const [first] = world.mails;
			if (!first) return;
			const other = { sender: world.random.chance(0.5) ? first.sender : 'eve.stone@elsewhere.example', subject: `Other matter ${world.random.word(4)}` };
			world.mails.splice(world.random.between(1, world.mails.length), 0, writeMail(world.random, { ...other, messageId: first.messageId }));
		},
	},
	{
		name: 'no-message-id',
		what: 'mails without Message-ID',
		prepare(world) {
			for (let left = world.random.between(1, 2); left > 0; left -= 1) {
				const sender = world.random.chance(0.5) ? 'fax@machine.example' : 'scan@machine.example';
				world.mails.push(writeMail(world.random, { sender, subject: `Scan ${world.random.word(5)}`, messageId: null }));
			}
		},
	},
];
