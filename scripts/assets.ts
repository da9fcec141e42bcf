import { cpSync, globSync } from 'node:fs';
import { join } from 'node:path';

/** What n8n reads beside the code: codex files (`<Node>.node.json`) and icons. */
const ASSETS = ['nodes/**/*.node.json', '{nodes,credentials}/**/*.{svg,png}'];

/** Copies codex files and icons to where n8n looks for them: the same path under `dist/`. */
export async function copyAssets(root: string): Promise<void> {
	for (const asset of globSync(ASSETS, { cwd: root })) cpSync(join(root, asset), join(root, 'dist', asset));
}
