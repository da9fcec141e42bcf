import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What n8n keeps of a connected account. */
export interface ConnectedToken {
	access_token: string;
	refresh_token: string;
	token_type: 'Bearer';
	expires_in: number;
}

export interface TokenRequest {
	grantType: string;
	scope: string;
	client: string;
	/** Status that was answered. */
	status: number;
}

/** A sign-in server on loopback: gives and renews access tokens, and tells a mail server what a token opens. */
export interface OAuthServer {
	tokenUrl: string;
	/** For Dovecot's `introspection_url` in mode `auth`. */
	introspectionUrl: string;
	/** Every request for a token so far. */
	requests: TokenRequest[];
	/** How often a mail server asked about a token. */
	introspections(): number;
	/** A person signs in: a new grant that opens `mailbox`, as n8n has it right after the first connect. */
	connect(mailbox: string): ConnectedToken;
	/** Every access token given so far is refused from now on. */
	expireAll(): void;
	/** Every grant ends: neither access nor refresh tokens work. */
	revokeAll(): void;
	/** While set, requests for tokens are answered with this status and error. */
	refuse(answer: { status: number; error: string; description?: string } | null): void;
	stop(): Promise<void>;
}

export interface OAuthServerOptions {
	/** Seconds that new tokens last; default one hour. */
	lifetime?: number;
	/** What a token got by client credentials opens. */
	appMailbox?: string;
	/** How a mail server is told that it was shown a token that opens nothing (any more): as RFC 7662 says, or by an HTTP status as many do. */
	unknownToken?: 'inactive' | 'http-error';
	/** Milliseconds that an answer to a request for a token takes. */
	delay?: number;
}

interface Grant {
	mailbox: string;
	access: string;
	refresh: string;
}

export const CLIENT = { id: 'test-client', secret: 'test-client-secret' };

/** Refresh tokens rotate: each works once, and one that comes a second time ends its grant (RFC 9700 section 4.14.2). */
export async function startOAuthServer({ lifetime = 3_600, appMailbox = '', delay = 0, unknownToken = 'inactive' }: OAuthServerOptions = {}): Promise<OAuthServer> {
	const requests: TokenRequest[] = [];
	let grants: Grant[] = [];
	const spent = new Map<string, Grant>();
	const spentAccess = new Map<string, string>();
	let refusal: { status: number; error: string; description?: string } | null = null;
	let introspections = 0;
	let serial = 0;
	const fresh = (kind: string) => `${kind}-${String(++serial)}-${'x'.repeat(40)}`;
	const tokenOf = ({ access, refresh }: Grant): ConnectedToken => ({ access_token: access, refresh_token: refresh, token_type: 'Bearer', expires_in: lifetime });

	const give = (form: URLSearchParams): { status: number; body: object } => {
		if (refusal) return { status: refusal.status, body: { error: refusal.error, error_description: refusal.description ?? '' } };
		if (form.get('client_secret') !== CLIENT.secret) return { status: 401, body: { error: 'invalid_client' } };
		if (form.get('grant_type') === 'client_credentials') {
			const grant = { mailbox: appMailbox, access: fresh('app'), refresh: '' };
			grants.push(grant);
			return { status: 200, body: { access_token: grant.access, token_type: 'Bearer', expires_in: lifetime } };
		}
		const refresh = form.get('refresh_token') ?? '';
		const stolen = spent.get(refresh);
		if (stolen) grants = grants.filter((grant) => grant !== stolen);
		const grant = grants.find((each) => each.refresh === refresh && refresh !== '');
		if (!grant) return { status: 400, body: { error: 'invalid_grant', error_description: 'AADSTS700082: The refresh token has expired.' } };
		spent.set(refresh, grant);
		grant.access = fresh('access');
		grant.refresh = fresh('refresh');
		return { status: 200, body: tokenOf(grant) };
	};

	const server = createServer((request, response) => {
		const answer = (status: number, body: object) => respond(response, status, body);
		if (request.url === '/introspect') {
			introspections += 1;
			const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
			const grant = grants.find(({ access }) => access === token);
			if (grant) answer(200, { active: true, email: grant.mailbox });
			else if (unknownToken === 'http-error') answer(401, { error: 'invalid_token' });
			else answer(200, { active: false, email: spentAccess.get(token ?? '') ?? 'nobody' });
			return;
		}
		void bodyOf(request).then(async (body) => {
			const form = new URLSearchParams(body);
			await new Promise((resolve) => setTimeout(resolve, delay));
			const given = give(form);
			requests.push({ grantType: form.get('grant_type') ?? '', scope: form.get('scope') ?? '', client: form.get('client_id') ?? '', status: given.status });
			answer(given.status, given.body);
		});
	});
	// It shares its event loop with its callers, which may stand still longer than a quiet connection is kept.
	server.keepAliveTimeout = 120_000;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	return {
		tokenUrl: `${origin}/token`,
		introspectionUrl: `${origin}/introspect`,
		requests,
		introspections: () => introspections,
		connect(mailbox) {
			const grant = { mailbox, access: fresh('access'), refresh: fresh('refresh') };
			grants.push(grant);
			return tokenOf(grant);
		},
		expireAll() {
			for (const grant of grants) {
				spentAccess.set(grant.access, grant.mailbox);
				grant.access = fresh('nobody-has-this');
			}
		},
		revokeAll() {
			for (const { access, mailbox } of grants) spentAccess.set(access, mailbox);
			grants = [];
		},
		refuse(answer) {
			refusal = answer;
		},
		async stop() {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

function respond(response: ServerResponse, status: number, body: object): void {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}
