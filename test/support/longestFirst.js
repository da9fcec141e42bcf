/**
 * The order of the test files. jest takes them by size as long as it has not seen them run, as in a fresh clone; several of the longest are short files, and one that begins
 * last keeps everybody waiting. Jest knows better from the second run on.
 */
const { sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = [
	'unit/desk/oneEffect',
	'integration/scannerPolls',
	'engine/acknowledgement',
	'unit/desk/vtiger/oneEffect',
	'integration/mailboxConnect',
	'integration/demoRealMailbox',
	'engine/demo',
	'unit/faults/claims',
	'engine/faults',
	'engine/postgresStore',
	'unit/desk/vtiger/contract',
	'engine/vtigerDesk',
	'integration/mailboxWatch',
	'integration/oauthSignIn',
].map((name) => `${sep}test${sep}${name.replaceAll('/', sep)}.test.ts`);

module.exports = class LongestFirst extends Sequencer {
	async sort(tests) {
		const known = (await super.sort(tests)).map((test, place) => ({ test, place, long: LONGEST.findIndex((name) => test.path.endsWith(name)) }));
		if (tests.some(({ duration }) => duration !== undefined)) return known.map(({ test }) => test);
		const rank = ({ place, long }) => (long < 0 ? LONGEST.length + place : long);
		return known.sort((one, other) => rank(one) - rank(other)).map(({ test }) => test);
	}
};
