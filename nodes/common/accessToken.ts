import type { ICredentialDataDecryptedObject, IExecuteFunctions, ILoadOptionsFunctions, ITriggerFunctions } from 'n8n-workflow';
import { requestToken } from '../../helpdesk';
import type { AccessToken } from './credentials';

export type CredentialContext = IExecuteFunctions | ILoadOptionsFunctions | ITriggerFunctions;

/** A token that ends sooner than this is renewed before it is used; of a short-lived one, the last quarter of its life. */
const SPARE_MS = 5 * 60_000;

interface TokenData {
	access_token?: string;
	refresh_token?: string;
	expires_in?: string | number;
	n8n_expires_at?: string | number;
}

function tokenData(value: unknown): TokenData {
	return typeof value === 'object' && value !== null ? value : {};
}

/** n8n notes when a token ends only at its first renewal; until then nobody knows, and the mail server is asked. */
function isKnownToEnd({ expires_in: seconds, n8n_expires_at: endsAt }: TokenData): boolean {
	const spare = Math.min(SPARE_MS, (Number(seconds) || Infinity) * 250);
	return Number(endsAt) <= Date.now() + spare;
}

/** All that a person would change after a refusal, so that a credential that was mended is tried at once. */
function grantOf(type: string, data: ICredentialDataDecryptedObject, { access_token: access, refresh_token: refresh }: TokenData): string[] {
	const parts = [data.clientId, data.clientSecret, data.privateKey, data.accessTokenUrl, data.grantType, refresh, access];
	return [type, ...parts.map((part) => (typeof part === 'string' ? part : ''))];
}

/**
 * The access token of an OAuth2 credential: the stored one unless it is known to end, otherwise a new one. Where the server has `refused` one, the
 * stored one only if it is another: several connections share a credential, and one of them may have renewed it in the meantime. n8n renews for all
 * callers at once and keeps the result.
 * Rejects with `HelpdeskError`; its code is `RECONNECT_NEEDED` when the grant was revoked.
 */
export function accessTokenOf(context: CredentialContext, type: string, itemIndex?: number): AccessToken {
	return async (refused) => {
		const data = await context.getCredentials(type, itemIndex);
		const stored = tokenData(data.oauthTokenData);
		if (stored.access_token && stored.access_token !== refused && !isKnownToEnd(stored)) return stored.access_token;
		return await requestToken(
			{ parts: grantOf(type, data, stored), refused },
			async () => {
				const { access_token: token } = tokenData(await context.helpers.refreshOAuth2Token.call(context, type));
				if (!token) throw new Error('The sign-in server answered without a token');
				return token;
			},
			Date.now,
		);
	};
}
