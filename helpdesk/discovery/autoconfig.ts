import { cleanHost, cleanPort } from './serviceRecords';
import type { Protocol, ServerSettings } from './Settings';

const LONGEST = 100_000;
const SERVER_ELEMENTS: Record<string, Record<string, Protocol>> = { incomingserver: { imap: 'imap' }, outgoingserver: { smtp: 'smtp' } };
const LEAVES = new Set(['hostname', 'port', 'sockettype']);
const SECURITY: Record<string, ServerSettings['security']> = { ssl: 'tls', tls: 'tls', starttls: 'starttls' };
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Draft {
	protocol: Protocol | undefined;
	values: Record<string, string>;
}

/**
 * The first server for `protocol` that a page in Mozilla's autoconfig format (config-v1.1.xml) names, as it is the page's own order of preference. Servers without
 * encryption are passed over. Null for anything that is not such a page. Not an XML parser on purpose: no document types, no entities of the page's own, one pass.
 */
export function serverOfAutoconfig(page: string, domain: string, protocol: Protocol): ServerSettings | null {
	if (page.length > LONGEST || /<!(?:DOCTYPE|ENTITY)/i.test(page)) return null;
	let draft: Draft | null = null;
	let leaf = '';
	for (const { tag, text } of elements(page)) {
		if (leaf !== '' && draft) draft.values[leaf] ??= text;
		leaf = '';
		const name = nameOf(tag);
		const kinds = SERVER_ELEMENTS[name];
		if (kinds) draft = { protocol: kinds[typeOf(tag)], values: {} };
		else if (name.startsWith('/') && SERVER_ELEMENTS[name.slice(1)]) {
			const found = draft?.protocol === protocol ? settingsOf(draft.values, domain) : null;
			if (found) return found;
			draft = null;
		} else if (draft && LEAVES.has(name)) leaf = name;
	}
	return null;
}

/** The tags of a page, each with the text that stands before it. Comments are skipped; a tag that does not end is the end. */
function* elements(page: string): Generator<{ tag: string; text: string }> {
	let from = 0;
	for (;;) {
		const open = page.indexOf('<', from);
		if (open < 0) return;
		const comment = page.startsWith('<!--', open);
		const close = page.indexOf(comment ? '-->' : '>', open);
		if (close < 0) return;
		if (!comment) yield { tag: page.slice(open + 1, close), text: decoded(page.slice(from, open)) };
		from = close + (comment ? 3 : 1);
	}
}

const nameOf = (tag: string) => /^\/?[a-z]{1,30}/i.exec(tag)?.[0].toLowerCase() ?? '';
const typeOf = (tag: string) => /\stype\s{0,9}=\s{0,9}["']([a-z0-9]{1,20})["']/i.exec(tag.slice(0, 500))?.[1]?.toLowerCase() ?? '';
const decoded = (text: string) => text.slice(0, 1_000).replace(/&([a-z]{2,4});/g, (whole, name: string) => ENTITIES[name] ?? whole).trim();

function settingsOf({ hostname = '', port = '', sockettype = '' }: Record<string, string>, domain: string): ServerSettings | null {
	const host = cleanHost(hostname.replaceAll('%EMAILDOMAIN%', domain));
	const number = cleanPort(Number(port));
	const security = SECURITY[sockettype.toLowerCase()];
	return host && number && security ? { host, port: number, security } : null;
}
