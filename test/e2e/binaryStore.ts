import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface StoredFiles {
	files: number;
	bytes: number;
	/** How many of them belong to no execution. */
	withoutExecution: number;
}

/** What n8n holds of its executions' files in the mode `filesystem`, counted on the disk. Its own bookkeeping files beside each count too. */
export function storedFiles(n8nUserFolder: string): StoredFiles {
	const folder = join(n8nUserFolder, '.n8n', 'storage');
	const files = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()) : [];
	const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => path.includes(`${sep}binary_data${sep}`));
	return {
		files: paths.length,
		bytes: paths.reduce((sum, path) => sum + statSync(path).size, 0),
		withoutExecution: paths.filter((path) => path.includes(`${sep}executions${sep}temp${sep}`)).length,
	};
}
