/** What is looked for: the server that mail is read from, or the one it is sent through. */
export type Protocol = 'imap' | 'smtp';

/** A server that mail programs connect to. Unencrypted ones are never taken from a lookup: whoever can forge an answer could ask for the password. */
export interface ServerSettings {
	host: string;
	port: number;
	security: 'tls' | 'starttls';
}

export interface FoundSettings extends ServerSettings {
	/** Where it was found, in words for people: "known provider Gmail", "SRV record of example.com". */
	source: string;
	/** Registered domain of the address, the lasting name of what was found: the host may change with the provider's records. */
	domain: string;
}

/** One SRV record (RFC 2782). */
export interface ServiceRecord {
	name: string;
	port: number;
	priority: number;
	weight: number;
}

/** What discovery asks the world for. Each rejects with whatever its own client rejects with; a `code` of ENOTFOUND or ENODATA means "there is none". */
export interface Lookups {
	serviceRecords(name: string): Promise<ServiceRecord[]>;
	mailExchangers(domain: string): Promise<string[]>;
	/** Text of a page; null when the server has none (404 and the like). Limits of size, time and redirects are the lookup's business. */
	page(url: string): Promise<string | null>;
}
