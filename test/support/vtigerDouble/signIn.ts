import { createHash, randomBytes } from 'node:crypto';

import { Refusal } from './failures';
import type { Operation } from './operations';
import { isBefore, type DoubleUser } from './VtigerState';

const invalidToken = (): Refusal => new Refusal('INVALID_AUTH_TOKEN', 'Specified token is invalid or expired');

/** What the answer to a sign-in tells of the user. */
const profileOf = ({ name, isAdmin }: DoubleUser): Record<string, string> => ({
	username: name,
	first_name: '',
	last_name: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
	email: `${name}@example.test`,
	time_zone: 'UTC',
	hour_format: '12',
	date_format: 'yyyy-mm-dd',
	is_admin: isAdmin ? 'on' : 'off',
	call_duration: '5',
	other_event_duration: '5',
});

/** Operations before a session; Vtiger ignores the case of user names (capture 98c). */
export const SIGN_IN: Record<string, Operation> = {
	getchallenge: {
		method: 'GET',
		run: (state, { values }) => {
			if (!values.username) {
				throw new Refusal('ACCESS_DENIED', 'No username given');
			}
			const user = state.users.find(({ name }) => name.toLowerCase() === values.username?.toLowerCase());
			if (!user) {
				throw new Refusal('ACCESS_DENIED', 'username does not exists');
			}
			const token = randomBytes(7).toString('hex').slice(0, 13);
			state.challenges.set(user.name, token);
			const serverTime = Math.floor(state.now().getTime() / 1000);
			return { token, serverTime, expireTime: serverTime + 300 };
		},
	},
	login: {
		method: 'POST',
		run: (state, { values }) => {
			const user = state.users.find(({ name }) => name.toLowerCase() === values.username?.toLowerCase());
			const token = user ? state.challenges.get(user.name) : undefined;
			if (!user || token === undefined) {
				throw invalidToken();
			}
			if (createHash('md5').update(token + user.accessKey).digest('hex') !== values.accessKey) {
				throw new Refusal('INVALID_USER_CREDENTIALS', 'Invalid username or password');
			}
			if (user.isInactive) {
				throw isBefore(state.version, '7.3') ? new Refusal('AUTHENTICATION_REQUIRED', 'Given user is inactive') : new Refusal('INVALID_USER_CREDENTIALS', 'Invalid username or password');
			}
			const sessionName = randomBytes(11).toString('hex').slice(0, 21);
			state.sessions.set(sessionName, user);
			const session = { sessionName, userId: user.id, version: '0.22', vtigerVersion: state.version };
			return isBefore(state.version, '7.3') ? session : { ...profileOf(user), ...session };
		},
	},
};
