import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { replayExchanges, type Exchange } from '../../../support/vtigerDouble/replayExchanges';
import type { DoubleUser } from '../../../support/vtigerDouble/VtigerState';

const RECORDED = join(__dirname, '../../../fixtures/vtiger/recorded');

/** The users of the Vtiger that was recorded, with what their profiles left them. */
const USERS: DoubleUser[] = [
	{ id: '19x1', name: 'admin', accessKey: 'k1', isAdmin: true },
	{ id: '19x5', name: 'support', accessKey: 'k5', isAdmin: false },
	{ id: '19x6', name: 'sales', accessKey: 'k6', isAdmin: false, limits: { HelpDesk: 'read' } },
	{ id: '19x7', name: 'guest', accessKey: 'k7', isAdmin: false, limits: { HelpDesk: 'read', Contacts: 'read', Accounts: 'read', Documents: 'read' } },
	{ id: '19x8', name: 'bare', accessKey: 'k8', isAdmin: false, limits: { Contacts: 'read and delete', Documents: 'nothing' } },
	{ id: '19x8', name: 'bare with hidden fields', accessKey: 'k8', isAdmin: false, limits: { Contacts: 'read and delete', Documents: 'nothing' }, fieldRights: { HelpDesk: { source: 'hidden', ticketcategories: 'hidden', solution: 'read' } } },
	{ id: '19x9', name: 'former', accessKey: 'k9', isAdmin: false, isInactive: true },
];

/** Counted by each Vtiger, or drawn by chance. */
const VOLATILE = new Set(['ticket_no', 'contact_no', 'account_no', 'note_no', 'token', 'serverTime', 'expireTime', 'sessionName']);

describe('Exchanges that were recorded beside the given ones', () => {
	it('are answered by the double as by the real Vtiger, from nothing but what was asked before', () => {
		const { all, replayed, differing } = replayExchanges({ folder: RECORDED, users: USERS, volatile: VOLATILE, leftOut: () => null, startsAnew: () => false, isTaught: false });
		expect(differing).toEqual([]);
		expect(replayed).toBe(all);
	});

	it('say what each of them shows, and hold no key, token or session', () => {
		const texts = readdirSync(RECORDED).filter((name) => name.endsWith('.json')).map((name) => readFileSync(join(RECORDED, name), 'utf8'));
		for (const text of texts) {
			const { shows, request, response } = JSON.parse(text) as Exchange;
			expect(shows).toMatch(/\.$/);
			expect(request.form.sessionName ?? 'SESSION').toMatch(/^SESSION/);
			expect(request.form.accessKey ?? 'MD5-OF-').toMatch(/^MD5-OF-/);
			expect(JSON.stringify(response)).not.toMatch(/"(?:token|sessionName)":"(?!TOKEN"|SESSION")/);
		}
	});
});
