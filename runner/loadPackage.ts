import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { ICredentialType, INodeType, IVersionedNodeType } from 'n8n-workflow';
import { CORE_NODES } from './coreNodes';
import { joinCatalogues, type TypeCatalogue } from './nodeTypes';

interface PackageFile {
	name: string;
	n8n?: { nodes?: string[]; credentials?: string[] };
}

/** A built file exports one class with the name of the file, which is how n8n finds it too. */
async function instantiate<T>(file: string, suffix: string): Promise<T> {
	if (!existsSync(file)) throw new Error(`${file} is missing: build the package first (npm run build).`);
	const className = basename(file, suffix);
	const exported = (await import(file)) as Record<string, unknown>;
	const constructor = exported[className];
	if (typeof constructor !== 'function') throw new Error(`${file} does not export a class ${className}.`);
	return new (constructor as new () => T)();
}

/**
 * Loads the built nodes and credential types that package.json's `n8n` section names, under the names that an installed package gives them
 * (`<package>.<node>`), together with the few core nodes that the shipped workflows use.
 * `dist` is the build folder; package.json lies beside it. Rejects in plain words when something is not built.
 */
export async function loadPackage({ dist }: { dist: string }): Promise<TypeCatalogue> {
	const root = resolve(dist, '..');
	const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageFile;
	const built = (path: string) => join(resolve(dist), relative('dist', path));
	const catalogue: TypeCatalogue = { nodes: {}, credentials: {} };
	for (const path of description.n8n?.nodes ?? []) {
		const type = await instantiate<INodeType | IVersionedNodeType>(built(path), '.node.js');
		catalogue.nodes[`${description.name}.${type.description.name}`] = type;
	}
	for (const path of description.n8n?.credentials ?? []) {
		const type = await instantiate<ICredentialType>(built(path), '.credentials.js');
		catalogue.credentials[type.name] = type;
	}
	if (Object.keys(catalogue.nodes).length === 0) throw new Error(`package.json in ${root} names no nodes in its n8n section.`);
	return joinCatalogues(CORE_NODES, catalogue);
}
