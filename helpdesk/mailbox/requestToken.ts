import { createHash } from 'node:crypto';
import type { HelpdeskError } from '../errors';
import { LASTING_REFUSALS, tokenProblem } from './tokenProblems';

const REMEMBER_MS = 5 * 60_000;
const refusals = new Map<string, { problem: HelpdeskError; until: number }>();

/**
 * Asks for an access token by `request`. A refusal that only a person can mend is remembered for 5 minutes and answered from memory, so that neither the
 * scanner, its watchers nor the executions hammer the sign-in server. `grant` is everything that a person would change (client, secret, refresh token): a
 * credential that was connected again is asked for at once. Rejects with `HelpdeskError` (codes in `tokenProblems`).
 */
export async function requestToken(grant: readonly string[], request: () => Promise<string>, now: () => number): Promise<string> {
	for (const [key, { until }] of refusals) if (until <= now()) refusals.delete(key);
	const key = createHash('sha256').update(JSON.stringify(grant)).digest('hex');
	const known = refusals.get(key);
	if (known) throw known.problem;
	try {
		return await request();
	} catch (error) {
		const problem = tokenProblem(error);
		if (LASTING_REFUSALS.has(problem.code)) refusals.set(key, { problem, until: now() + REMEMBER_MS });
		throw problem;
	}
}
