import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startThread } from '../helpdesk/reading/readingThread';

/** `npm run check:package`: packs the built package, looks into the tarball as a stranger would, and loads it as n8n does. */

const ROOT = join(__dirname, '..');
const NAME = 'n8n-nodes-mail-helpdesk';

interface PackageJson {
	name: string;
	n8n: { n8nNodesApiVersion: number; nodes: string[]; credentials: string[] };
	peerDependencies?: Record<string, string>;
	dependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
	bundledDependencies?: string[];
	overrides?: unknown;
	engines?: Record<string, string>;
	scripts?: Record<string, string>;
}

interface Packed {
	filename: string;
	size: number;
	unpackedSize: number;
	files: { path: string; size: number }[];
}

interface Loaded {
	files: { file: string; name: string | null; displayName: string | null }[];
	requested: string[];
	domains: number;
}

/** Every file of the tarball matches one of these; everything else stays at home. */
const ALLOWED = [
	/^package\.json$/,
	/^(README|CHANGELOG)\.md$/,
	/^LICENSE$/,
	/^THIRD-PARTY-NOTICES\.txt$/,
	/^dist\/(helpdesk|mailThread)\.js$/,
	/^dist\/cli\.js$/,
	/^dist\/nodes\/(\w+)\/\1\.node\.(js|json)$/,
	/^dist\/credentials\/\w+\.credentials\.js$/,
	/^dist\/(nodes|credentials)\/(\w+\/)?[\w.-]+\.(svg|png)$/,
	/^workflows\/[\w-]+\.json$/,
];

const REQUIRED = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'THIRD-PARTY-NOTICES.txt', 'dist/helpdesk.js', 'dist/mailThread.js', 'dist/cli.js'];

const MAX_PACKED = 1_500_000;
const MAX_UNPACKED = 7_000_000;

/** npm would run these on a user's machine; n8n refuses packages that have them. */
const FORBIDDEN_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'preprepare', 'postprepare'];

const BUILTINS = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]).concat('node:sqlite'));

const temporary = mkdtempSync(join(tmpdir(), 'mail-helpdesk-package-'));
const counts = { passed: 0, failed: 0 };

/** One line per fact: what was found must be empty. */
function check(fact: string, wrong: readonly string[]): void {
	counts[wrong.length === 0 ? 'passed' : 'failed'] += 1;
	console.log(`${wrong.length === 0 ? 'ok    ' : 'FAILED'} ${fact}`);
	for (const one of wrong) console.log(`         ${one}`);
}

function pack(): Packed {
	const answer = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', temporary], { cwd: ROOT, encoding: 'utf8' });
	const [packed] = JSON.parse(answer) as Packed[];
	if (packed === undefined) throw new Error('npm pack named no file.');
	return packed;
}

async function checkTarball(packed: Packed): Promise<void> {
	const installed = join(temporary, 'nodes', 'node_modules', NAME);
	mkdirSync(installed, { recursive: true });
	execFileSync('tar', ['-xzf', join(temporary, packed.filename), '-C', installed, '--strip-components=1']);
	const described = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as PackageJson;
	const paths = packed.files.map(({ path }) => path);
	const entries = [...described.n8n.nodes, ...described.n8n.credentials];

	check('the tarball holds nothing that n8n does not need', paths.filter((path) => !ALLOWED.some((pattern) => pattern.test(path))));
	check('the tarball holds what n8n and a reader need', [...REQUIRED, ...entries, ...codexFiles(described)].filter((path) => !paths.includes(path)));
	check('it holds at least one example workflow', paths.some((path) => path.startsWith('workflows/')) ? [] : ['workflows/ is empty']);
	check(`it is small (${kilobytes(packed.size)} packed, ${kilobytes(packed.unpackedSize)} unpacked)`, [
		...(packed.size > MAX_PACKED ? [`packed: more than ${kilobytes(MAX_PACKED)}`] : []),
		...(packed.unpackedSize > MAX_UNPACKED ? [`unpacked: more than ${kilobytes(MAX_UNPACKED)}`] : []),
	]);
	checkMetadata(described);
	checkCode(installed);
	checkLock();
	checkLoading(installed, entries.filter((entry) => paths.includes(entry)));
	check('the thread that reads messages starts', await problemOfThread(join(installed, 'dist', 'mailThread.js')));
}

