import { requestToken } from '../../../helpdesk/mailbox/requestToken';
import { tokenProblem } from '../../../helpdesk/mailbox/tokenProblems';

/** Errors as n8n's OAuth2 client throws them. */
const answered = (error: string, description = '', status = 400) => Object.assign(new Error(description || error), { code: 'EAUTH', body: { error, error_description: description }, status });
const network = (code: string) => Object.assign(new Error(`connect ${code} 203.0.113.7:443`), { code });
const n8n = (message: string) => Object.assign(new Error(message), { name: 'NodeOperationError' });

describe('what people are told when no access token is given', () => {
	it.each<[string, unknown, string, string, string]>([
		['a revoked grant', answered('invalid_grant'), 'RECONNECT_NEEDED', 'settings', 'reconnect the credential'],
		['a revoked grant as n8n says it', n8n('The credential "Mail" needs to be reconnected.'), 'RECONNECT_NEEDED', 'settings', 'reconnect the credential'],
		['an account that was never connected', n8n('OAuth credentials not connected'), 'RECONNECT_NEEDED', 'settings', 'connect the account'],
		['a grant without refresh token', n8n('OAuth access token expired and no refresh token is available. Please reconnect the credentials.'), 'RECONNECT_NEEDED', 'settings', 'reconnect'],
		['a wrong client', answered('invalid_client', '', 401), 'OAUTH_CLIENT_REFUSED', 'settings', 'client secret'],
		['a client secret that has expired', answered('invalid_client', 'AADSTS7000222: expired', 401), 'OAUTH_CLIENT_REFUSED', 'settings', 'new client secret'],
		['the ID of a secret in its place', answered('invalid_client', 'AADSTS7000215: Invalid client secret', 401), 'OAUTH_CLIENT_REFUSED', 'settings', 'not its ID'],
		['the tenant "common" for an app of one organisation', answered('invalid_request', 'AADSTS50194: Application is not configured as multi-tenant'), 'OAUTH_CLIENT_REFUSED', 'settings', 'tenant ID'],
		['an unknown app', answered('unauthorized_client', 'AADSTS700016: Application not found'), 'OAUTH_CLIENT_REFUSED', 'settings', 'client ID'],
		['a permission that nobody granted', answered('invalid_grant', 'AADSTS65001: not consented'), 'OAUTH_REFUSED', 'settings', 'permissions'],
		['a scope that is not allowed', answered('invalid_scope'), 'OAUTH_REFUSED', 'settings', 'permissions'],
		['a wrong address', Object.assign(new Error('HTTP status 404'), { status: 404, code: 'ESTATUS', body: '<html>' }), 'OAUTH_REFUSED', 'settings', 'URLs'],
		['a busy server', answered('temporarily_unavailable', '', 503), 'TOKEN_SERVER_UNAVAILABLE', 'world', 'by itself'],
		['too many questions', Object.assign(new Error('HTTP status 429'), { status: 429, code: 'ESTATUS' }), 'TOKEN_SERVER_UNAVAILABLE', 'world', 'by itself'],
		['no network', network('ENETUNREACH'), 'TOKEN_SERVER_UNREACHABLE', 'world', 'network'],
		['no such name', network('ENOTFOUND'), 'TOKEN_SERVER_UNREACHABLE', 'world', 'Access Token URL'],
		['a time-out', network('ECONNABORTED'), 'TOKEN_SERVER_UNREACHABLE', 'world', 'by itself'],
		['an error with a cause', new Error('outer', { cause: answered('invalid_grant') }), 'RECONNECT_NEEDED', 'settings', 'reconnect'],
		['something else', 'no error at all', 'SIGN_IN_DATA', 'world', 'connect the OAuth2 credential again'],
		['nothing', null, 'SIGN_IN_DATA', 'world', 'connect the OAuth2 credential again'],
	])('%s', (_, error, code, fault, words) => {
		const problem = tokenProblem(error);
		expect(problem).toMatchObject({ code, fault });
		expect(`${problem.message} ${problem.remedy}`).toContain(words);
	});

	it('quotes codes and nothing else of an answer', () => {
		const problem = tokenProblem(answered('invalid_grant', 'AADSTS700082: The refresh token 0.AXkA-secret has expired for anna@example.com. Trace ID: 1'));
		expect(problem.message).toContain('(AADSTS700082)');
		expect(JSON.stringify([problem.message, problem.remedy, problem.cause])).not.toMatch(/AXkA|anna|Trace/);
		expect(tokenProblem(answered('<script>')).message).not.toContain('<');
	});
});

describe('asking for an access token', () => {
	it('after a lasting refusal waits five minutes, unless the credential was changed', async () => {
		let at = 0;
		let asked = 0;
		const ask = async (grant: string[], error: unknown) => {
			return await requestToken({ parts: grant, refused: null }, async () => {
				asked += 1;
				throw error;
			}, () => at).catch((problem: { code: string }) => problem.code);
		};
		for (let time = 0; time < 10; time++) expect(await ask(['a', 'refresh-1'], answered('invalid_grant'))).toBe('RECONNECT_NEEDED');
		expect(asked).toBe(1);
		expect(await ask(['a', 'refresh-2'], answered('invalid_grant'))).toBe('RECONNECT_NEEDED');
		expect(asked).toBe(2);
		at += 5 * 60_000 - 1;
		await ask(['a', 'refresh-1'], answered('invalid_grant'));
		expect(asked).toBe(2);
		at += 1;
		await ask(['a', 'refresh-1'], answered('invalid_grant'));
		expect(asked).toBe(3);
	});

	it('after a fault of the world asks again at once', async () => {
		let asked = 0;
		for (let time = 0; time < 3; time++) {
			const request = async () => {
				asked += 1;
				return await Promise.reject(network('ECONNREFUSED'));
			};
			await expect(requestToken({ parts: ['b'], refused: null }, request, () => 0)).rejects.toMatchObject({ code: 'TOKEN_SERVER_UNREACHABLE' });
		}
		expect(asked).toBe(3);
	});

	it('asks once for all connections of a credential, also for one that read it before the new token was there', async () => {
		let at = 0;
		let asked = 0;
		const ask = async (refused: string | null, parts = ['c', 'refresh-1', 'old']) => await requestToken({ parts, refused }, async () => {
			await new Promise((resolve) => setImmediate(resolve));
			return `new-${String(++asked)}`;
		}, () => at);
		expect(await Promise.all([ask('old'), ask('old'), ask(null)])).toEqual(['new-1', 'new-1', 'new-1']);
		expect(await ask('old')).toBe('new-1');
		expect(await Promise.all([ask('new-1'), ask('new-1'), ask('new-1')])).toEqual(['new-2', 'new-2', 'new-2']);
		expect(await ask('new-1', ['c', 'refresh-2', 'new-1'])).toBe('new-3');
		at += 5 * 60_000;
		expect(await ask('old')).toBe('new-4');
	});
});
