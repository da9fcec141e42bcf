import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Logger } from 'n8n-workflow';

/** What the runner takes from n8n's own packages, loaded only after the environment says where files may go. */
export interface Engine {
	core: typeof import('n8n-core');
	workflow: typeof import('n8n-workflow');
	/** n8n's user folder: `.n8n` and everything else that n8n or the package writes lies in it. */
	dataFolder: string;
}

let loaded: Engine | null = null;
let users = 0;

const SILENT_N8N: Record<string, string> = {
	N8N_LOG_LEVEL: 'silent',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DEFAULT_BINARY_DATA_MODE: 'default',
};

/**
 * Loads n8n-core so that nothing is written outside `dataFolder` (made when it is missing); later calls return the same engine.
 * n8n keeps its services once per process, so another folder is accepted only while no workflow runs.
 * Binary data is kept in memory, n8n's mode `default`.
 */
export async function prepareEngine(dataFolder: string): Promise<Engine> {
	const folder = resolve(dataFolder);
	if (loaded && loaded.dataFolder !== folder && users > 0) {
		throw new Error(`A workflow is still running with the data folder ${loaded.dataFolder}; stop it before using ${folder}.`);
	}
	mkdirSync(join(folder, '.n8n'), { recursive: true });
	process.env.N8N_USER_FOLDER = folder;
	if (loaded) {
		loaded = { ...loaded, dataFolder: folder };
		return loaded;
	}
	for (const [name, value] of Object.entries(SILENT_N8N)) process.env[name] ??= value;
	await import('reflect-metadata');
	const [core, workflow, { Container }] = await Promise.all([import('n8n-core'), import('n8n-workflow'), import('@n8n/di')]);
	await Container.get(core.BinaryDataService).init();
	loaded = { core, workflow, dataFolder: folder };
	return loaded;
}

/** Holds the data folder until the returned function is called. */
export function occupyEngine(): () => void {
	users += 1;
	let released = false;
	return () => {
		if (!released) users -= 1;
		released = true;
	};
}

/** Where n8n and the nodes write their log lines; without it they are silent. */
export async function useLogger(logger: Logger): Promise<void> {
	const [{ Container }, { Logger: LoggerService }, { LoggerProxy }] = await Promise.all([
		import('@n8n/di'),
		import('@n8n/backend-common'),
		import('n8n-workflow'),
	]);
	const scoped = Object.assign(Object.create(logger) as Logger, { scoped: () => scoped });
	Container.set(LoggerService, scoped as unknown as InstanceType<typeof LoggerService>);
	LoggerProxy.init(scoped);
}
