import type { ICredentialDataDecryptedObject, IExecuteFunctions, ILoadOptionsFunctions, ITriggerFunctions } from 'n8n-workflow';
import type { AccessToken } from './credentials';

export type CredentialContext = IExecuteFunctions | ILoadOptionsFunctions | ITriggerFunctions;

/** A token that ends sooner than this is renewed before it is used. */
const SPARE_MS = 5 * 60_000;

interface TokenData {
	access_token?: string;
	n8n_expires_at?: string | number;
}

function tokenData(value: unknown): TokenData {
	return typeof value === 'object' && value !== null ? value : {};
}

/**
 * The access token of an OAuth2 credential: the stored one while it is known to last, otherwise a new one. n8n renews for all callers at
 * once, stores the result, and says "needs to be reconnected" when the grant was revoked.
 */
export function accessTokenOf(context: CredentialContext, type: string, data: ICredentialDataDecryptedObject): AccessToken {
	return async (renew) => {
		const stored = tokenData(data.oauthTokenData);
		const lasts = Number(stored.n8n_expires_at ?? 0) > Date.now() + SPARE_MS;
		if (!renew && lasts && stored.access_token) return stored.access_token;
		const renewed = tokenData(await context.helpers.refreshOAuth2Token.call(context, type));
		return renewed.access_token ?? stored.access_token ?? '';
	};
}
