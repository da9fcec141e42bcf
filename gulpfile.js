'use strict';

require('tsx/cjs');

const { rmSync } = require('node:fs');
const { join } = require('node:path');
const { parallel, series } = require('gulp');
const { bundleCli, bundleDomain, bundleNodes, bundleThread } = require('./scripts/bundle.ts');
const { copyAssets } = require('./scripts/assets.ts');
const { checkTypes } = require('./scripts/checkTypes.ts');

const root = __dirname;

async function clean() {
	rmSync(join(root, 'dist'), { recursive: true, force: true });
	rmSync(join(root, 'THIRD-PARTY-NOTICES.txt'), { force: true });
}

const types = () => checkTypes(root);
const domain = () => bundleDomain(root);
const nodes = () => bundleNodes(root);
const cli = () => bundleCli(root);
const thread = () => bundleThread(root);
const assets = () => copyAssets(root);

const bundle = parallel(domain, thread, nodes, cli, assets);

exports.clean = clean;
exports.types = types;
exports.bundle = bundle;
exports.build = series(clean, parallel(types, bundle));
exports.default = exports.build;
