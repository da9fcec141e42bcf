import { VtigerError } from './VtigerError';

/** As the menu of Vtiger calls its modules. */
export const MODULE_LABELS: Readonly<Record<string, string>> = { HelpDesk: 'Tickets', Contacts: 'Contacts', Accounts: 'Organizations', ModComments: 'Comments', Documents: 'Documents', Groups: 'Groups', Users: 'Users' };

const REMEDY = 'Give this user a role in Vtiger whose profile has these rights (Settings, Profiles), and check that the module is switched on. It goes on by itself then.';

/** A right that the API user lacks. Nothing that a message holds is to blame, so no message is put aside for it. */
export function missingRight(module: string, what: 'see' | 'create' | 'edit'): VtigerError {
	return new VtigerError('VTIGER_RIGHTS', `The API user may not ${what} ${MODULE_LABELS[module] ?? module} in Vtiger`, { fault: 'settings', remedy: REMEDY }, false);
}

/** What a user may write of a module. */
type Rights = { createable: boolean; updateable: boolean };

/** Vtiger says the same of a right that is missing and of a record that is gone; how it describes the module to this user tells them apart. */
export async function whyDenied(error: unknown, module: string, what: 'create' | 'edit', describe: (module: string) => Promise<Rights>): Promise<unknown> {
	if (!(error instanceof VtigerError) || error.code !== 'VTIGER_DENIED') {
		return error;
	}
	try {
		const { createable, updateable } = await describe(module);
		return (what === 'create' ? createable : updateable) ? error : missingRight(module, what);
	} catch (reason) {
		return reason instanceof VtigerError && reason.code === 'VTIGER_RIGHTS' ? reason : error;
	}
}
