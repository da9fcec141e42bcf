import { addressDomain } from './addressDomain';
import { DiscoveryError } from './DiscoveryError';
import { WITHOUT_SERVER } from './providers';
import type { FoundSettings, Lookups, Protocol } from './Settings';
import { STEPS } from './steps';

/** What DNS, TLS and HTTP say when there is simply nothing there; anything else may be otherwise in a minute. */
const NOTHING_THERE = /^(?:ENOTFOUND|ENODATA|ENONAME|EBADNAME|ECONNREFUSED|ECONNRESET|ERR_TLS_CERT_ALTNAME_INVALID|ERR_SSL_\w{1,60}|EPROTO|CERT_\w{1,40}|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w{1,40})$/;
const SERVER: Record<Protocol, string> = { imap: 'IMAP server', smtp: 'SMTP server' };

/**
 * Finds the server of a mail address: all ways are tried at the same time, and the first in the order of `STEPS` that leads somewhere counts. Rejects with
 * `DiscoveryError` that names what was tried; its fault is the world's when a lookup failed in a way that may pass.
 */
export async function discoverServer(protocol: Protocol, address: string, lookups: Lookups): Promise<FoundSettings> {
	const domain = addressDomain(address);
	const without = WITHOUT_SERVER.find(({ domains }) => domains.includes(domain));
	if (without) {
		throw new DiscoveryError('PROVIDER_WITHOUT_SERVER', `${without.name} has no ${SERVER[protocol]} that n8n could reach.`, { fault: 'settings', remedy: without.remedy });
	}
	const steps = STEPS.filter(({ title }) => title(domain, protocol) !== '');
	const known = await steps[0]?.find(domain, protocol, lookups);
	if (known) return known;
	const later = steps.slice(1).map(async (step) => await step.find(domain, protocol, lookups));
	// Each is looked at in its turn below; a rejection must not count as unhandled until then.
	for (const result of later) result.catch(() => undefined);
	let uncertain = false;
	for (const result of later) {
		try {
			const found = await result;
			if (found) return found;
		} catch (error) {
			uncertain ||= !isNothingThere(error);
		}
	}
	const tried = steps.map(({ title }) => title(domain, protocol)).join(', ');
	if (uncertain) {
		throw new DiscoveryError('SETTINGS_LOOKUP_FAILED', `The ${SERVER[protocol]} of ${domain} could not be looked up. Tried: ${tried}.`, {
			fault: 'world',
			remedy: 'Check the network and the DNS of the machine that n8n runs on, or enter the host by hand.',
		});
	}
	throw new DiscoveryError('SETTINGS_NOT_FOUND', `No ${SERVER[protocol]} was found for ${domain}. Tried: ${tried}.`, {
		fault: 'settings',
		remedy: 'Enter host and port by hand; your mail provider names them under "IMAP and SMTP settings".',
	});
}

/** `fetch` hides the cause one level down. */
function isNothingThere(error: unknown): boolean {
	const codeOf = (value: unknown) => (typeof value === 'object' && value !== null && 'code' in value ? String(value.code) : '');
	const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : null;
	return NOTHING_THERE.test(codeOf(error) || codeOf(cause));
}