async function problemOfThread(file: string): Promise<string[]> {
	try {
		await startThread(file, { startMs: 10_000, stuckMs: 10_000, idleMs: 0 });
		return [];
	} catch (error) {
		return [String(error)];
	}
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;

/** n8n looks for the codex file beside each node under the node's own name. */
const codexFiles = (described: PackageJson) => described.n8n.nodes.map((node) => `${node}on`);

function checkMetadata(described: PackageJson): void {
	const { n8n, peerDependencies, scripts = {} } = described;
	check('it has no dependencies of its own', [
		...Object.keys({ ...described.dependencies, ...described.optionalDependencies }),
		...(described.bundledDependencies ?? []),
		...(described.overrides === undefined ? [] : ['overrides']),
	]);
	check('its only peer is n8n-workflow, any version', JSON.stringify(peerDependencies) === '{"n8n-workflow":"*"}' ? [] : [JSON.stringify(peerDependencies)]);
	check('npm runs nothing when it is installed', FORBIDDEN_SCRIPTS.filter((name) => name in scripts));
	check('it asks for the API version that n8n has', n8n.n8nNodesApiVersion === 1 ? [] : [String(n8n.n8nNodesApiVersion)]);
	check('every node and credential of the source is registered', unregistered(n8n));
}

function unregistered(n8n: PackageJson['n8n']): string[] {
	const registered = new Set([...n8n.nodes, ...n8n.credentials]);
	const sources = globSync(['nodes/**/*.node.ts', 'credentials/*.credentials.ts'], { cwd: ROOT });
	return sources.filter((source) => !registered.has(`dist/${source.replace(/\.ts$/, '.js')}`));
}

/** What stands in the code, whether or not it is ever reached. */
function checkCode(installed: string): void {
	const code = globSync('dist/**/*.js', { cwd: installed }).map((file) => ({ file, text: readFileSync(join(installed, file), 'utf8') }));
	const outside = code.flatMap(({ file, text }) =>
		[...withoutCommentLines(text).matchAll(/\b(?:require|import)\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].flatMap(([, name = '']) => (mayRequire(file, name) ? [] : [`${file} requires ${name}`])),
	);
	check('no file requires a module but n8n-workflow, Node itself and the one domain bundle (n8n would hand out its own, older imapflow)', [...new Set(outside)]);
	const texts = [...code, { file: 'package.json', text: readFileSync(join(installed, 'package.json'), 'utf8') }];
	check('no path of this machine is in the code', containing(texts, [ROOT, `${homedir()}/`, tmpdir() === '/tmp' ? temporary : tmpdir()]));
	check('no registry is named in the code', containing(texts, ['://registry.']));
}

/** Libraries name types in their comments as `import('./index.js')`. */
const withoutCommentLines = (text: string) => text.replaceAll(/^\s*(\*|\/\/).*$/gm, '');

function mayRequire(file: string, name: string): boolean {
	if (BUILTINS.has(name)) return true;
	if (file === 'dist/cli.js') return name === './helpdesk.js';
	return file !== 'dist/helpdesk.js' && file !== 'dist/mailThread.js' && (name === 'n8n-workflow' || name === '../../helpdesk.js' || name === '../helpdesk.js');
}

function containing(texts: { file: string; text: string }[], needles: string[]): string[] {
	return texts.flatMap(({ file, text }) => needles.filter((needle) => text.includes(needle)).map((needle) => `${file} contains ${needle}`));
}

/** The registry a lock file was made with is nobody's business, and may not be reachable elsewhere. */
function checkLock(): void {
	const locks = ['package-lock.json', 'test/e2e/package-lock.json'].map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));
	check('the lock files name no registry', containing(locks, ['"resolved"']));
	check('npm ci can install from the lock files: every optional dependency is in them', locks.flatMap(({ file, text }) => missingFromLock(file, text)));
	const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
	check('every development dependency has an exact version', Object.entries(devDependencies).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)).map(([name]) => name));
}

/** npm leaves a package for another platform out when it cannot find it, and `npm ci` then refuses the file. */
function missingFromLock(file: string, text: string): string[] {
	const { packages } = JSON.parse(text) as { packages: Record<string, { optionalDependencies?: Record<string, string> }> };
	const locked = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)));
	return Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
		Object.entries(optionalDependencies).filter(([name]) => !locked.has(name)).map(([name, version]) => `${file}: ${name} ${version}`),
	);
}

/** Loads every entry in a Node that finds nothing but n8n-workflow, which n8n provides through NODE_PATH. */
function checkLoading(installed: string, entries: string[]): void {
	const provided = join(temporary, 'provided', 'node_modules');
	mkdirSync(provided, { recursive: true });
	symlinkSync(dirname(require.resolve('n8n-workflow/package.json')), join(provided, 'n8n-workflow'), 'dir');
	const answer = execFileSync(process.execPath, [join(__dirname, 'loadInstalled.js'), installed, ...entries], {
		cwd: temporary,
		env: { PATH: process.env['PATH'], HOME: temporary, NODE_PATH: provided },
		encoding: 'utf8',
	});
	const loaded = JSON.parse(answer) as Loaded;
	check(`all ${entries.length} node and credential classes load, and have a name`, loaded.files.filter(({ name }) => name === null).map(({ file }) => file));
	check('loading requires nothing that was not packed', loaded.requested.filter((name) => !BUILTINS.has(name) && name !== 'n8n-workflow' && !name.endsWith('/helpdesk.js')));
	check('node:sqlite is loaded only when a store is opened, so that an old Node is refused in plain words', loaded.requested.filter((name) => name === 'node:sqlite' || name === 'sqlite'));
	check('all of them share one instance of the domain', loaded.domains === 1 ? [] : [`${loaded.domains} instances`]);
	check('icons named by the classes are packed', missingIcons(installed));
}

function missingIcons(installed: string): string[] {
	return globSync('dist/{nodes/*/*.node,credentials/*.credentials}.js', { cwd: installed }).flatMap((file) =>
		[...readFileSync(join(installed, file), 'utf8').matchAll(/["']file:([^"']+)["']/g)]
			.map(([, icon = '']) => join(installed, dirname(file), icon))
			.filter((icon) => !existsSync(icon))
			.map((icon) => `${file}: ${icon.slice(installed.length + 1)}`),
	);
}

async function main(): Promise<void> {
	try {
		await checkTarball(pack());
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
	console.log(`${counts.passed} passed, ${counts.failed} failed`);
	process.exitCode = counts.failed === 0 ? 0 : 1;
}

void main();
