import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';

const ROOT = join(__dirname, '..');
const N8N = ['n8n-core', 'n8n-workflow', '@n8n/di', '@n8n/backend-common', 'reflect-metadata'];
/** Never loaded by a workflow that runs, or only where they are compiled for this machine. */
const LEFT_OUT = ['*.node', '@sentry/*', '@opentelemetry/*', '@jitl/*'];

const COMMON: BuildOptions = { bundle: true, platform: 'node', supported: { 'dynamic-import': false }, logLevel: 'error' };

/** Where the program of the child lies, beside n8n and the package, as in an n8n with the package installed. */
export interface ChildInstallation {
	/** The program. */
	file: string;
	remove(): void;
}

/**
 * Installs the built package and n8n so that each of many processes starts in a second: n8n's two thousand files become one, and the two big files
 * are run with the code that an earlier process has compiled of them.
 */
export async function installChild(): Promise<ChildInstallation> {
	const folder = join(ROOT, 'node_modules', '.cache', `faults-${String(process.pid)}`);
	mkdirSync(folder, { recursive: true });
	for (const name of ['dist', 'package.json']) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
	const n8n = join(folder, 'n8n.js');
	await Promise.all([
		build({
			...COMMON,
			stdin: { contents: N8N.map((name) => `exports['${name}'] = require('${name}');`).join('\n'), resolveDir: ROOT },
			outfile: n8n,
			external: LEFT_OUT,
			keepNames: true,
			minifyWhitespace: true,
			minifySyntax: true,
			legalComments: 'none',
		}),
		build({ ...COMMON, entryPoints: ['child.ts', 'compiledCode.ts'].map((name) => join(__dirname, name)), outdir: folder, packages: 'external', external: ['./compiledCode'] }),
	]);
	runCompiled(folder, n8n, asAscii(readFileSync(n8n, 'utf8')));
	const domain = join(folder, 'dist', 'helpdesk.js');
	runCompiled(folder, domain, readFileSync(domain, 'utf8'));
	for (const name of N8N) {
		const place = join(folder, 'node_modules', name);
		mkdirSync(place, { recursive: true });
		writeFileSync(join(place, 'index.js'), `module.exports = require(${JSON.stringify(n8n)})['${name}'];\n`);
	}
	return { file: join(folder, 'child.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Puts a file in the place of another one that runs it with the code compiled before. */
function runCompiled(folder: string, file: string, text: string): void {
	const source = `${file}.source`;
	// One other character, and V8 keeps two bytes for each of the file.
	const encoding = /\P{ASCII}/u.test(text) ? 'utf8' : 'latin1';
	writeFileSync(source, `(function (exports, require, module, __filename, __dirname) {${text}\n})`);
	writeFileSync(file, `require(${JSON.stringify(join(folder, 'compiledCode.js'))}).runWithCompiledCode(module, ${JSON.stringify(source)}, '${encoding}');\n`);
}

/** With every other character written as an escape. In patterns and strings, where n8n has them, this means the same. */
function asAscii(text: string): string {
	return text.replace(/\P{ASCII}/gu, (character) => character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
}
