import { createHash } from 'node:crypto';
import { LASTING_REFUSALS, tokenProblem } from './tokenProblems';

const REMEMBER_MS = 5 * 60_000;

interface Asked {
	/** Rejects when only a person can help. */
	token: Promise<string>;
	until: number;
}

const asked = new Map<string, Asked>();

/** What a new token is asked for with. */
export interface Grant {
	/** All that changes when a token was renewed or a person mends the credential: client, secret, refresh token, access token. */
	parts: readonly string[];
	/** The access token that a server has just refused, or null. */
	refused: string | null;
}

/**
 * Asks for an access token by `request`, once for each grant: several connections share a credential, each learns by itself that its token has ended, and
 * one may have read the credential just before another one's new token was written there. What was answered is remembered for 5 minutes: a token, unless
 * it is the one `refused`, and a refusal that only a person can mend, so that neither the scanner, its watchers nor the executions hammer the sign-in
 * server. A credential that was connected again is asked for at once. Rejects with `HelpdeskError` (codes in `tokenProblems`).
 */
export async function requestToken({ parts, refused }: Grant, request: () => Promise<string>, now: () => number): Promise<string> {
	for (const [key, { until }] of asked) if (until <= now()) asked.delete(key);
	const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
	const earlier = asked.get(key);
	if (earlier) {
		const token = await earlier.token;
		if (token !== refused) return token;
	}
	if (asked.get(key) !== earlier) return await requestToken({ parts, refused }, request, now);
	const token = request().catch((error: unknown) => {
		const problem = tokenProblem(error);
		if (!LASTING_REFUSALS.has(problem.code)) asked.delete(key);
		throw problem;
	});
	asked.set(key, { token, until: now() + REMEMBER_MS });
	return await token;
}
