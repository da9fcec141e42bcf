import { Resolver } from 'node:dns/promises';
import type { Lookups } from './Settings';

const DNS = { timeout: 2_500, tries: 2 };
const PAGE_MS = 6_000;
const PAGE_BYTES = 100_000;
const REDIRECTS = 3;

/** Lookups by the DNS of this machine and over HTTPS. `servers` are other name servers (`address:port`). */
export function createLookups({ servers }: { servers?: string[] } = {}): Lookups {
	const resolver = new Resolver(DNS);
	if (servers) resolver.setServers(servers);
	return {
		serviceRecords: async (name) => await resolver.resolveSrv(name),
		mailExchangers: async (domain) => {
			const records = await resolver.resolveMx(domain);
			return records.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange);
		},
		page: async (url) => await fetchPage(url, AbortSignal.timeout(PAGE_MS)),
	};
}

/**
 * A page of at most 100,000 bytes. Only HTTPS, also after a redirect: whoever can change the page in between could name a server of his own. Null when the
 * server has none, or when it is too long.
 */
export async function fetchPage(url: string, signal: AbortSignal): Promise<string | null> {
	let place = url;
	for (let redirects = 0; redirects <= REDIRECTS; redirects++) {
		const { protocol, username, password } = new URL(place);
		if (protocol !== 'https:' || username !== '' || password !== '') return null;
		const response = await fetch(place, { redirect: 'manual', signal, headers: { accept: 'text/xml, application/xml' } });
		if (response.status === 200) return await bodyOf(response);
		await response.body?.cancel();
		const location = response.headers.get('location');
		if (response.status < 300 || response.status >= 400 || location === null || !URL.canParse(location, place)) return null;
		place = new URL(location, place).href;
	}
	return null;
}

async function bodyOf({ body }: Response): Promise<string | null> {
	if (!body) return null;
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body as AsyncIterable<Uint8Array>) {
		size += chunk.length;
		// Leaving the loop ends the download.
		if (size > PAGE_BYTES) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}
