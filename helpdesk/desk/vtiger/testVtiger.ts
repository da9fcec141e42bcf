import { createClient } from './client';
import { MARKER_FIELD, noMarkers } from './marker';
import type { Fetch } from './request';
import { MODULE_LABELS } from './rights';
import { ownSession } from './session';
import type { VtigerAccount } from './VtigerAccount';
import { VtigerError } from './VtigerError';

const NEEDED = [
	{ module: 'HelpDesk', written: true },
	{ module: 'Contacts', written: true },
	{ module: 'Accounts', written: false },
	{ module: 'ModComments', written: true },
	{ module: 'Documents', written: true },
] as const;

/**
 * Signs in and looks whether this user may do what the desk does, without writing anything. Resolves with what was found; rejects with `VtigerError`, which
 * names what is wrong. `timeoutMs` is for each request.
 */
export async function testVtiger(account: VtigerAccount, { fetch: fetcher = fetch, timeoutMs = 15_000 }: { fetch?: Fetch; timeoutMs?: number } = {}): Promise<string> {
	const client = createClient(ownSession(account, { fetch: fetcher, timeoutMs }));
	const { version } = await client.session.signedIn();
	const missing: string[] = [];
	const withoutMarkers: string[] = [];
	for (const { module, written } of NEEDED) {
		const label = MODULE_LABELS[module] ?? module;
		const described = await client.describe(module).catch((error: unknown) => {
			if (error instanceof VtigerError && error.code === 'VTIGER_RIGHTS') {
				return null;
			}
			throw error;
		});
		if (!described) {
			missing.push(`see ${label}`);
			continue;
		}
		if (written && !described.fields.some(({ name }) => name === MARKER_FIELD)) {
			withoutMarkers.push(label);
		}
		if (written && !(described.createable && described.updateable)) {
			missing.push(`create and edit ${label}`);
		}
	}
	if (missing.length > 0) {
		throw new VtigerError('VTIGER_RIGHTS', `The sign-in works, but this user may not ${missing.join(', ')}`, {
			fault: 'settings',
			remedy: 'Give the user a role with these rights in Vtiger, and check that the modules are switched on.',
		}, false);
	}
	if (withoutMarkers.length > 0) {
		throw noMarkers(withoutMarkers.join(', '));
	}
	return `Signed in to Vtiger ${version}`;
}
