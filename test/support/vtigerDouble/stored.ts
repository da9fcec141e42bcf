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

/** A value that the database can hold, however long. */
export function storable(value: string): string {
	const filtered = SCRIPT.test(value) ? value.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;') : value;
	return filtered.replace(/[\u{10000}-\u{10FFFF}]/gu, '????');
}

/** A value as it reads after it was stored. */
export function stored(module: string, field: string, value: string): string {
	const name = `${module}.${field}`;
	const basic = storable(value);
	// PHP 8 knows the upper case of ASCII only.
	const cased = field === 'source' ? basic.replace(/[a-z]+/g, (letters) => letters.toUpperCase()) : basic;
	const cut = Array.from(cased).slice(0, LONGEST[name] ?? Number.MAX_SAFE_INTEGER).join('');
	return LONGEST_BYTES[name] === undefined ? cut : cutBytes(cut, LONGEST_BYTES[name]);
}

const DANGEROUS = /^(?:php[345s]?|phtml|[sx]?html?|shtm|sth|js|jsp|vbs|asp|cfm|cgi|pl|py|rb|exe|bin|bat|sh|dll|msi)$/i;

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

/** Names of U+00A0 to U+00FF in HTML. */
const LATIN = 'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(' ');

/** A label is given in entities of HTML. */
export function inEntities(text: string): string {
	const basic = text.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#039;');
	return basic.replace(/[\u00A0-\u00FF]/g, (sign) => `&${LATIN[sign.charCodeAt(0) - 0xa0] ?? ''};`);
}

/** Name of an uploaded file as Vtiger keeps it. */
export function storedFileName(name: string): string {
	const bare = (name.split(/[/\\]/).at(-1) ?? '').replace(/[\s#%&?]+/g, '_');
	const parts = bare.split('.');
	const safe = parts.map((part) => (DANGEROUS.test(part) ? `${part}file` : part)).join('.');
	return safe === bare ? bare : `${safe}.txt`;
}
