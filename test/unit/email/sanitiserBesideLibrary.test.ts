import { sanitizeMailHtml } from '../../../helpdesk/email/sanitizeMailHtml';
import { hostileHtml } from '../../support/hostileHtml';
import { made, testsOnKnownHtml, type NamedHtml } from '../../support/htmlBesideLibrary';
import { sanitiseByLibrary } from '../../support/referenceSanitiser';

function differing(sources: Iterable<NamedHtml>): string[] {
	const names: string[] = [];
	for (const [name, html] of sources) if (sanitizeMailHtml(html) !== sanitiseByLibrary(html)) names.push(name);
	return names;
}

describe('the sanitiser gives the same, character by character, as the library with the same allow-list', () => {
	it('for pieces of HTML as an attacker combines them', () => {
		expect(differing(made(20_261_125, 6_000, hostileHtml))).toEqual([]);
	});

	testsOnKnownHtml(differing);
});
