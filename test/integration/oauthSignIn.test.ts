import { openMailbox, type HelpdeskError } from '../../helpdesk';
import { accessTokenOf } from '../../nodes/common/accessToken';
import { mailboxOf, senderOf } from '../../nodes/common/mailbox';
import { dovecotMissing } from '../support/dovecot';
import { BOX, createStages, GOOGLE, MICROSOFT, type Stage } from '../support/oauthStage';
import { CLIENT } from '../support/oauthServer';
import { needs } from '../support/requirement';

const check = needs(dovecotMissing() === '', dovecotMissing());
const { stage, connected, close } = createStages();
afterEach(close);

async function signIn(stage: Stage): Promise<void> {
	const session = await openMailbox(await stage.account());
	expect((await session.listFolders()).map(({ path }) => path)).toContain('INBOX');
	await session.close();
}

async function problemOf(work: Promise<unknown>): Promise<HelpdeskError> {
	return await work.then(
		() => Promise.reject(new Error('it worked')),
		(error: HelpdeskError) => error,
	);
}

describe('signing in with an access token', () => {
	for (const mechanism of ['xoauth2', 'oauthbearer'] as const) {
		check(`works by ${mechanism}`, async () => {
			const test = await stage({ mechanisms: [mechanism] });
			connected(test);
			await signIn(test);
			expect(test.oauth.introspections()).toBeGreaterThan(0);
		});
	}

	check('works with the Google credential', async () => {
		const test = await stage({ type: GOOGLE });
		connected(test);
		await signIn(test);
		expect((await test.account()).user).toBe(BOX);
	});

	check('right after the first connect uses the token as it is, every time', async () => {
		const test = await stage();
		connected(test);
		for (let time = 0; time < 3; time++) await signIn(test);
		expect(test.oauth.requests).toEqual([]);
	});

	check('opens a shared mailbox with the token of another account', async () => {
		const test = await stage({ data: { user: 'anna@example.com', address: BOX } });
		connected(test, BOX);
		await signIn(test);
		const account = await test.account();
		expect(account).toMatchObject({ user: BOX, address: BOX });
		// The same token does not open the mailbox of the account itself: what counts is which one is asked for.
		expect(await problemOf(openMailbox({ ...account, user: 'anna@example.com' }))).toMatchObject({ code: 'AUTHENTICATION_FAILED' });
	});

	check('lets an app sign in by itself, with the scope that Microsoft wants', async () => {
		const test = await stage({ appMailbox: BOX, data: { grantType: 'clientCredentials', user: '', address: BOX } });
		await signIn(test);
		await signIn(test);
		expect(test.oauth.requests).toEqual([
			{ grantType: 'client_credentials', scope: 'https://outlook.office365.com/.default', client: CLIENT.id, status: 200 },
		]);
		test.oauth.expireAll();
		await signIn(test);
		expect(test.oauth.requests).toHaveLength(2);
	});

	check('says which field is missing when an app has no mailbox to read', async () => {
		const test = await stage({ data: { grantType: 'clientCredentials', user: '' } });
		for (const work of [mailboxOf, senderOf]) expect(await problemOf(work(test.n8n.context, 'microsoft'))).toMatchObject({ code: 'MAILBOX_MISSING', fault: 'settings' });
	});
});

