import type { StructureKind } from './replyLines';

/** One way in which a mail program marks what it quotes or signs. All conditions that are given must hold. */
export interface ClientRule {
	client: string;
	kind: StructureKind;
	/** `element`: what is inside. `rest`: the element and everything behind it, to the end of the mail. */
	scope: 'element' | 'rest';
	tags?: readonly string[];
	/** Compared with each class, without the prefixes that programs add when they pass a mail on (`x_`, `ecx`, `m_123`, `ydp` and eight digits). */
	classes?: readonly string[];
	ids?: readonly string[];
	idPrefix?: string;
	attribute?: { name: string; value: string };
}

/**
 * The first rule that holds for an element gives its kind. A bare `<blockquote>` is in none of them: people quote laws, logs and each other with it
 * (freescout#4460). What these programs put directly into the text (header blocks, attribution lines) is found by the line rules.
 */
export const CLIENT_RULES: readonly ClientRule[] = [
	{ client: 'reply-above', kind: 'mark', scope: 'element', ids: ['mail-helpdesk-reply-above'] },
	{ client: 'reply-above', kind: 'mark', scope: 'element', classes: ['mail-helpdesk-reply-above'] },

	{ client: 'gmail', kind: 'signature', scope: 'element', classes: ['gmail_signature', 'gmail_signature_prefix'] },
	{ client: 'gmail', kind: 'attribution', scope: 'element', classes: ['gmail_attr'] },
	{ client: 'gmail', kind: 'quote', scope: 'element', tags: ['blockquote'], classes: ['gmail_quote', 'gmail_quote_container'] },

	{ client: 'outlook', kind: 'cut', scope: 'rest', ids: ['divrplyfwdmsg', 'appendonsend', 'mail-editor-reference-message-container', 'reference-message-container'] },
	{ client: 'outlook', kind: 'cut', scope: 'rest', classes: ['outlookmessageheader', 'ms-outlook-mobile-reference-message'] },
	{ client: 'outlook', kind: 'quote', scope: 'element', ids: ['olk_src_body_section'] },
	{ client: 'outlook', kind: 'signature', scope: 'element', ids: ['signature', 'ms-outlook-mobile-signature', 'ms-outlook-mobile-body-separator-line'] },
	{ client: 'spark', kind: 'signature', scope: 'element', attribute: { name: 'name', value: 'messagesignaturesection' } },
	{ client: 'spark', kind: 'quote', scope: 'element', attribute: { name: 'name', value: 'messagereplysection' } },
	{ client: 'hotmail', kind: 'cut', scope: 'rest', tags: ['hr'], ids: ['stopspelling'] },
	{ client: 'windows-mail', kind: 'signature', scope: 'element', attribute: { name: 'data-signatureblock', value: 'true' } },

	{ client: 'thunderbird', kind: 'attribution', scope: 'element', classes: ['moz-cite-prefix', 'moz-email-headers-table'] },
	{ client: 'thunderbird', kind: 'cut', scope: 'rest', classes: ['moz-forward-container'] },
	{ client: 'thunderbird', kind: 'signature', scope: 'element', classes: ['moz-signature'] },
	{ client: 'apple', kind: 'signature', scope: 'element', ids: ['applemailsignature', 'ymail_android_signature', 'ymail_ios_signature'] },
	{ client: 'cite', kind: 'quote', scope: 'element', tags: ['blockquote'], attribute: { name: 'type', value: 'cite' } },

	{ client: 'yahoo', kind: 'quote', scope: 'element', classes: ['yahoo_quoted', 'yahooquoted'] },
	{ client: 'yahoo', kind: 'quote', scope: 'element', idPrefix: 'yahoo_quoted' },
	{ client: 'proton', kind: 'quote', scope: 'element', classes: ['protonmail_quote', 'proton_quote'] },
	{ client: 'proton', kind: 'signature', scope: 'element', classes: ['protonmail_signature_block'] },
	{ client: 'tutanota', kind: 'quote', scope: 'element', tags: ['blockquote'], classes: ['tutanota_quote'] },
	{ client: 'zimbra', kind: 'cut', scope: 'rest', tags: ['hr'], ids: ['zwchr'] },
	{ client: 'zimbra', kind: 'cut', scope: 'rest', attribute: { name: 'data-marker', value: '__headers__' } },
	{ client: 'zimbra', kind: 'quote', scope: 'element', attribute: { name: 'data-marker', value: '__quoted_text__' } },
	{ client: 'zimbra', kind: 'signature', scope: 'element', attribute: { name: 'data-marker', value: '__sig_pre__' } },
	{ client: 'zoho', kind: 'quote', scope: 'element', classes: ['zmail_extra', 'zmail_extra_hr'] },
	{ client: 'zoho', kind: 'signature', scope: 'element', idPrefix: 'zm-_id_-sgn' },
	{ client: 'gmx', kind: 'cut', scope: 'rest', ids: ['aqm-original'] },
	{ client: 'gmx', kind: 'quote', scope: 'element', tags: ['div'], attribute: { name: 'name', value: 'quote' } },
	{ client: 'front', kind: 'quote', scope: 'element', classes: ['front-blockquote'] },
	{ client: 'front', kind: 'signature', scope: 'element', classes: ['front-signature'] },
	{ client: 'missive', kind: 'quote', scope: 'element', classes: ['missive_quote'] },
	{ client: 'fairemail', kind: 'quote', scope: 'element', classes: ['fairemail_quote'] },
	{ client: 'fairemail', kind: 'signature', scope: 'element', classes: ['fairemail_signature'] },
	{ client: 'bluemail', kind: 'signature', scope: 'element', classes: ['blue_mail_signature'] },
	{ client: 'open-xchange', kind: 'signature', scope: 'element', classes: ['io-ox-signature'] },
	{ client: 'airmail', kind: 'attribution', scope: 'element', classes: ['airmail_on'] },
	{ client: 'airmail', kind: 'signature', scope: 'element', classes: ['bloop_sign'] },
	{ client: 'canary', kind: 'signature', scope: 'element', classes: ['canarysig'] },
	{ client: 'kerio', kind: 'signature', scope: 'element', ids: ['kerio-signature'] },
	{ client: 'roundcube', kind: 'signature', scope: 'element', ids: ['_rc_sig'] },
	{ client: 'roundcube', kind: 'attribution', scope: 'element', ids: ['reply-intro'] },
	{ client: 'notes', kind: 'quote', scope: 'element', classes: ['inoteshistory'] },
	{ client: 'mail.ru', kind: 'signature', scope: 'element', attribute: { name: 'data-signature-widget', value: 'container' } },
	{ client: 'netease', kind: 'cut', scope: 'rest', classes: ['ntes-mailmaster-quote'] },
	{ client: 'help-desk', kind: 'quote', scope: 'element', classes: ['freshdesk_quote', 'zd-comment-quote', 'gorgias_quote', 'intercom-quote'] },
	{ client: 'samsung', kind: 'signature', scope: 'element', ids: ['composer_signature'] },
	{ client: 'newton', kind: 'quote', scope: 'element', classes: ['cm_quote', 'ne_quote'] },
	{ client: 'netease', kind: 'quote', scope: 'element', ids: ['isreplycontent', 'isforwardcontent'] },
	{ client: 'qq', kind: 'cut', scope: 'rest', tags: ['includetail'] },
	{ client: 'em-client', kind: 'quote', scope: 'element', tags: ['blockquote'], classes: ['cite', 'cite2'] },
	{ client: 'help-desk', kind: 'cut', scope: 'rest', classes: ['replyabove', 'js-reply-above'] },
	{ client: 'seznam', kind: 'quote', scope: 'element', tags: ['aside'], classes: ['szn-quote', 'original-email'] },
];

