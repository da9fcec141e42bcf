import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { constants, Script } from 'node:vm';

const COMPILED = '.compiled';
const loaded: Array<{ script: Script; file: string }> = [];

type Wrapped = (exports: unknown, require: NodeJS.Require, module: NodeJS.Module, file: string, folder: string) => void;

/**
 * Runs a CommonJS file, written as the function that `require` makes of it, with the code that an earlier process has compiled of it, if it has left any.
 * Node's own compile cache holds only what is compiled before a file runs, which is little of it.
 */
export function runWithCompiledCode(module: NodeJS.Module, file: string, encoding: 'latin1' | 'utf8'): void {
	const compiled = file + COMPILED;
	const script = new Script(readFileSync(file, encoding), {
		filename: file,
		cachedData: existsSync(compiled) ? readFileSync(compiled) : undefined,
		importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
	});
	loaded.push({ script, file: compiled });
	const run = script.runInThisContext() as Wrapped;
	run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
}

/** Leaves what has been compiled up to now to later processes. */
export function saveCompiledCode(): void {
	for (const { script, file } of loaded) writeFileSync(file, script.createCachedData());
}
