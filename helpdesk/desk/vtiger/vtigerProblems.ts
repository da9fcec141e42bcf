import type { FaultOf } from '../../errors';

export interface VtigerProblem {
	code: string;
	message: string;
	remedy: string;
	fault: FaultOf;
}

/** Vtiger's own codes that say the session is gone. The call had no effect and is repeated after a new sign-in. */
export const SESSION_ERRORS = new Set(['INVALID_SESSIONID', 'SESSION_EXPIRED', 'SESSION_LEFT_IDLE', 'AUTHENTICATION_REQUIRED']);

const RIGHTS = 'Give the API user a role that may see and change Tickets, Contacts, Organizations, Comments and Documents (the profile "Sales" may not create tickets).';

/** What Vtiger's error codes mean for the person who reads the execution. */
export const PROBLEMS: Record<string, VtigerProblem> = {
	INVALID_USER_CREDENTIALS: {
		code: 'VTIGER_SIGN_IN',
		message: 'Vtiger refused the access key',
		remedy: 'Copy the Access Key from the bottom of "My Preferences" of this user in Vtiger into the credential. It is not the password. The user must be active.',
		fault: 'settings',
	},
	INVALID_AUTH_TOKEN: {
		code: 'VTIGER_SIGN_IN',
		message: 'Vtiger did not accept the sign-in',
		remedy: 'Try again. If it stays, check that nothing between n8n and Vtiger caches or changes requests.',
		fault: 'world',
	},
	ACCESSKEY_UNDEFINED: {
		code: 'VTIGER_SIGN_IN',
		message: 'The user has no access key in Vtiger',
		remedy: 'Open "My Preferences" of this user in Vtiger and make an Access Key there.',
		fault: 'settings',
	},
	ACCESS_DENIED: { code: 'VTIGER_DENIED', message: 'Vtiger denied access to the record', remedy: `The record does not exist (any more), or this user may not use it. ${RIGHTS}`, fault: 'message' },
	RECORD_NOT_FOUND: { code: 'VTIGER_DENIED', message: 'Vtiger has no such record', remedy: 'It does not exist (any more).', fault: 'message' },
	OPERATION_NOT_SUPPORTED: { code: 'VTIGER_UNSUPPORTED', message: 'This Vtiger does not know what was asked of it', remedy: 'Versions 7.0 to 8.0 are supported. Update Vtiger.', fault: 'settings' },
	UNKNOWN_OPERATION: { code: 'VTIGER_UNSUPPORTED', message: 'This Vtiger does not know what was asked of it', remedy: 'Versions 7.0 to 8.0 are supported. Update Vtiger.', fault: 'settings' },
	MANDATORY_FIELDS_MISSING: {
		code: 'VTIGER_FIELD_MISSING',
		message: 'Vtiger wants a value for another field',
		remedy: 'Map the fields that are mandatory in Vtiger in the node, or make them optional there.',
		fault: 'settings',
	},
	REFERENCE_INVALID: { code: 'VTIGER_REFERENCE', message: 'A field names a record of the wrong kind', remedy: 'Use ids as Vtiger shows them, such as 11x5 for an organization.', fault: 'settings' },
	INVALID_ID_ATTRIBUTE: { code: 'VTIGER_REFERENCE', message: 'A field names a record that cannot be', remedy: 'Use ids as Vtiger shows them, such as 11x5 for an organization.', fault: 'settings' },
	QUERY_SYNTAX_ERROR: { code: 'VTIGER_QUERY', message: 'Vtiger did not understand a query', remedy: 'Report this, with the version of your Vtiger: the query is made by this package.', fault: 'message' },
	DATABASE_QUERY_ERROR: { code: 'VTIGER_INTERNAL', message: 'The database of Vtiger failed', remedy: 'Look into the logs of Vtiger and of its database.', fault: 'world' },
	INTERNAL_SERVER_ERROR: { code: 'VTIGER_INTERNAL', message: 'Vtiger failed inside', remedy: 'Look into the logs of Vtiger and of PHP at this time.', fault: 'message' },
	'0': {
		code: 'VTIGER_DUPLICATE',
		message: 'Vtiger forbids this record because it takes it for a duplicate',
		remedy: 'A record with the same values exists already, perhaps one that this user may not see. Use that one, or change the rules in Settings, Duplicate Handling, or the rights of the user.',
		fault: 'settings',
	},
};

/** Something that is in no table: its code is named, its text is not, because Vtiger puts values of fields into it. */
export function unknownProblem(code: string): VtigerProblem {
	const name = /^[A-Z_0-9]{1,60}$/.test(code) ? code : 'unknown code';
	return { code: 'VTIGER_REFUSED', message: `Vtiger refused the request (${name})`, remedy: 'Look into the logs of Vtiger at this time.', fault: 'message' };
}

/** A field that Vtiger names in "… does not have a value". */
export function missingField(text: string): string | null {
	return /^([a-z][a-z0-9_]{0,60}) does not have a value$/i.exec(text)?.[1] ?? null;
}
