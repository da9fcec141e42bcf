import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openStore, type StorePlace } from '../../helpdesk/store/openStore';
import { postgresMissing, startPostgres } from '../../test/support/postgres';
import { buildStoreChild } from '../../test/support/storeProcess';
import { runClaims, type ClaimRun } from './claimRuns';
import { runVtigerClaims } from './vtigerRuns';

export interface ClaimSums {
	runs: number;
	kills: number;
	lost: number;
	doubled: number;
	strayed: number;
}

/** The desks that have claims, as `--desk` names them. */
export const CLAIM_DESKS = ['sqlite', 'postgres', 'vtiger'] as const;
export type ClaimDesk = (typeof CLAIM_DESKS)[number];

/** `jobs` of them at a time. */
async function summed(runs: number, jobs: number, handle: (run: number) => Promise<ClaimRun>): Promise<ClaimSums> {
	const sums: ClaimSums = { runs: 0, kills: 0, lost: 0, doubled: 0, strayed: 0 };
	let next = 1;
	const lane = async () => {
		while (next <= runs) {
			const run = next;
			next += 1;
			const { kills, lost, doubled, strayed } = await handle(run);
			sums.runs += 1;
			sums.kills += kills;
			sums.lost += lost;
			sums.doubled += doubled;
			sums.strayed += strayed;
		}
	};
	await Promise.all(Array.from({ length: jobs }, lane));
	return sums;
}

/** So many messages on this store, each handled by two processes at once that die at random statements; see `runClaims`. */
export async function killClaims(place: StorePlace, seed: number, runs: number): Promise<ClaimSums> {
	const store = await openStore(place);
	try {
		return await summed(runs, 1, async (run) => await runClaims(place, store, seed, run));
	} finally {
		await store.close();
	}
}

/** The same with a Vtiger for each message, and real processes that are killed at random requests to it. */
export async function killVtigerClaims(folder: string, seed: number, runs: number, jobs: number): Promise<ClaimSums> {
	const child = buildStoreChild();
	try {
		return await summed(runs, jobs, async (run) => await runVtigerClaims(child.script, folder, seed, run));
	} finally {
		child.remove();
	}
}

/** The command: one desk, or all that there are. Says whether every message had exactly one effect. */
export async function claimFaults({ seed, runs, json, desk, jobs }: { seed: number; runs: number; json: string | null; desk: ClaimDesk | null; jobs: number }, say: (line: string) => void): Promise<boolean> {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-claims-'));
	const wanted = (name: ClaimDesk) => desk === null || desk === name;
	const missing = wanted('postgres') ? postgresMissing() : '';
	if (missing) say(`PostgreSQL is left out: ${missing}`);
	const server = missing || !wanted('postgres') ? null : await startPostgres();
	const desks: Record<string, () => Promise<ClaimSums>> = {};
	const onStore = (place: StorePlace) => async () => await killClaims(place, seed, runs);
	if (wanted('sqlite')) desks['sqlite'] = onStore({ file: join(folder, 'claims.sqlite') });
	if (server) desks['postgres'] = onStore({ postgres: server.account() });
	if (wanted('vtiger')) desks['vtiger'] = async () => await killVtigerClaims(folder, seed, runs, jobs);
	const figures: Record<string, number> = {};
	try {
		for (const [name, kill] of Object.entries(desks)) {
			const sums = await kill();
			for (const [what, value] of Object.entries(sums)) figures[`faults.claims.${name}.${what}`] = value as number;
			say(`${name.padEnd(10)} ${sums.runs} messages, ${sums.kills} kills: ${sums.lost} effects lost, ${sums.doubled} doubled, ${sums.strayed} answered with another record`);
		}
	} finally {
		await server?.stop();
		rmSync(folder, { recursive: true, force: true });
	}
	if (json !== null) writeFileSync(json, `${JSON.stringify(figures, null, '\t')}\n`);
	return !missing && Object.entries(figures).every(([name, value]) => value === 0 || /\.(runs|kills)$/.test(name));
}
