'use strict';

// Started by checkPackage.ts in a bare Node: requires every file given, and prints as JSON what each exports and what was required on the way.

const Module = require('node:module');
const { basename, sep } = require('node:path');

const folder = `${process.argv[2]}${sep}`;
const requested = new Set();
const load = Module._load;
Module._load = function (request, parent, ...rest) {
	if (parent?.filename?.startsWith(folder)) requested.add(request);
	return load.call(this, request, parent, ...rest);
};

const files = process.argv.slice(3).map((file) => {
	const exported = require(folder + file);
	const name = basename(file).split('.')[0];
	const Type = exported[name];
	const made = typeof Type === 'function' ? new Type() : undefined;
	return { file, name: made?.description?.name ?? made?.name ?? null, displayName: made?.description?.displayName ?? made?.displayName ?? null };
});

const domains = Object.keys(require.cache).filter((path) => basename(path) === 'helpdesk.js');
console.log(JSON.stringify({ files, requested: [...requested].sort(), domains: domains.length }));
