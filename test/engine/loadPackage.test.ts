import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPackage } from '../../runner/loadPackage';
import { joinCatalogues, nodeTypesOf } from '../../runner/nodeTypes';

describe('loading a built package', () => {
	const root = mkdtempSync(join(tmpdir(), 'package-'));
	const dist = join(root, 'dist');
	beforeEach(() => mkdirSync(dist, { recursive: true }));
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	const describePackage = (nodes: string[], credentials: string[] = []) =>
		writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'n8n-nodes-tiny', n8n: { nodes, credentials } }));

	it('names nodes as an installed package does, and brings the core nodes that workflows use', async () => {
		describePackage(['dist/Tiny.node.js'], ['dist/TinyApi.credentials.js']);
		writeFileSync(join(dist, 'Tiny.node.js'), "exports.Tiny = class { description = { name: 'tiny', version: 1 }; };");
		writeFileSync(join(dist, 'TinyApi.credentials.js'), "exports.TinyApi = class { name = 'tinyApi'; properties = []; };");
		const types = await loadPackage({ dist });
		expect(Object.keys(types.nodes)).toEqual(expect.arrayContaining(['n8n-nodes-tiny.tiny', 'n8n-nodes-base.noOp', 'n8n-nodes-base.stickyNote']));
		expect(Object.keys(types.credentials)).toEqual(['tinyApi']);
		expect(nodeTypesOf(types.nodes).getByNameAndVersion('n8n-nodes-tiny.tiny', 1).description.name).toBe('tiny');
	});

	it('lets a test put another node in the place of one', async () => {
		describePackage(['dist/Tiny.node.js']);
		writeFileSync(join(dist, 'Tiny.node.js'), "exports.Tiny = class { description = { name: 'tiny', version: 1 }; };");
		const faulty = { description: { name: 'faulty' } } as never;
		const types = joinCatalogues(await loadPackage({ dist }), { nodes: { 'n8n-nodes-tiny.tiny': faulty }, credentials: {} });
		expect(nodeTypesOf(types.nodes).getByName('n8n-nodes-tiny.tiny').description.name).toBe('faulty');
	});

	it('says what is missing in plain words', async () => {
		describePackage(['dist/Late.node.js']);
		await expect(loadPackage({ dist })).rejects.toThrow('build the package first (npm run build)');
		writeFileSync(join(dist, 'Late.node.js'), 'exports.Other = class {};');
		await expect(loadPackage({ dist })).rejects.toThrow('does not export a class Late');
		describePackage([]);
		await expect(loadPackage({ dist })).rejects.toThrow('names no nodes');
	});
});
