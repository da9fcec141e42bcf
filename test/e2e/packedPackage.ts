import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** What n8n's installer removes from package.json before it lets npm fetch the dependencies (of which this package has none). */
const REMOVED_BY_N8N = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Packs the built package into `folder`. Returns the path of the tarball. */
export function packPackage(folder: string): string {
	mkdirSync(folder, { recursive: true });
	const answer = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8' });
	const [packed] = JSON.parse(answer) as { filename: string }[];
	if (packed === undefined) throw new Error('npm pack named no file.');
	return join(folder, packed.filename);
}

/** Installs a tarball as n8n does for "Install a community node": unpacked under `.n8n/nodes/node_modules`, without the fields n8n takes out. */
export function installInto(n8nUserFolder: string, tarball: string): void {
	const target = join(n8nUserFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-mail-helpdesk');
	mkdirSync(target, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	const described = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as Record<string, unknown>;
	const kept = Object.fromEntries(Object.entries(described).filter(([field]) => !REMOVED_BY_N8N.includes(field)));
	writeFileSync(join(target, 'package.json'), JSON.stringify(kept, null, 2));
}
