import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build as bundle, type BuildOptions, type OutputFile, type Plugin } from 'esbuild';
import { renderNotices } from './notices';

/** The one file that holds the domain and its libraries. Every node and credential file requires it, so that locks, pools and the database handle exist once. */
const DOMAIN_BUNDLE = 'helpdesk.js';

const COMMON: BuildOptions = {
	bundle: true,
	platform: 'node',
	// n8n 2.20 to 2.40 run on Node 22.
	target: 'node22',
	format: 'cjs',
	// Type errors, `instanceof` and the licence of n8n-workflow all ask for n8n's own copy.
	external: ['n8n-workflow'],
	// No minifying and no keepNames: stack traces stay readable, and functions whose source text is used stay as written.
	logLevel: 'warning',
	metafile: true,
};

const SECOND_PASS = Symbol('resolved by esbuild itself');

/** Bundles `helpdesk/index.ts` into `dist/helpdesk.js` and writes `THIRD-PARTY-NOTICES.txt` for the packages that are really inside. */
export async function bundleDomain(root: string): Promise<void> {
	const { metafile, outputFiles } = await bundle({
		...COMMON,
		absWorkingDir: root,
		entryPoints: ['helpdesk/index.ts'],
		outfile: join('dist', DOMAIN_BUNDLE),
		legalComments: 'external',
		// With this variable in n8n's environment, pg would ask for its compiled addition, and the whole package would not load.
		define: { 'process.env.NODE_PG_FORCE_NATIVE': '""' },
		plugins: [withoutCompiledPg(), oneCopyPerVersion()],
		write: false,
	});
	mkdirSync(join(root, 'dist'), { recursive: true });
	writeFileSync(join(root, 'dist', DOMAIN_BUNDLE), textOf(outputFiles, DOMAIN_BUNDLE));
	writeFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), renderNotices(root, Object.keys(metafile?.inputs ?? {}), textOf(outputFiles, '.LEGAL.txt')));
}

/** Bundles every node and credential file to the same path under `dist/`, with the domain left outside. Rejects an import that goes around `helpdesk/index`, or a library that belongs into the domain. */
export async function bundleNodes(root: string): Promise<void> {
	const entryPoints = globSync(['nodes/*/*.node.ts', 'credentials/*.credentials.ts'], { cwd: root });
	await Promise.all(
		entryPoints.map(async (entry) => {
			const outfile = join('dist', entry.replace(/\.ts$/, '.js'));
			await bundle({ ...COMMON, absWorkingDir: root, entryPoints: [entry], outfile, plugins: [domainOutside(root, resolve(root, dirname(outfile)))] });
		}),
	);
}

/** Bundles the command line for backup, restore and move to `dist/cli.js`, with the domain left outside. */
export async function bundleCli(root: string): Promise<void> {
	await bundle({ ...COMMON, absWorkingDir: root, entryPoints: ['cli/main.ts'], outfile: join('dist', 'cli.js'), plugins: [domainOutside(root, join(root, 'dist'))] });
}

/** Bundles the program of the thread that reads messages to `dist/mailThread.js`: no more of the domain and its libraries than that needs. */
export async function bundleThread(root: string, outfile = join('dist', 'mailThread.js')): Promise<void> {
	await bundle({ ...COMMON, absWorkingDir: root, entryPoints: ['helpdesk/reading/mailThread.ts'], outfile, plugins: [oneCopyPerVersion()] });
}

/** Turns an import of the domain's door into a `require` of the shared bundle, relative to the file that is being written. */
function domainOutside(root: string, outputFolder: string): Plugin {
	const domain = join(root, 'helpdesk') + sep;
	const path = relative(outputFolder, join(root, 'dist', DOMAIN_BUNDLE)).split(sep).join('/');
	const door = path.startsWith('.') ? path : `./${path}`;
	return {
		name: 'domain-outside',
		setup(build) {
			build.onResolve({ filter: /^\./ }, ({ path, resolveDir, importer }) => {
				const target = resolve(resolveDir, path);
				if (`${target}${sep}` === domain || target === `${domain}index`) return { path: door, external: true };
				if (target.startsWith(domain)) return { errors: [{ text: `${relative(root, importer)} goes around helpdesk/index: ${path}` }] };
				return undefined;
			});
			build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
				if (kind === 'entry-point' || path === 'n8n-workflow' || path.startsWith('node:')) return undefined;
				return { errors: [{ text: `${relative(root, importer)} imports "${path}": libraries are bundled once, with the domain` }] };
			});
		},
	};
}

/** npm may lay several copies of one version side by side (iconv-lite: three times 1.6 MB of tables). The bundle takes the first one it meets for all. */
function oneCopyPerVersion(): Plugin {
	const folders = new Map<string, string>();
	return {
		name: 'one-copy-per-version',
		setup(build) {
			build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, kind, resolveDir, importer }) => {
				if (kind === 'entry-point' || pluginData === SECOND_PASS) return undefined;
				const found = await build.resolve(path, { kind, resolveDir, importer, pluginData: SECOND_PASS });
				const folder = /^.*[\\/]node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+/.exec(found.path)?.[0];
				if (folder === undefined || found.external || found.errors.length > 0) return found;
				const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
				const first = folders.get(`${name}@${version}`) ?? folder;
				folders.set(`${name}@${version}`, first);
				return { ...found, path: first + found.path.slice(folder.length) };
			});
		},
	};
}

/** pg can use a compiled addition (pg-native) that is no part of this package: nothing asks for it any more. */
function withoutCompiledPg(): Plugin {
	return {
		name: 'without-compiled-pg',
		setup(build) {
			build.onResolve({ filter: /^\.\/native$/ }, ({ path, resolveDir }) => (/[\\/]pg[\\/]lib$/.test(resolveDir) ? { path, namespace: 'left-out' } : undefined));
			build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = undefined;' }));
		},
	};
}

function textOf(files: OutputFile[] | undefined, ending: string): string {
	return files?.find((file) => file.path.endsWith(ending))?.text ?? '';
}
