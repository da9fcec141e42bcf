import { DeskError } from '../DeskError';
import type { Owner, VtigerContext } from './context';
import { VtigerError } from './VtigerError';

const EVERYBODY = 'owners';

function fullName(user: Record<string, string>): string {
	const name = [user.first_name, user.last_name].filter((part) => part).join(' ');
	return name === '' ? (user.user_name ?? '') : name;
}

async function askForOwners({ client }: VtigerContext): Promise<Owner[]> {
	const groups = await client.query({ fields: ['id', 'groupname'], from: 'Groups' });
	const ofGroups = groups.map((group) => ({ id: group.id ?? '', name: group.groupname ?? '', login: '', address: '', isGroup: true }));
	try {
		const users = await client.query({ fields: ['id', 'user_name', 'first_name', 'last_name', 'email1', 'status'], from: 'Users' });
		const active = users.filter(({ status }) => status !== 'Inactive');
		return [
			...active.map((user) => ({ id: user.id ?? '', name: fullName(user), login: user.user_name ?? '', address: (user.email1 ?? '').toLowerCase(), isGroup: false })),
			...ofGroups,
		];
	} catch (error) {
		// Only admins may ask for users (captures A8, A9).
		if (error instanceof VtigerError && error.code === 'VTIGER_RIGHTS') {
			const { userId, userName, address } = await client.session.signedIn();
			return [{ id: userId, name: userName, login: userName, address, isGroup: false }, ...ofGroups];
		}
		throw error;
	}
}

/** Users and groups that may own a ticket; for an API user who is no admin only itself and the groups. Asked for every ten minutes. */
export async function owners(context: VtigerContext): Promise<Owner[]> {
	const known = context.owners.get(EVERYBODY);
	if (known) {
		return known;
	}
	const asked = await askForOwners(context);
	context.owners.set(EVERYBODY, asked);
	return asked;
}

/** Asks anew for the next message: an owner that was there is not any more. */
export function forgetOwners(context: VtigerContext): void {
	context.owners.forget(EVERYBODY);
}

/**
 * The id of a user or group that is named by id, user name, group name or address. Vtiger stores a ticket of an owner that does not exist all the same, where
 * nobody sees it (capture 24d), so it is never sent. Throws `FIELD_VALUE`.
 */
export async function ownerId(context: VtigerContext, wanted: string): Promise<string> {
	const name = wanted.trim().toLowerCase();
	const all = await owners(context);
	const owner = all.find((candidate) => [candidate.id, candidate.login, candidate.name, candidate.address].some((known) => known !== '' && known.toLowerCase() === name));
	if (owner) {
		return owner.id;
	}
	// 7.x does not say at the sign-in who is an administrator.
	const { isAdmin } = await context.client.session.signedIn();
	const seesUsers = isAdmin || all.filter(({ isGroup }) => !isGroup).length > 1;
	throw new DeskError('FIELD_VALUE', 'Vtiger has no user or group of this name to assign the ticket to', {
		fault: 'settings',
		remedy: seesUsers
			? 'Use a user name, a group name, or an id such as 19x5 or 20x3, of an active user.'
			: 'The API user is no administrator, and Vtiger lets it see itself and groups only: use a group, or an API user who is an administrator.',
	});
}
