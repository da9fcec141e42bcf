import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runFolder } from './runFolder';

interface Owner {
	uid?: number;
	gid?: number;
}

const PATIENCE_MS = 120_000;

/** Makes the data folder of an empty server. What initdb takes seconds for is made once in a run of the tests and copied from then on. */
export async function makeDataFolder(data: string, owner: Owner, initdb: (folder: string) => void): Promise<void> {
	const shared = runFolder();
	const template = shared === null ? null : await templateIn(join(shared, 'postgres'), owner, initdb);
	if (template === null) return initdb(data);
	const copied = spawnSync('cp', ['-a', template, data], { encoding: 'utf8' });
	if (copied.status !== 0) throw new Error(`The data folder could not be copied: ${copied.stderr}`);
}

/** Whoever comes first makes it, the others wait. Null when it does not come to be. */
async function templateIn(folder: string, { uid, gid }: Owner, initdb: (folder: string) => void): Promise<string | null> {
	const template = join(folder, 'data');
	const done = join(folder, 'done');
	if (isNew(folder)) {
		chmodSync(folder, 0o755);
		if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
		initdb(template);
		writeFileSync(done, '');
		return template;
	}
	const giveUpAt = Date.now() + PATIENCE_MS;
	while (!existsSync(done)) {
		if (Date.now() > giveUpAt) return null;
		await sleep(50);
	}
	return template;
}

function isNew(folder: string): boolean {
	try {
		mkdirSync(folder);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		return false;
	}
}
