import { createClient } from '../../../../helpdesk/desk/vtiger/client';
import { readAnswer } from '../../../../helpdesk/desk/vtiger/answer';
import { ownSession, sharedSession } from '../../../../helpdesk/desk/vtiger/session';
import { testVtiger } from '../../../../helpdesk/desk/vtiger/testVtiger';
import { webServiceUrl } from '../../../../helpdesk/desk/vtiger/VtigerAccount';
import { DeskError } from '../../../../helpdesk/desk/DeskError';
import { startVtigerDouble, type VtigerDouble } from '../../../support/vtigerDouble/startVtigerDouble';

const TIMEOUT = { fetch, timeoutMs: 5000 };

/** A plain account of what went wrong, without anything secret in it. */
async function failure(work: Promise<unknown>): Promise<DeskError> {
	const error: unknown = await work.then(
		() => null,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(DeskError);
	const known = error as DeskError;
	expect(known.remedy).not.toBe('');
	expect(JSON.stringify([known, known.message, known.stack, known.cause])).not.toContain('access-key');
	return known;
}

describe('Web-service client of Vtiger', () => {
	let double: VtigerDouble;

	beforeEach(async () => {
		double = await startVtigerDouble();
	});
	afterEach(async () => await double.close());

	const client = (more: Partial<VtigerDouble['account']> = {}) => createClient(ownSession({ ...double.account, ...more }, TIMEOUT));

	describe('signing in', () => {
		it('takes what people copy out of their browser for an address', () => {
			for (const address of ['https://crm.example/vtiger', ' https://crm.example/vtiger/ ', 'https://crm.example/vtiger/index.php?module=Home', 'https://crm.example/vtiger/webservice.php']) {
				expect(webServiceUrl(address)?.href).toBe('https://crm.example/vtiger/webservice.php');
			}
			expect(webServiceUrl('http://crm.example')?.href).toBe('http://crm.example/webservice.php');
			for (const address of ['', 'crm.example', 'ftp://crm.example', 'https://user:secret@crm.example', 'https://']) {
				expect(webServiceUrl(address)).toBeNull();
			}
		});

		it('makes one sign-in of many calls at once, and keeps it', async () => {
			const { query } = client();
			await Promise.all(Array.from({ length: 6 }, async () => await query({ fields: ['id'], from: 'HelpDesk' })));
			await query({ fields: ['id'], from: 'HelpDesk' });
			expect(double.calls.filter((call) => call === 'getchallenge')).toHaveLength(1);
			expect(double.calls.filter((call) => call === 'login')).toHaveLength(1);
		});

		it('shares the session of an account in the process', () => {
			expect(sharedSession(double.account, TIMEOUT)).toBe(sharedSession({ ...double.account }, TIMEOUT));
			expect(sharedSession(double.account, TIMEOUT)).not.toBe(sharedSession({ ...double.account, accessKey: 'other' }, TIMEOUT));
		});

		it('tries once more when another process has replaced its challenge', async () => {
			double.fault = ({ number }) => {
				if (number === 2) {
					double.state.challenges.set('admin', 'replaced');
				}
				return null;
			};
			await expect(client().query({ fields: ['id'], from: 'HelpDesk' })).resolves.toEqual([]);
			expect(double.calls.slice(0, 4)).toEqual(['getchallenge', 'login', 'getchallenge', 'login']);
		});

		it('says what is wrong with key, user, address and place', async () => {
			expect(await failure(client({ accessKey: 'wrong-access-key' }).describe('HelpDesk'))).toMatchObject({ code: 'VTIGER_SIGN_IN', fault: 'settings', remedy: expect.stringContaining('Access Key') });
			expect(await failure(client({ user: 'nobody' }).describe('HelpDesk'))).toMatchObject({ code: 'VTIGER_SIGN_IN', message: expect.stringContaining('user') });
			expect(await failure(client({ url: 'nonsense' }).describe('HelpDesk'))).toMatchObject({ code: 'VTIGER_ADDRESS', fault: 'settings' });
			expect(await failure(client({ url: double.account.url.replace('/crm', '') }).describe('HelpDesk'))).toMatchObject({ code: 'VTIGER_NOT_THERE', fault: 'settings' });
			expect(await failure(client({ url: 'http://127.0.0.1:9/' }).describe('HelpDesk'))).toMatchObject({ code: 'VTIGER_UNREACHABLE', fault: 'world' });
		});
	});

	it.each(['INVALID_SESSIONID', 'SESSION_EXPIRED', 'SESSION_LEFT_IDLE', 'AUTHENTICATION_REQUIRED'])('signs in again and repeats the call after %s', async (code) => {
		const vtiger = client();
		await vtiger.query({ fields: ['id'], from: 'HelpDesk' });
		const before = double.calls.length;
		double.fault = ({ number }) => (number === before + 1 ? { status: 200, body: JSON.stringify({ success: false, error: { code, message: 'x' } }) } : null);
		await expect(vtiger.query({ fields: ['id'], from: 'HelpDesk' })).resolves.toEqual([]);
		expect(double.calls.slice(before)).toEqual(['query', 'getchallenge', 'login', 'query']);
	});

	it('signs in again when PHP has thrown the session away, for all who use it at once', async () => {
		const vtiger = client();
		await vtiger.query({ fields: ['id'], from: 'HelpDesk' });
		double.state.sessions.clear();
		await Promise.all(Array.from({ length: 5 }, async () => await vtiger.query({ fields: ['id'], from: 'HelpDesk' })));
		expect(double.calls.filter((call) => call === 'login').length).toBeLessThanOrEqual(3);
	});

	it('names what cut a connection off, so that the log of the web server can be searched for it', async () => {
		double.fault = () => 'before';
		expect(await failure(client().describe('HelpDesk'))).toMatchObject({ code: 'VTIGER_UNREACHABLE', fault: 'world', message: expect.stringMatching(/^The connection to Vtiger at 127\.0\.0\.1:\d+ was lost \((?:ECONNRESET|UND_ERR_SOCKET)\)$/) });
	});

	it('gives up after one new sign-in', async () => {
		double.fault = ({ operation }) => (operation === 'query' ? { status: 200, body: JSON.stringify({ success: false, error: { code: 'INVALID_SESSIONID', message: 'x' } }) } : null);
		await failure(client().query({ fields: ['id'], from: 'HelpDesk' }));
		expect(double.calls.filter((call) => call === 'query')).toHaveLength(2);
	});

	describe('odd answers', () => {
		const answers = async (status: number, body: string) => {
			double.fault = ({ operation }) => (operation === 'create' ? { status, body } : null);
			return await failure(client().create('HelpDesk', {}));
		};

		it('are told apart, with whether the request may have had its effect', async () => {
			expect(await answers(200, 'Sorry! Attempt to access restricted file.')).toMatchObject({ code: 'VTIGER_RESTRICTED', mayBeDone: true });
			expect(await answers(500, '')).toMatchObject({ code: 'VTIGER_INTERNAL', mayBeDone: true });
			expect(await answers(200, '<html>maintenance</html>')).toMatchObject({ code: 'VTIGER_ODD_ANSWER', mayBeDone: true, fault: 'world' });
			expect(await answers(503, 'busy')).toMatchObject({ code: 'VTIGER_INTERNAL', fault: 'world' });
			expect(await answers(200, '{"success":true,"result":null}')).toMatchObject({ code: 'VTIGER_ODD_ANSWER', mayBeDone: true });
			expect(await answers(200, '{"success":false,"error":{"code":0,"message":"Duplicate(s) detected!"}}')).toMatchObject({ code: 'VTIGER_DUPLICATE', mayBeDone: false });
			expect(await answers(200, '{"success":false,"error":{"code":"MANDATORY_FIELDS_MISSING","message":"cf_901 does not have a value"}}')).toMatchObject({ code: 'VTIGER_FIELD_MISSING', message: expect.stringContaining('cf_901') });
			expect(await answers(200, '{"success":false,"error":{"code":"NEVER_SEEN","message":"secret text of a mail"}}')).toMatchObject({ code: 'VTIGER_REFUSED', message: expect.not.stringContaining('secret') });
		});

		it('hold their JSON behind warnings of PHP', () => {
			expect(readAnswer('Input array has 15 params<br>\n{"success":true,"result":{"id":"17x1"}}')).toEqual({ kind: 'result', result: { id: '17x1' }, preceded: true });
			expect(readAnswer('\uFEFF{"success":true,"result":[]}')).toEqual({ kind: 'result', result: [], preceded: false });
			for (const body of ['', 'null', '[]', '"x"', '{"success":"yes"}', '{', '{"success":tru']) {
				expect(readAnswer(body)).toMatchObject({ kind: 'text' });
			}
		});

		it('take a missing record for what it is', async () => {
			await expect(client().retrieve('17x999999')).resolves.toBeNull();
			await expect(client().retrieve('garbage')).resolves.toBeNull();
		});

		it('are waited for no longer than allowed', async () => {
			const slow: typeof fetch = async (_url, init) => await new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)));
			const error = await failure(createClient(ownSession(double.account, { fetch: slow, timeoutMs: 50 })).describe('HelpDesk'));
			expect(error).toMatchObject({ code: 'VTIGER_TIMEOUT', fault: 'world' });
		});

		it('of a redirect to another server are not followed', async () => {
			const redirecting: typeof fetch = async () => new Response(null, { status: 302, headers: { location: 'http://evil.example/webservice.php' } });
			expect(await failure(createClient(ownSession(double.account, { fetch: redirecting, timeoutMs: 1000 })).describe('HelpDesk'))).toMatchObject({ code: 'VTIGER_REDIRECTED', fault: 'settings' });
		});

		it('of a redirect to TLS on the same server are followed, and kept', async () => {
			const asked: string[] = [];
			const upgrading: typeof fetch = async (url, init) => {
				const address = new URL(url instanceof Request ? url.url : url);
				asked.push(`${init?.method ?? ''} ${address.protocol}`);
				if (address.protocol === 'http:') {
					address.protocol = 'https:';
					return new Response(null, { status: 301, headers: { location: address.href } });
				}
				address.protocol = 'http:';
				return await fetch(address.href, init);
			};
			await createClient(ownSession(double.account, { fetch: upgrading, timeoutMs: 5000 })).describe('HelpDesk');
			expect(asked).toEqual(['GET http:', 'GET https:', 'POST https:', 'GET https:']);
		});
	});

	describe('test of a credential', () => {
		it('names the version it has found', async () => {
			await expect(testVtiger(double.account)).resolves.toBe('Signed in to Vtiger 8.0.0');
		});

		it('names the rights that are missing', async () => {
			Object.assign(double.state.modules.get('HelpDesk')!, { createable: false });
			double.state.modules.delete('ModComments');
			const error = await failure(testVtiger(double.account));
			expect(error).toMatchObject({ code: 'VTIGER_RIGHTS', fault: 'settings' });
			expect(error.message).toContain('create and edit Tickets, see Comments');
		});
	});
});