describe('an access token that ends', () => {
	check('is renewed before it is used, when n8n knows its end', async () => {
		const test = await stage();
		const token = test.oauth.connect(BOX);
		test.n8n.change({ oauthTokenData: { ...token, n8n_expires_at: String(Date.now() + 60_000) } });
		await signIn(test);
		expect(test.oauth.requests.map(({ status }) => status)).toEqual([200]);
		await signIn(test);
		expect(test.oauth.requests).toHaveLength(1);
		expect(test.n8n.stored().oauthTokenData).toMatchObject({ n8n_expires_at: expect.any(String) });
		expect((test.n8n.stored().oauthTokenData as { access_token: string }).access_token).not.toBe(token.access_token);
	});

	check('is renewed once when the server refuses it, and the work goes on', async () => {
		const test = await stage();
		connected(test);
		await signIn(test);
		test.oauth.expireAll();
		await test.dovecot.halt();
		await test.dovecot.resume();
		await signIn(test);
		await signIn(test);
		expect(test.oauth.requests.map(({ status }) => status)).toEqual([200]);
	});

	check('is renewed as well when the server only says that it cannot sign anybody in', async () => {
		const test = await stage({ unknownToken: 'http-error' });
		connected(test);
		test.oauth.expireAll();
		await signIn(test);
		expect(test.oauth.requests.map(({ status }) => status)).toEqual([200]);
	});

	check('of a short life is not renewed at every use', async () => {
		const test = await stage({ lifetime: 120 });
		test.n8n.change({ oauthTokenData: { ...test.oauth.connect(BOX), n8n_expires_at: '1' } });
		for (let time = 0; time < 3; time++) await signIn(test);
		expect(test.oauth.requests).toHaveLength(1);
	});

	check('is renewed again and again although every refresh token works only once', async () => {
		const test = await stage();
		connected(test);
		for (let time = 0; time < 4; time++) {
			test.oauth.expireAll();
			await signIn(test);
		}
		expect(test.oauth.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
	});

	check('is renewed once for many callers at the same time, and for those who come a little later', async () => {
		const test = await stage({ delay: 150 });
		connected(test);
		const callers = await Promise.all(Array.from({ length: 20 }, async () => accessTokenOf(test.n8n.context, MICROSOFT.name)));
		const late = accessTokenOf(test.n8n.context, MICROSOFT.name);
		const refused = await late(null);
		for (const token of callers) expect(await token(null)).toBe(refused);
		test.oauth.expireAll();
		const tokens = await Promise.all(callers.map(async (token) => await token(refused)));
		expect(new Set([...tokens, await late(refused)]).size).toBe(1);
		expect(test.oauth.requests).toHaveLength(1);
	});

	check('is not renewed again for a connection whose refusal came late, when another of the same credential has the new token already', async () => {
		const test = await stage();
		connected(test);
		const token = accessTokenOf(test.n8n.context, MICROSOFT.name);
		const [first, second] = [await token(null), await token(null)];
		test.oauth.expireAll();
		const renewed = await token(first);
		expect(await token(second)).toBe(renewed);
		expect(test.oauth.requests).toHaveLength(1);
	});
});

describe('a sign-in server that gives no token', () => {
	check('because access was revoked: says to reconnect the credential, and is not asked again until somebody did', async () => {
		const test = await stage();
		connected(test);
		test.oauth.revokeAll();
		const problem = await problemOf(openMailbox(await test.account()));
		expect(problem).toMatchObject({ code: 'RECONNECT_NEEDED', fault: 'settings' });
		expect(problem.message).toContain('reconnect the credential');
		expect(test.oauth.requests).toHaveLength(1);
		for (let time = 0; time < 5; time++) expect(await problemOf(openMailbox(await test.account()))).toMatchObject({ code: 'RECONNECT_NEEDED' });
		expect(test.oauth.requests).toHaveLength(1);
		connected(test);
		await signIn(test);
	});

	check('because the client secret has expired: says so, and nothing secret', async () => {
		const test = await stage({ appMailbox: BOX, data: { grantType: 'clientCredentials', user: '', address: BOX } });
		test.oauth.refuse({ status: 401, error: 'invalid_client', description: `AADSTS7000222: The provided client secret ${CLIENT.secret} is expired.` });
		const problem = await problemOf(openMailbox(await test.account()));
		expect(problem).toMatchObject({ code: 'OAUTH_CLIENT_REFUSED', fault: 'settings', message: 'The client secret of the Microsoft app has expired. (AADSTS7000222)' });
		expect(JSON.stringify([problem.message, problem.remedy, problem.cause])).not.toContain(CLIENT.secret);
	});

	check('because it is busy or gone: the fault of the world, and asked again', async () => {
		const test = await stage({ appMailbox: BOX, data: { grantType: 'clientCredentials', user: '', address: BOX } });
		test.oauth.refuse({ status: 503, error: 'temporarily_unavailable' });
		expect(await problemOf(openMailbox(await test.account()))).toMatchObject({ code: 'TOKEN_SERVER_UNAVAILABLE', fault: 'world' });
		test.oauth.refuse(null);
		await signIn(test);
		test.oauth.expireAll();
		await test.oauth.stop();
		test.n8n.change({ oauthTokenData: {} });
		expect(await problemOf(openMailbox(await test.account()))).toMatchObject({ code: 'TOKEN_SERVER_UNREACHABLE', fault: 'world' });
	});

	check('a mail server that refuses every token is asked twice and no more', async () => {
		const test = await stage();
		connected(test, 'somebody-else@example.com');
		const problem = await problemOf(openMailbox(await test.account()));
		expect(problem).toMatchObject({ code: 'AUTHENTICATION_FAILED', fault: 'settings' });
		expect(test.oauth.requests).toHaveLength(1);
	});
});
