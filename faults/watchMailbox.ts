import { hasEffect } from './count';
import type { Eyes } from './lookInto';
import { HANDLED, type PlannedMail } from './mails';

/** Looks again and again, while a run lasts, whether a message is acknowledged before its effect is there. */
export interface MailboxWatch {
	/** Marks of messages that were acknowledged too early. */
	readonly tooEarly: Set<string>;
	/** Another mail program sets flags from now on: then only the folder tells that a message is acknowledged. */
	ignoreFlags(): void;
	stop(): void;
}

const EVERY_MS = 25;

export function watchMailbox(eyes: Eyes, taken: readonly Buffer[], mails: () => PlannedMail[]): MailboxWatch {
	const tooEarly = new Set<string>();
	const fine = new Set<string>();
	let flagsCount = true;
	const look = () => {
		// The mailbox first, then the desk: an effect that comes in between is in time.
		const acknowledged = eyes.copies().filter(({ folder, flags }) => folder === HANDLED || (flagsCount && flags.includes('\\Seen')));
		for (const { mark } of mails()) {
			if (fine.has(mark) || !acknowledged.some(({ source }) => source.includes(mark))) continue;
			if (hasEffect(eyes, taken, mark)) fine.add(mark);
			else tooEarly.add(mark);
		}
	};
	const timer = setInterval(look, EVERY_MS);
	return {
		tooEarly,
		ignoreFlags: () => void (flagsCount = false),
		stop: () => clearInterval(timer),
	};
}
