import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Type-checks what goes into the package (`tsconfig.build.json`, without the tests' globals). Rejects when there is an error; tsc has printed it by then. */
export async function checkTypes(root: string): Promise<void> {
	const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	const child = spawn(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
	const [code] = (await once(child, 'exit')) as [number | null];
	if (code !== 0) throw new Error('The types do not fit: see the messages of tsc above.');
}
