import type { Protocol, ServerSettings, ServiceRecord } from './Settings';

/** Services of RFC 6186 and RFC 8314, the one with TLS from the start first. */
export const SERVICES: Record<Protocol, ReadonlyArray<{ service: string; security: ServerSettings['security'] }>> = {
	imap: [
		{ service: '_imaps._tcp', security: 'tls' },
		{ service: '_imap._tcp', security: 'starttls' },
	],
	smtp: [
		{ service: '_submissions._tcp', security: 'tls' },
		{ service: '_submission._tcp', security: 'starttls' },
	],
};

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,20}[a-z0-9-]{2,63}$/;

/** A host name as it may stand in a record or a page of somebody else's, in lower case and without the dot at its end; null for anything odd. */
export function cleanHost(name: string): string | null {
	const host = name.trim().toLowerCase().replace(/\.$/, '');
	return host.length <= 253 && HOST.test(host) ? host : null;
}

export function cleanPort(port: number): number | null {
	return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}

/**
 * The server that a service's records name: lowest priority, then highest weight, then by name. RFC 2782 wants weights to be drawn by lot; a mailbox that is watched
 * for months is better off with one server. The target "." means that the service is not offered; null then, and when no record is usable.
 */
export function serverOfRecords(records: readonly ServiceRecord[], security: ServerSettings['security']): ServerSettings | null {
	const ordered = [...records].sort((a, b) => a.priority - b.priority || b.weight - a.weight || a.name.localeCompare(b.name));
	for (const record of ordered) {
		const host = cleanHost(record.name);
		const port = cleanPort(record.port);
		if (host && port) return { host, port, security };
	}
	return null;
}