const PREFIXES = /^(?:x_|ecx|m_-?\d{1,25}|ydp[0-9a-f]{8}){1,8}/u;

function plain(value: string): string {
	return value.toLowerCase().replace(PREFIXES, '');
}

function holds(rule: ClientRule, tag: string, attributes: ReadonlyMap<string, string>, classes: readonly string[], id: string): boolean {
	if (rule.tags !== undefined && !rule.tags.includes(tag)) return false;
	if (rule.classes !== undefined && !classes.some((name) => rule.classes?.includes(name))) return false;
	if (rule.ids !== undefined && !rule.ids.includes(id)) return false;
	if (rule.idPrefix !== undefined && !id.startsWith(rule.idPrefix)) return false;
	if (rule.attribute !== undefined && attributes.get(rule.attribute.name)?.toLowerCase() !== rule.attribute.value) return false;
	return true;
}

const CLASSES: ReadonlySet<string> = new Set(CLIENT_RULES.flatMap(({ classes = [] }) => classes));
const IDS: ReadonlySet<string> = new Set(CLIENT_RULES.flatMap(({ ids = [] }) => ids));
const ID_PREFIXES: readonly string[] = CLIENT_RULES.flatMap(({ idPrefix }) => idPrefix ?? []);
const ATTRIBUTES: readonly string[] = [...new Set(CLIENT_RULES.flatMap(({ attribute }) => attribute?.name ?? []))];
/** Elements that a rule asks nothing else of. */
const TAGS: ReadonlySet<string> = new Set(CLIENT_RULES.flatMap(({ tags = [], classes, ids, idPrefix, attribute }) => (classes ?? ids ?? idPrefix ?? attribute) === undefined ? tags : []));

/** Nearly every element of a mail has nothing of what the rules ask for; only the others need be compared with each rule. */
function mayHold(tag: string, attributes: ReadonlyMap<string, string>, classes: readonly string[], id: string): boolean {
	if (TAGS.has(tag) || classes.some((name) => CLASSES.has(name))) return true;
	if (id !== '' && (IDS.has(id) || ID_PREFIXES.some((prefix) => id.startsWith(prefix)))) return true;
	return ATTRIBUTES.some((name) => attributes.has(name));
}

/** The first rule of the table that holds for this element, or null. */
export function clientRuleOf(tag: string, attributes: ReadonlyMap<string, string>): ClientRule | null {
	if (attributes.size === 0 && !TAGS.has(tag)) return null;
	const classes = (attributes.get('class')?.split(/\s+/u, 20) ?? []).map(plain);
	const id = plain(attributes.get('id') ?? '');
	if (!mayHold(tag, attributes, classes, id)) return null;
	return CLIENT_RULES.find((rule) => holds(rule, tag, attributes, classes, id)) ?? null;
}

const OUTLOOK_LINE = /border-top:solid#?[a-z0-9()%,]{3,24}1\.0pt|border-top:(?:none;)?1(?:\.0)?p[tx]solid|border-top-style:solid/u;

/**
 * The thin line that Outlook and Windows Mail draw above the header of the quoted mail. The line alone proves nothing, people draw lines too;
 * the caller asks whether a header follows in it.
 */
export function isOutlookLine(tag: string, attributes: ReadonlyMap<string, string>): boolean {
	const style = tag === 'div' ? attributes.get('style') : undefined;
	return style !== undefined && OUTLOOK_LINE.test(style.toLowerCase().replace(/\s/gu, ''));
}
