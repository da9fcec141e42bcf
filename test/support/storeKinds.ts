import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { StorePlace } from '../../helpdesk/store/openStore';
import { postgresMissing, type PostgresServer, startPostgres } from './postgres';

/** One kind of store: `start` before all tests, then as many empty places as wanted, `stop` after all. */
export interface StoreKind {
	name: 'SQLite' | 'PostgreSQL';
	/** Why it cannot be tested here, or an empty string. */
	missing: string;
	start(): Promise<void>;
	place(): Promise<StorePlace>;
	stop(): Promise<void>;
}

function sqlite(): StoreKind {
	const folders: string[] = [];
	return {
		name: 'SQLite',
		missing: '',
		start: async () => undefined,
		async place() {
			const folder = await mkdtemp(join(tmpdir(), 'mail-helpdesk-'));
			folders.push(folder);
			return { file: join(folder, 'store.sqlite') };
		},
		async stop() {
			for (const folder of folders) await rm(folder, { recursive: true, force: true });
		},
	};
}

function postgres(): StoreKind {
	let server: PostgresServer | null = null;
	return {
		name: 'PostgreSQL',
		missing: postgresMissing(),
		async start() {
			server = await startPostgres();
		},
		async place() {
			if (!server) throw new Error('PostgreSQL was not started');
			return { postgres: server.account({ schema: `desk_${randomUUID().replaceAll('-', '')}` }) };
		},
		stop: async () => await server?.stop(),
	};
}

/**
 * Registers the same tests for both kinds of store. Where PostgreSQL is not installed its tests are registered as skipped, with the reason, and the reason is printed:
 * `.ci/run` counts it as a failure.
 */
export function describeOnBothStores(name: string, tests: (kind: StoreKind) => void): void {
	for (const kind of [sqlite(), postgres()]) {
		if (kind.missing) {
			process.stdout.write(`not tested here: ${kind.missing}\n`);
			describe['skip'](`${name} on ${kind.name} [${kind.missing}]`, () => tests(kind));
			continue;
		}
		describe(`${name} on ${kind.name}`, () => {
			beforeAll(async () => await kind.start(), 60_000);
			afterAll(async () => await kind.stop());
			tests(kind);
		});
	}
}
