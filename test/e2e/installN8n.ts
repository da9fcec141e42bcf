import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { runToEnd } from './processes';

const FOLDER = __dirname;
const NPM_CI = join(FOLDER, '..', '..', 'scripts', 'npmCi.js');
const STAMP = join(FOLDER, 'node_modules', '.installed');

/** A quarter of the time that `-O3` takes, for a database of a few hundred rows; who measures with this n8n has it as its makers do. */
const SOON_COMPILED = { CFLAGS: '-O0', CXXFLAGS: '-O0' };

/** What `n8n start` runs. */
export const N8N_BIN = join(FOLDER, 'node_modules', 'n8n', 'bin', 'n8n');

/**
 * Installs the n8n that `package-lock.json` here pins (2.6 GB, some minutes), unless exactly that one is installed already.
 * No package's install script runs, so nothing is fetched but what the lock names; only sqlite3, which n8n keeps its data in, is compiled
 * (python3, make and g++ are needed), because its ready-made binary would come from another host.
 */
export async function installN8n(say: (line: string) => void): Promise<void> {
	const wanted = createHash('sha256').update(readFileSync(join(FOLDER, 'package-lock.json'))).digest('hex');
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
	const began = Date.now();
	const npm = npmCli();
	say('Installing the pinned n8n under test/e2e (2.6 GB, a few minutes, only once)');
	const env = { ...environment(), npm_execpath: npm };
	await runToEnd(process.execPath, [NPM_CI, FOLDER, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: FOLDER, env });
	say('Compiling sqlite3');
	const gyp = join(dirname(npm), '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
	const headers = headersFolder(npm);
	await runToEnd(process.execPath, [gyp, 'rebuild', '--loglevel=error', ...(headers === undefined ? [] : [`--nodedir=${headers}`])], {
		cwd: join(FOLDER, 'node_modules', 'sqlite3'),
		env: { ...environment(), JOBS: 'max', ...(process.env['CI'] === 'true' ? SOON_COMPILED : {}) },
	});
	writeFileSync(STAMP, wanted);
	say(`n8n is installed (${Math.round((Date.now() - began) / 1000)} s)`);
}

/** The JavaScript file of the npm that started us, or else of the first one on the path. */
function npmCli(): string {
	const started = process.env['npm_execpath'];
	if (started?.endsWith('.js') && existsSync(started)) return started;
	const found = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'npm')).find(existsSync);
	if (found === undefined) throw new Error('npm is not on the path.');
	return realpathSync(found);
}

/** Node's headers beside the system's npm (Node-API is the same in every version), so that node-gyp need not fetch any. */
function headersFolder(npm: string): string | undefined {
	const candidates = [process.env['npm_config_nodedir'], resolve(dirname(npm), '..', '..', '..', '..'), resolve(dirname(process.execPath), '..')];
	return candidates.find((folder) => folder !== undefined && existsSync(join(folder, 'include', 'node', 'node_api.h')));
}

/** `npm run` tells its children which project they belong to; the install here belongs to another one. */
function environment(): NodeJS.ProcessEnv {
	const ofTheProject = /^(npm_(package|lifecycle|command|config_(local_)?prefix)|INIT_CWD)/;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheProject.test(name)));
}
