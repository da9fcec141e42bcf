import eslint from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Rooms without I/O, clock or randomness: what they need is handed to them (docs/architecture.md, "The house"). */
const PURE_ROOMS = ['rules', 'conversation', 'template'];

/** Rooms that touch the world. They do not know each other; the scanner and the nodes bring them together. */
const IO_ROOMS = ['discovery', 'mailbox', 'outbox', 'store', 'desk'];

/** Files of types and named errors that every room may know. */
const CONTRACTS = {
	mailbox: ['MailboxAccount.ts', 'MailboxError.ts', 'MailboxSession.ts'],
	outbox: ['Outbox.ts'],
	store: ['Journal.ts'],
	desk: ['Desk.ts', 'DeskDescription.ts', 'DeskUpkeep.ts', 'DeskError.ts'],
	conversation: ['Decision.ts'],
	rules: ['Rule.ts'],
};

const everythingBut = (room) => [...new Set([...PURE_ROOMS, ...IO_ROOMS, 'reading', 'scanner'])].filter((other) => other !== room);

/** `desk` stands on `store`; otherwise a room sees of another one only its contract. */
const roomZones = [...PURE_ROOMS, ...IO_ROOMS].flatMap((room) =>
	everythingBut(room)
		.filter((other) => !(room === 'desk' && other === 'store'))
		.map((other) => ({
			target: `./helpdesk/${room}`,
			from: `./helpdesk/${other}`,
			except: CONTRACTS[other] ?? [],
			message: `helpdesk/${room} may know of helpdesk/${other} only its contract: see docs/architecture.md, "The house".`,
		})),
);

const walls = [
	{ target: './helpdesk', from: ['./cli', './nodes', './credentials', './runner', './demo', './test'], message: 'The domain knows nothing of those who use it.' },
	{
		target: ['./cli', './nodes', './credentials'],
		from: './helpdesk',
		except: ['./index.ts'],
		message: 'The domain has one door, helpdesk/index: it becomes one bundle that exists once in the process.',
	},
	{ target: ['./nodes', './credentials'], from: ['./runner', './demo', './test', './scripts'], message: 'Not part of the package.' },
	...roomZones,
];

const NO_N8N = { group: ['n8n-workflow', 'n8n-workflow/*', 'n8n-core', 'n8n-core/*', '@n8n/*'], message: 'The domain imports nothing from n8n.' };

const WORLD = ['fs', 'fs/promises', 'net', 'tls', 'http', 'https', 'http2', 'dns', 'dns/promises', 'dgram', 'child_process', 'worker_threads', 'cluster', 'os', 'process', 'sqlite', 'timers', 'timers/promises'];

const NO_WORLD = {
	group: [...WORLD, ...WORLD.map((name) => `node:${name}`), 'imapflow', 'nodemailer', 'nodemailer/*', 'kysely', 'pg'],
	message: 'This room is pure: no I/O.',
};

const NO_CLOCK_OR_CHANCE = [
	{ selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'This room is pure: take the time as an argument.' },
	{ selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'This room is pure: take the time as an argument.' },
	{ selector: "CallExpression[callee.name='Date']", message: 'This room is pure: take the time as an argument.' },
	{ selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'This room is pure: take what is random as an argument.' },
	{ selector: "Identifier[name=/^(randomUUID|randomBytes|randomInt)$/]", message: 'This room is pure: take what is random as an argument.' },
];

const NO_WORLD_GLOBALS = ['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto'].map((name) => ({
	name,
	message: 'This room is pure: no I/O, no clock, no randomness.',
}));

export default defineConfig(
	globalIgnores(['dist', 'coverage', '.demo', '.editor', 'test/e2e/node_modules', 'test/e2e/out']),
	{ linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },

	{
		files: ['**/*.ts'],
		extends: [eslint.configs.recommended, tseslint.configs.strictTypeChecked],
		plugins: { 'import-x': importX },
		settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'max-lines': ['error', 350],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
			// A function that fulfils a promise-returning contract says so with `async`, also when it has nothing to wait for.
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/no-confusing-void-expression': 'off',
			// Objects here are made by functions and their methods are closures: none of them has a `this` to lose.
			'@typescript-eslint/unbound-method': 'off',
			'import-x/no-cycle': 'error',
			'import-x/no-restricted-paths': ['error', { zones: walls }],
			'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } }],
		},
	},

	{ files: ['{helpdesk,nodes,credentials}/**/*.ts'], rules: { 'no-console': 'error' } },
	{ files: ['helpdesk/**/*.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [NO_N8N] }] } },
	{
		files: [`helpdesk/{${PURE_ROOMS.join(',')}}/**/*.ts`],
		rules: {
			'no-restricted-imports': ['error', { patterns: [NO_N8N, NO_WORLD] }],
			'no-restricted-globals': ['error', ...NO_WORLD_GLOBALS],
			'no-restricted-syntax': ['error', ...NO_CLOCK_OR_CHANCE],
		},
	},

	{
		files: ['package.json', '{nodes,credentials}/**/*.ts'],
		extends: [n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport],
		rules: {
			// Both look only into the class itself; our descriptions stand in files of their own. Icons are checked in the tarball, the test buttons are pressed end to end.
			'@n8n/community-nodes/icon-validation': 'off',
			'@n8n/community-nodes/credential-test-required': 'off',
		},
	},
	{ files: ['package.json', '{nodes,credentials}/**/*.ts'], plugins: { 'n8n-nodes-base': n8nNodesBase } },
	{
		files: ['package.json'],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: n8nNodesBase.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Asks for the camel-cased name of a page on docs.n8n.io; ours is a full address.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Both predate NodeConnectionTypes and outputs given by an expression; n8n's own template switches them off.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// Takes every file with a description for the node itself.
			'n8n-nodes-base/node-filename-against-convention': 'off',
			// Wants the texts that n8n lists for a parameter named "operation"; ours is named "action", because n8n adds "Custom API Call" to the other.
			'n8n-nodes-base/node-param-operation-option-without-action': 'off',
		},
	},

	{
		files: ['test/**/*.ts'],
		rules: {
			// A test states what it knows: `found!.number` fails it as well as an expectation would.
			'@typescript-eslint/no-non-null-assertion': 'off',
			// Where a test goes wrong the value is missing after all, and `?.` makes that a failed expectation instead of a crash.
			'@typescript-eslint/no-unnecessary-condition': 'off',
			'@typescript-eslint/no-meaningless-void-operator': 'off',
			'@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
			// What jest's matchers such as `expect.any` return.
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'max-lines': ['error', 500],
		},
	},
	{ files: ['*.js'], extends: [eslint.configs.recommended], languageOptions: { sourceType: 'commonjs', globals: { require: 'readonly', module: 'writable', exports: 'writable', __dirname: 'readonly' } } },
);
