import { addressDomain } from './addressDomain';
import { discoverServer } from './discoverServer';
import { createLookups } from './realLookups';
import type { FoundSettings, Lookups, Protocol } from './Settings';

const FOUND_MS = 60 * 60_000;
const FAILED_MS = 60_000;
const LOOKUPS = createLookups();

interface Remembered {
	result: Promise<FoundSettings>;
	until: number;
}

const memories = new WeakMap<Lookups, Map<string, Remembered>>();

/**
 * The server of a mail address, remembered for an hour; a failure for a minute. Callers at the same time share one search. Rejects with `DiscoveryError`.
 */
export async function findServer(protocol: Protocol, address: string, lookups: Lookups = LOOKUPS, now: () => number = Date.now): Promise<FoundSettings> {
	const memory = memories.get(lookups) ?? new Map<string, Remembered>();
	memories.set(lookups, memory);
	for (const [key, { until }] of memory) if (until <= now()) memory.delete(key);
	const key = `${protocol} ${addressDomain(address)}`;
	const known = memory.get(key);
	if (known) return await known.result;
	const entry: Remembered = { result: discoverServer(protocol, address, lookups), until: Infinity };
	memory.set(key, entry);
	try {
		const found = await entry.result;
		entry.until = now() + FOUND_MS;
		return found;
	} catch (error) {
		entry.until = now() + FAILED_MS;
		throw error;
	}
}
