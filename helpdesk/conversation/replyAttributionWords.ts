/** How mail programs introduce a quoted mail in one language. All in lower case, NFC. */
export interface AttributionWords {
	/** Words that such a line begins with; names of weekdays count too and are in `WEEKDAYS`. */
	leads: readonly string[];
	/** What says "wrote", at the end of the line or before the name. */
	verbs: readonly string[];
}

/** ISO 639-1 -> words of the attribution line as Gmail, Outlook, Apple Mail, Thunderbird, Seznam, Centrum, Onet, WP and others write it. */
export const ATTRIBUTION_WORDS: Readonly<Record<string, AttributionWords>> = {
	en: { leads: ['on', 'at', 'in a message dated', 'quoting'], verbs: ['wrote', 'writes', 'said', 'has written'] },
	sk: { leads: ['dňa', 'dna', 'v', 'vo', 'od', 'používateľ'], verbs: ['napísal(a)', 'napísal/a', 'napísala', 'napísal', 'napisal(a)', 'píše', 'odosielateľ'] },
	cs: { leads: ['dne', 'v', 've', 'uživatel', 'od'], verbs: ['napsal(a)', 'napsal/a', 'napsala', 'napsal', 'píše', 'odesílatel'] },
	pl: {
		leads: ['w dniu', 'dnia', 'użytkownik', 'w', 'o'],
		verbs: ['napisał(a)', 'napisał/a', 'napisała', 'napisał', 'napisał(-a)', 'pisze', 'użytkownik'],
	},
	fi: { leads: ['käyttäjä', 'lainaus', 'viestissä'], verbs: ['kirjoitti', 'kirjoittaa', 'lainaus'] },
	de: { leads: ['am', 'von', 'vom', 'zitat von'], verbs: ['schrieb', 'schrieben', 'schreibt', 'hat geschrieben'] },
	hu: { leads: ['ekkor', 'dátum'], verbs: ['ezt írta', 'írta', 'a következőt írta', 'írja'] },
	fr: { leads: ['le', 'en date du', "à partir de l'adresse"], verbs: ['a écrit', 'a ecrit', 'écrit', 'écrivait', 'à écrit'] },
	es: { leads: ['el', 'en', 'a las'], verbs: ['escribió', 'escribio', 'ha escrito', 'va escriure'] },
	it: { leads: ['il', 'in data', 'il giorno', 'citando'], verbs: ['ha scritto', 'scrive', 'scriveva'] },
	pt: { leads: ['em', 'no dia', 'a', 'às'], verbs: ['escreveu', 'escreveu-me'] },
	nl: { leads: ['op', 'citeren van'], verbs: ['schreef', 'heeft het volgende geschreven', 'geschreven'] },
	sv: { leads: ['den', 'på', 'citerar'], verbs: ['skrev', 'skriver', 'har skrivit'] },
	da: { leads: ['den', 'på'], verbs: ['skrev', 'skriver'] },
	no: { leads: ['den', 'på'], verbs: ['skrev', 'skreiv', 'skriver'] },
	et: { leads: ['kuupäeval', 'kasutaja'], verbs: ['kirjutas'] },
	lv: { leads: [], verbs: ['rakstīja'] },
	lt: { leads: ['data'], verbs: ['rašė', 'parašė'] },
	ro: { leads: ['în', 'la', 'pe', 'in data'], verbs: ['a scris'] },
	hr: { leads: ['dana', 'u'], verbs: ['je napisao', 'je napisala', 'je napisao/la', 'napisao je', 'napisala je', 'je napisao/napisala'] },
	sl: { leads: ['dne', 'v'], verbs: ['je oseba', 'napisala', 'napisal', 'je napisal', 'je napisal/-a'] },
	ru: { leads: ['от'], verbs: ['написал(а)', 'написал', 'написала', 'пишет', 'писал(а)', 'писал', 'пользователь'] },
	uk: { leads: ['від'], verbs: ['написав(ла)', 'написав', 'написала', 'пише', 'користувач'] },
	bg: { leads: ['на'], verbs: ['написа', 'пише'] },
	el: { leads: ['στις', 'την', 'ο χρήστης'], verbs: ['έγραψε'] },
	tr: { leads: [], verbs: ['şunu yazdı', 'yazdı'] },
	he: { leads: ['ב-', 'בתאריך'], verbs: ['כתב', 'כתבה', 'מאת'] },
	ar: { leads: ['في', 'بتاريخ'], verbs: ['كتب', 'كتبت'] },
	vi: { leads: ['vào'], verbs: ['đã viết'] },
	id: { leads: ['pada'], verbs: ['menulis'] },
	zh: { leads: ['在', '于', '於'], verbs: ['写道', '寫道'] },
	ja: { leads: [], verbs: ['のメール', 'のメッセージ', '書きました', 'が書いた'] },
	ko: { leads: [], verbs: ['작성', '님이 작성'] },
};

/** Beginnings of weekday names, for attributions that start with one (Finnish `ke 3. helmik.`, Czech `út 5. 3.`). Compared with the whole first word. */
export const WEEKDAYS: readonly string[] = [
	...['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
	...['po', 'ut', 'út', 'st', 'št', 'čt', 'pi', 'pá', 'so', 'ne', 'pondelok', 'utorok', 'streda', 'štvrtok', 'piatok', 'sobota', 'nedeľa'],
	...['pondělí', 'úterý', 'středa', 'čtvrtek', 'pátek', 'neděle'],
	...['pon', 'wt', 'śr', 'czw', 'pt', 'sob', 'ndz', 'niedz', 'poniedziałek', 'wtorek', 'środa', 'czwartek', 'piątek', 'niedziela'],
	...['ma', 'ti', 'ke', 'to', 'pe', 'la', 'su', 'maanantai', 'tiistai', 'keskiviikko', 'torstai', 'perjantai', 'lauantai', 'sunnuntai'],
	...['mo', 'di', 'mi', 'do', 'fr', 'sa', 'montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag', 'sonntag'],
	...['lun', 'mar', 'mer', 'jeu', 'ven', 'sam', 'dim', 'mié', 'jue', 'vie', 'sáb', 'dom', 'gio', 'gioved', 'seg', 'ter', 'qua', 'qui', 'sex'],
	...['man', 'tir', 'tis', 'ons', 'tor', 'tors', 'fre', 'lør', 'lör', 'søn', 'sön', 'mån', 'vr', 'wo', 'za', 'zo'],
	...['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс', 'нд'],
	...['hétfő', 'kedd', 'szerda', 'csütörtök', 'péntek', 'szombat', 'vasárnap'],
];
