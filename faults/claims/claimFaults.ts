import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openStore, type StorePlace } from '../../helpdesk/store/openStore';
import { postgresMissing, startPostgres } from '../../test/support/postgres';
import { runClaims } from './claimRuns';

export interface ClaimSums {
	runs: number;
	kills: number;
	lost: number;
	doubled: number;
	strayed: number;
}

/** So many messages on this store, each handled by two processes at once that die at random statements; see `runClaims`. */
export async function killClaims(place: StorePlace, seed: number, runs: number): Promise<ClaimSums> {
	const store = await openStore(place);
	const sums: ClaimSums = { runs: 0, kills: 0, lost: 0, doubled: 0, strayed: 0 };
	try {
		for (let run = 1; run <= runs; run += 1) {
			const { kills, lost, doubled, strayed } = await runClaims(place, store, seed, run);
			sums.runs += 1;
			sums.kills += kills;
			sums.lost += lost;
			sums.doubled += doubled;
			sums.strayed += strayed;
		}
	} finally {
		await store.close();
	}
	return sums;
}

/** The command: both databases, or what there is of them. Says whether every message had exactly one effect. */
export async function claimFaults({ seed, runs, json }: { seed: number; runs: number; json: string | null }, say: (line: string) => void): Promise<boolean> {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-claims-'));
	const missing = postgresMissing();
	if (missing) say(`PostgreSQL is left out: ${missing}`);
	const server = missing ? null : await startPostgres();
	const places: Record<string, StorePlace> = { sqlite: { file: join(folder, 'claims.sqlite') }, ...(server ? { postgres: { postgres: server.account() } } : {}) };
	const figures: Record<string, number> = {};
	try {
		for (const [name, place] of Object.entries(places)) {
			const sums = await killClaims(place, seed, runs);
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
