import { HelpdeskError, type FaultOf } from '../errors';
import { MailboxError } from './MailboxError';

/** Codes of a request for a token that stays refused until a person does something. */
export const LASTING_REFUSALS: ReadonlySet<string> = new Set(['RECONNECT_NEEDED', 'OAUTH_CLIENT_REFUSED', 'OAUTH_REFUSED']);

/** What a sign-in server (or the HTTP client in between) says when it gives no token. */
interface TokenFailure {
	/** `error` of RFC 6749 section 5.2, e.g. `invalid_grant`; empty when there is none. */
	error: string;
	/** Microsoft's own number, e.g. `AADSTS700082`; empty when there is none. */
	entra: string;
	status: number;
	/** Of Node or the HTTP client, e.g. `ECONNREFUSED`. */
	code: string;
	/** For recognising, never for showing: it may quote what was sent. */
	message: string;
}

interface Row {
	when: (failure: TokenFailure) => boolean;
	code: string;
	fault: FaultOf;
	message: string;
	remedy: string;
}

const entra = (...numbers: number[]) => ({ entra: code }: TokenFailure) => numbers.some((number) => code === `AADSTS${String(number)}`);
const refused = (...errors: string[]) => ({ error }: TokenFailure) => errors.includes(error);
const NETWORK = /^(?:E[A-Z_]{3,30}|ERR_NETWORK|UND_ERR_\w{1,40})$/;

/** Every way in which no token is given; the first row that matches speaks. Microsoft's numbers come first because they say more. */
const ROWS: readonly Row[] = [
	{
		when: entra(7000222),
		code: 'OAUTH_CLIENT_REFUSED',
		fault: 'settings',
		message: 'The client secret of the Microsoft app has expired.',
		remedy: 'Make a new client secret in the app registration and enter it in the credential.',
	},
	{
		when: entra(7000215),
		code: 'OAUTH_CLIENT_REFUSED',
		fault: 'settings',
		message: 'Microsoft refused the client secret.',
		remedy: 'Enter the value of the client secret, not its ID.',
	},
	{
		when: entra(90002, 900023, 700016, 50194),
		code: 'OAUTH_CLIENT_REFUSED',
		fault: 'settings',
		message: 'Microsoft does not know the app in this tenant.',
		remedy: 'Put the tenant ID of your organisation in the place of "common" in both URLs of the credential, and check the client ID.',
	},
	{
		when: entra(65001, 70011, 500011),
		code: 'OAUTH_REFUSED',
		fault: 'settings',
		message: 'The Microsoft app has no permission to read mail.',
		remedy: 'Grant the permissions named in the documentation of this credential (an administrator may have to consent), then connect it again.',
	},
	{
		when: (failure) => failure.error === 'invalid_grant' || /needs to be reconnected|no refresh token is available|credentials not connected/i.test(failure.message),
		code: 'RECONNECT_NEEDED',
		fault: 'settings',
		message: 'The OAuth2 credential has lost its access: please reconnect the credential.',
		remedy: 'Open the credential and connect the account again. Access ends when it is revoked, when a password changes, or when it was not used for long.',
	},
	{
		when: refused('invalid_client', 'unauthorized_client'),
		code: 'OAUTH_CLIENT_REFUSED',
		fault: 'settings',
		message: 'The sign-in server refused the client ID or the client secret.',
		remedy: 'Check both in the credential; a client secret may have expired. Then connect the credential again.',
	},
	{
		when: (failure) => refused('temporarily_unavailable', 'server_error', 'slow_down')(failure) || failure.status >= 500 || failure.status === 429,
		code: 'TOKEN_SERVER_UNAVAILABLE',
		fault: 'world',
		message: 'The sign-in server gives no access token at the moment.',
		remedy: 'It is tried again by itself.',
	},
	{
		when: ({ error, status }) => error !== '' || (status >= 400 && status < 500),
		code: 'OAUTH_REFUSED',
		fault: 'settings',
		message: 'The sign-in server refused to give an access token.',
		remedy: 'Check the URLs and the permissions of the OAuth2 credential, then connect it again.',
	},
	{
		when: ({ code }) => NETWORK.test(code),
		code: 'TOKEN_SERVER_UNREACHABLE',
		fault: 'world',
		message: 'The sign-in server of the OAuth2 credential cannot be reached.',
		remedy: 'Check the network, and the Access Token URL of the credential. It is tried again by itself.',
	},
];

const OTHERWISE: Omit<Row, 'when'> = {
	code: 'SIGN_IN_DATA',
	fault: 'world',
	message: 'The access token of the OAuth2 credential could not be obtained.',
	remedy: 'If this stays, connect the OAuth2 credential again.',
};

/** Any failure to get an access token in words for people; nothing that was sent or answered is quoted but codes. */
export function tokenProblem(error: unknown): HelpdeskError {
	if (error instanceof HelpdeskError) return error;
	const failure = readFailure(error);
	const { code, fault, message, remedy } = ROWS.find(({ when }) => when(failure)) ?? OTHERWISE;
	const said = failure.entra || failure.error || (failure.status > 0 ? `HTTP ${String(failure.status)}` : failure.code);
	return new MailboxError(code, said === '' ? message : `${message} (${said})`, { fault, remedy });
}

function readFailure(error: unknown): TokenFailure {
	const outer = fieldsOf(error);
	const inner = fieldsOf(outer.cause);
	const body = [fieldsOf(outer.body), fieldsOf(inner.body)].find(({ error: named }) => typeof named === 'string') ?? {};
	const text = (value: unknown) => (typeof value === 'string' ? value : '');
	const status = [outer.status, inner.status].find((value) => typeof value === 'number');
	return {
		error: /^[a-z_]{1,40}$/.exec(text(body.error))?.[0] ?? '',
		entra: /^AADSTS\d{4,8}/.exec(text(body.error_description))?.[0] ?? '',
		status: typeof status === 'number' ? status : 0,
		code: NETWORK.exec(text(outer.code) || text(inner.code))?.[0] ?? '',
		message: `${text(outer.message)} ${text(inner.message)}`.slice(0, 2_000),
	};
}

function fieldsOf(value: unknown): Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return {};
	// Neither is enumerable on an error.
	const { message, cause } = value as { message?: unknown; cause?: unknown };
	return { ...value, message, cause };
}
