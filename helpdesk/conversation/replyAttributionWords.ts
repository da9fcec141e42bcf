/** How mail programs introduce a quoted mail in one language. All in lower case, NFC. */
export interface AttributionWords {
	/** Words that such a line begins with; names of weekdays count too and are in `WEEKDAYS`. */
	leads: readonly string[];
	/** What says "wrote", at the end of the line or before the name. */
	verbs: readonly string[];
}

/** ISO 639-1 -> words of the attribution line as Gmail, Outlook, Apple Mail, Thunderbird, Seznam, Centrum, Onet, WP and others write it. */
export const ATTRIBUTION_WORDS: Readonly<Record<string, AttributionWords>> = {
	en: { leads: ['on', 'at', 'in a message dated'], verbs: ['wrote', 'writes', 'said', 'has written'] },
	sk: { leads: ['dňa', 'dna', 'v', 'vo', 'od', 'používateľ'], verbs: ['napísal(a)', 'napísal/a', 'napísala', 'napísal', 'napisal(a)', 'píše', 'odosielateľ'] },
	cs: { leads: ['dne', 'v', 've', 'uživatel', 'od'], verbs: ['napsal(a)', 'napsal/a', 'napsala', 'napsal', 'píše', 'odesílatel'] },
	pl: {
		leads: ['w dniu', 'dnia', 'użytkownik', 'wiadomość napisana przez', 'w', 'o'],
		verbs: ['napisał(a)', 'napisał/a', 'napisała', 'napisał', 'napisał(-a)', 'napisana przez', 'pisze', 'użytkownik'],
	},
	fi: { leads: ['käyttäjä', 'viestissä'], verbs: ['kirjoitti', 'kirjoittaa'] },
	de: { leads: ['am', 'von', 'vom'], verbs: ['schrieb', 'schrieben', 'schreibt', 'hat geschrieben', 'folgendes geschrieben'] },
	hu: { leads: ['ekkor', 'dátum'], verbs: ['ezt írta', 'írta', 'a következőt írta', 'írja'] },
	fr: { leads: ['le', 'en date du', "à partir de l'adresse"], verbs: ['a écrit', 'a ecrit', 'écrit', 'écrivait', 'à écrit'] },
	es: { leads: ['el', 'en', 'a las'], verbs: ['escribió', 'escribio', 'ha escrito'] },
	ca: { leads: ['el', 'missatge de'], verbs: ['va escriure', 'ha escrit', 'del dia'] },
	it: { leads: ['il', 'in data', 'il giorno'], verbs: ['ha scritto', 'scrive', 'scriveva'] },
	pt: { leads: ['em', 'no dia', 'a', 'às'], verbs: ['escreveu', 'escreveu-me'] },
	nl: { leads: ['op'], verbs: ['schreef', 'heeft het volgende geschreven', 'geschreven'] },
	sv: { leads: ['den', 'på'], verbs: ['skrev', 'skriver', 'har skrivit'] },
	da: { leads: ['den', 'på'], verbs: ['skrev', 'skriver'] },
	no: { leads: ['den', 'på'], verbs: ['skrev', 'skreiv', 'skriver'] },
	et: { leads: ['kuupäev', 'kuupäeval', 'kasutaja'], verbs: ['kirjutas'] },
	lv: { leads: [], verbs: ['rakstīja'] },
	lt: { leads: ['data'], verbs: ['rašė', 'parašė'] },
	ro: { leads: ['în', 'la', 'pe', 'in data'], verbs: ['a scris'] },
	hr: { leads: ['dana', 'u'], verbs: ['je napisao', 'je napisala', 'je napisao/la', 'napisao je', 'napisala je', 'je napisao/napisala'] },
	sl: { leads: ['dne', 'v'], verbs: ['je oseba', 'napisala', 'napisal', 'je napisal', 'je napisal/-a'] },
	ru: { leads: ['от', 'вы писали'], verbs: ['написал(а)', 'написал', 'написала', 'пишет', 'писал(а)', 'писали', 'писал', 'пользователь'] },
	uk: { leads: ['від'], verbs: ['написав(ла)', 'написав(-ла)', 'написав', 'написала', 'пише', 'користувач'] },
	bg: { leads: ['на'], verbs: ['написа', 'пише'] },
	el: { leads: ['στις', 'την', 'ο χρήστης'], verbs: ['έγραψε'] },
	tr: { leads: [], verbs: ['şunu yazdı', 'yazdı'] },
	he: { leads: ['ב-', 'בתאריך'], verbs: ['כתב', 'כתבה', 'כתב/ה', 'מאת'] },
	ar: { leads: ['في', 'بتاريخ'], verbs: ['كتب', 'كتبت', 'بواسطة'] },
	fa: { leads: ['در'], verbs: ['نوشت', 'نوشته است', 'نوشته'] },
	hi: { leads: [], verbs: ['ने लिखा', 'लिखा'] },
	th: { leads: ['ในวันที่', 'เมื่อวันที่', 'เมื่อ', 'วันที่'], verbs: ['เขียนว่า', 'เขียน'] },
	is: { leads: ['þann'], verbs: ['skrifaði'] },
	sr: { leads: ['дана', 'dana'], verbs: ['је написао/ла', 'је написао', 'је написала', 'написао је', 'написала је', 'je napisao/la'] },
	vi: { leads: ['vào'], verbs: ['đã viết'] },
	id: { leads: ['pada'], verbs: ['menulis'] },
	zh: { leads: ['在', '于', '於'], verbs: ['写道', '寫道'] },
	ja: { leads: [], verbs: ['のメール', 'のメッセージ', '書きました', 'が書いた'] },
	ko: { leads: [], verbs: ['작성', '님이 작성', '쓴 글'] },
};

/** With what Horde, SquirrelMail and others begin such a line that has no verb: `Zitat von Jana <jana@example.com>:`. */
export const QUOTING: readonly string[] = [
	...['quoting', 'zitat von', 'zitiere', 'citujem', 'citácia', 'cituji', 'citace', 'cytowanie', 'cytat', 'cytuję', 'lainaus', 'lainaan', 'idézés', 'idézet', 'citando', 'citando a', 'citat', 'citat från', 'citat fra'],
	...['citeren', 'citeren van', 'citaat van', 'citerar', 'citerer', 'citation de', 'citat din', 'citiram', 'tsiteerin', 'цитирую', 'цитирование', 'цитата', 'цитую', 'alıntı', 'mensaje citado por', 'mensagem citada por', 'en réponse à', 'selon', 'quotando'],
];

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
	...['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag', 'måndag', 'tisdag', 'lördag', 'söndag', 'mán', 'þri', 'mið', 'fim', 'fös', 'lau'],
	...['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'],
	...['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche', 'lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato', 'domenica'],
	...['uto', 'sri', 'čet', 'pet', 'sub', 'ned', 'mie', 'joi', 'vin', 'sâm', 'dum', 'pirmd', 'otrd', 'trešd', 'ceturtd', 'piektd', 'sestd', 'svētd'],
	...['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс', 'нд', 'уто', 'сре', 'чет', 'пет', 'суб', 'нед', 'пон'],
	...['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье', 'понеділок', 'вівторок', 'середа', 'четвер', "п'ятниця", 'субота', 'неділя'],
	...['सोम', 'मंगल', 'बुध', 'गुरु', 'शुक्र', 'शनि', 'रवि'],
	...['hétfő', 'kedd', 'szerda', 'csütörtök', 'péntek', 'szombat', 'vasárnap'],
];
