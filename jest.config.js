const { availableParallelism } = require('node:os');

const swc = (syntax) => ['@swc/jest', { jsc: { parser: { syntax, decorators: true }, target: 'es2022' }, module: { type: 'commonjs' } }];

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	globalSetup: '<rootDir>/test/support/globalSetup.ts',
	globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
	testSequencer: '<rootDir>/test/support/longestFirst.js',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/node_modules/'],
	transform: {
		'^.+\\.ts$': swc('typescript'),
		'/node_modules/.+\\.m?js$': swc('ecmascript'),
	},
	// kysely is one, and sanitize-html stands on ES modules, which Node can require but jest's own loader cannot.
	transformIgnorePatterns: ['/node_modules/(?!(?:kysely|htmlparser2|domutils|domhandler|dom-serializer|domelementtype|entities)/)'],
	// A test that passes takes seconds; this is for a machine that others use as well.
	testTimeout: 240_000,
	// The end of a large process alone may take longer than the half second that jest gives it: what jest says of a worker then is true.
	workerGracefulExitTimeout: 20_000,
	// Those that take long wait for servers more than they compute.
	maxWorkers: 2 * availableParallelism(),
};
