/**
 * `npm ci` in a folder: `node scripts/npmCi.js FOLDER [options of npm ci]`. Runs before anything is installed, hence JavaScript.
 *
 * Our lock files name no registry. npm then asks for the whole history of every package, megabytes of it, only to learn where the version that the lock wants lies,
 * and takes nothing from its cache. While npm runs, a copy of the lock beside it says so: the address that registries use, at the one that npm is set to. What is installed stays what the lock's checksums say. Where a registry has its files elsewhere, plain `npm ci` follows.
 */
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const { readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

// npm prefers a file of this name to package-lock.json.
const COPY = 'npm-shrinkwrap.json';

/** A package that comes from a registry has a checksum; one from a folder or from git has not. */
function addressOf(registry, path, { name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), version, integrity, resolved }) {
	if (!path.includes('node_modules/') || !integrity || !version || resolved) return {};
	return { resolved: `${registry}/${name}/-/${name.split('/').pop()}-${version}.tgz` };
}

function withAddresses(lock) {
	const registry = execFileSync(npm[0], [...npm.slice(1), 'config', 'get', 'registry'], { cwd: folder, encoding: 'utf8' }).trim().replace(/\/$/, '');
	const packages = Object.entries(lock.packages).map(([path, entry]) => [path, { ...entry, ...addressOf(registry, path, entry) }]);
	return { ...lock, packages: Object.fromEntries(packages) };
}

const [folder = '.', ...options] = process.argv.slice(2);
const copy = join(folder, COPY);
const begun = process.env['npm_execpath'];
const npm = begun?.endsWith('.js') ? [process.execPath, begun] : ['npm'];
let stopped = false;

async function npmCi() {
	const child = spawn(npm[0], [...npm.slice(1), 'ci', ...options], { cwd: folder, stdio: 'inherit' });
	const stop = (signal) => {
		stopped = true;
		child.kill(signal);
	};
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
	const [code] = await once(child, 'close');
	for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
	return code ?? 1;
}

async function main() {
	try {
		writeFileSync(copy, JSON.stringify(withAddresses(JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')))));
		const status = await npmCi();
		if (status === 0 || stopped) return status;
	} finally {
		// Left there it would stand in for the lock from then on.
		rmSync(copy, { force: true });
	}
	return await npmCi();
}

main().then(
	(status) => (process.exitCode = status),
	(error) => {
		process.stderr.write(`${error.stack}\n`);
		process.exitCode = 1;
	},
);
