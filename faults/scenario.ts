import { setTimeout as sleep } from 'node:timers/promises';
import { count, hasEffect, type Tally } from './count';
import type { Fault } from './Fault';
import { readAcknowledgement } from './lookInto';
import { answerTo, drawMails, type PlannedMail } from './mails';
import type { Random } from './random';
import { watchMailbox } from './watchMailbox';
import { openWorld, type World } from './world';

export interface ScenarioOptions {
	random: Random;
	faults: Fault[];
	quick: boolean;
	childFile: string;
	keep: boolean;
	/** Ends the run where it stands; what was started is cleared away. */
	stop: AbortSignal;
}

export interface ScenarioResult extends Tally {
	mails: number;
	/** What the process said, for a run that went wrong. */
	story: string;
}

/** A dead connection is noticed within 90 s, and a pause after a fault of the world may follow. */
const QUIET_MS = 150_000;
const LONGEST_RUN_MS = 300_000;
const CLEARING_MS = 30_000;
/** Nothing may come after everything is done. */
const AFTERWARDS_MS = 700;

/** One run: a world of its own, a handful of mails, one or two faults, then peace, then the counting. */
export async function runScenario({ random, faults, quick, childFile, keep, stop }: ScenarioOptions): Promise<ScenarioResult> {
	const world = await openWorld({ random, quick, childFile, mails: drawMails(random), keep });
	const end = AbortSignal.any([stop, AbortSignal.timeout(LONGEST_RUN_MS)]);
	const ended = new Promise<never>((_resolve, reject) => {
		const giveUp = () => reject(new Error(stop.aborted ? 'Stopped from outside' : 'The run did not end by itself'));
		if (end.aborted) giveUp();
		end.addEventListener('abort', giveUp, { once: true });
	});
	try {
		return await Promise.race([play(world, faults), ended]);
	} finally {
		await Promise.race([world.stop(), sleep(CLEARING_MS)]);
	}
}

async function play(world: World, faults: Fault[]): Promise<ScenarioResult> {
	const delivered: PlannedMail[] = [];
	for (const fault of faults) fault.prepare?.(world);
	const watch = watchMailbox(world.eyes, world.outgoing.taken, () => delivered);
	try {
		if (world.flagsFlipped) watch.ignoreFlags();
		const begin = faults.find((fault) => fault.begin)?.begin ?? (async () => await world.start());
		const early = world.setting.firstStart === 'everything' ? 2 : 0;
		await deliver(world, world.mails.slice(0, early), delivered);
		await begin(world);
		await Promise.all([deliver(world, world.mails.slice(early), delivered), deliverAnswer(world, delivered), injectAll(world, faults)]);
		if (!world.child().alive()) await world.restart({ kill: null });
		await quiet(world, delivered);
		const { disturbed, flagsFlipped, binned } = world;
		const tally = await count(world.eyes, world.outgoing.taken, { mails: delivered, disturbed, flagsFlipped, binned });
		for (const mark of watch.tooEarly) tally.notes.push(`misacknowledged: ${mark} was acknowledged before its effect was there`);
		tally.misacknowledged += watch.tooEarly.size;
		return { ...tally, mails: delivered.length, story: world.child().story() };
	} finally {
		watch.stop();
	}
}

/** One after another: each changes what the next process is to do. */
async function injectAll(world: World, faults: Fault[]): Promise<void> {
	for (const fault of faults) await fault.inject?.(world);
}

async function deliver(world: World, mails: PlannedMail[], delivered: PlannedMail[]): Promise<void> {
	for (const mail of mails) {
		await sleep(world.random.between(0, 250));
		delivered.push(mail);
		for (const folder of mail.folders) world.dovecot.deliver(folder, mail.raw);
	}
}

/** In some runs a customer answers the acknowledgement as soon as it is there. */
async function deliverAnswer(world: World, delivered: PlannedMail[]): Promise<void> {
	const asked = world.mails[0];
	if (!asked || !world.random.chance(0.5)) return;
	const acknowledgement = () => world.outgoing.taken.find((raw) => raw.includes(asked.mark));
	if (!(await world.until(() => acknowledgement() !== undefined, 15_000, 50))) return;
	const answer = answerTo(world.random, asked, await readAcknowledgement(acknowledgement() ?? Buffer.alloc(0)));
	await deliver(world, [answer], delivered);
}

/** Waits until every mail has its effect, the journal is empty, and both stay so. */
async function quiet(world: World, delivered: PlannedMail[]): Promise<void> {
	const done = () =>
		world.eyes.rows("select 1 from journal_messages where state <> 'quarantined'").length === 0 &&
		delivered.every(({ mark }) => hasEffect(world.eyes, world.outgoing.taken, mark));
	const end = Date.now() + QUIET_MS;
	while (Date.now() < end) {
		if (!(await world.until(done, end - Date.now(), 50))) return;
		await sleep(AFTERWARDS_MS);
		if (done()) return;
	}
}
