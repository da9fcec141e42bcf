/** How Vtiger's database (utf8mb3) and its input filter change what is stored. */
const LONGEST: Record<string, number> = {
	'HelpDesk.ticket_title': 255,
	'HelpDesk.source': 100,
	'ModComments.source': 100,
	'Contacts.source': 100,
	'Accounts.source': 100,
	'Documents.source': 100,
	'Contacts.lastname': 80,
	'Contacts.firstname': 40,
	'Contacts.email': 100,
	'Contacts.secondaryemail': 100,
	'Accounts.accountname': 100,
	'Documents.notes_title': 100,
};
const LONGEST_BYTES: Record<string, number> = { 'ModComments.commentcontent': 65_535, 'HelpDesk.solution': 65_535 };

const SCRIPT = /script[\s\S]*\/script/i;
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: '\u00A0', euro: '€', '#039': "'", '#39': "'" };

/** One level of entities away. */
export function decoded(text: string): string {
	return text.replace(/&(lt|gt|amp|quot|nbsp|euro|#0?39);/g, (entity, name: string) => NAMED[name] ?? entity);
}

function cutBytes(text: string, most: number): string {
	const bytes = Buffer.from(text);
	return bytes.length <= most ? text : bytes.subarray(0, most).toString('utf8').replace(/\uFFFD+$/, '');
}

/** A value as it reads after it was stored. */
export function stored(module: string, field: string, value: string): string {
	const name = `${module}.${field}`;
	const filtered = SCRIPT.test(value) ? value.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;') : value;
	const basic = filtered.replace(/[\u{10000}-\u{10FFFF}]/gu, '????');
	const cased = field === 'source' ? basic.toUpperCase() : basic;
	const cut = Array.from(cased).slice(0, LONGEST[name] ?? Number.MAX_SAFE_INTEGER).join('');
	return LONGEST_BYTES[name] === undefined ? cut : cutBytes(cut, LONGEST_BYTES[name]);
}

const DANGEROUS = /\.(?:php|php\d|html?|js|exe|bin|bat|sh|jsp|py|msi|vbs|cgi|pl|asp)$/i;

const ENTITY_OF: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#039;', '\u00A0': '&nbsp;', '€': '&euro;' };

/** One level of entities away, if the whole text is written in entities as PHP writes them; a text with a bare `<` or `&` in it stays (captures 62, 63, 70). */
export function decodedIfEncoded(value: string): string {
	const once = decoded(value);
	const again = once.replace(/[&<>"'\u00A0€]/g, (sign) => ENTITY_OF[sign] ?? sign);
	return again === value ? once : value;
}

/** What `create` and `revise` answer; `retrieve` and `query` give what is stored. */
export function asAnswered(module: string, value: string): string {
	return module === 'Contacts' ? value : decodedIfEncoded(value);
}

/** Name of an uploaded file as Vtiger keeps it. */
export function storedFileName(name: string): string {
	const bare = (name.split(/[/\\]/).at(-1) ?? '').replaceAll(' ', '_');
	return DANGEROUS.test(bare) ? `${bare}file.txt` : bare;
}
