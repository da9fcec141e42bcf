import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { openStore } from '../../helpdesk/store/openStore';
import { startStoreProcess } from '../../test/support/storeProcess';
import { startVtigerDouble, type VtigerDouble } from '../../test/support/vtigerDouble/startVtigerDouble';
import { createRandom, type Random } from '../random';
import type { ClaimRun } from './claimRuns';

/** One message needs about so many requests; beyond the last nobody dies. */
const MOST_REQUESTS = 24;
/** A process that was killed is started again and lives; a third try would hide a fault. */
const MOST_TRIES = 3;

/** What a message of `handleVtigerMessage` is to leave in Vtiger. */
const ONCE: Readonly<Record<string, number>> = { Contacts: 1, HelpDesk: 1, ModComments: 1, Documents: 3, related: 3 };

interface Place {
	script: string;
	file: string;
	account: string;
}

/** Kills itself at this request of its own, before or after Vtiger has answered. */
interface Death {
	at: number;
	when: 'before' | 'after';
}

function drawDeath(random: Random): Death {
	return { at: random.between(1, MOST_REQUESTS), when: random.chance(0.5) ? 'before' : 'after' };
}

/** Handles the message in processes until one comes to the end. Says how many were killed. */
async function untilDone(place: Place, death: Death | null, results: unknown[], tries = 1): Promise<number> {
	const { script, file, account } = place;
	const child = startStoreProcess(script, 'vtiger', file, account, ...(death ? [String(death.at), death.when] : []));
	await child.line();
	child.tell();
	const said = await child.line().catch(() => null);
	const ended = await child.ended;
	if (said !== null) {
		results.push(said);
		return 0;
	}
	if (ended !== 'SIGKILL' && tries >= MOST_TRIES) throw new Error(`A process ended with ${String(ended)} and without a result.`);
	return (ended === 'SIGKILL' ? 1 : 0) + (await untilDone(place, null, results, tries + 1));
}

function effects({ state }: VtigerDouble): number[] {
	const living = [...state.records.values()].filter(({ deleted }) => !deleted);
	const related = living.filter(({ module }) => module === 'HelpDesk').reduce((sum, { id }) => sum + (state.related.get(id)?.size ?? 0), 0);
	return Object.entries(ONCE).map(([what, wanted]) => (what === 'related' ? related : living.filter(({ module }) => module === what).length) / wanted);
}

/** One message, two processes at once, which are killed at random requests to a Vtiger of their own; then a third process looks at the message again. */
export async function runVtigerClaims(script: string, folder: string, seed: number, run: number): Promise<ClaimRun> {
	const random = createRandom(seed, run);
	const double = await startVtigerDouble();
	const place: Place = { script, file: join(folder, `vtiger-${run}.sqlite`), account: JSON.stringify(double.account) };
	const results: unknown[] = [];
	try {
		await (await openStore({ file: place.file })).close();
		const deaths = await Promise.all([untilDone(place, drawDeath(random), results), untilDone(place, random.chance(0.5) ? drawDeath(random) : null, results)]);
		await untilDone(place, null, results);
		const counts = effects(double);
		return {
			kills: deaths.reduce((sum, each) => sum + each, 0),
			lost: counts.filter((count) => count < 1).length,
			doubled: counts.filter((count) => count > 1).length,
			strayed: new Set(results).size - 1,
		};
	} finally {
		await double.close();
		for (const end of ['', '-wal', '-shm']) rmSync(`${place.file}${end}`, { force: true });
	}
}
