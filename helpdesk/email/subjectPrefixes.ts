/** Reply prefixes that mail programs put before a subject, by language; in lower case, without colon. */
const REPLY_PREFIXES: Readonly<Record<string, readonly string[]>> = {
	'Latin, English': ['re', 'reply', 'resp'],
	German: ['aw', 'antw', 'antwort'],
	'Czech, Slovak, Polish': ['odp', 'odpoveď', 'odpověď', 'odpowiedź', 'ad'],
	Finnish: ['vs', 'vast', 'vastaus'],
	'Swedish, Danish, Norwegian, Icelandic': ['sv', 'svar'],
	Hungarian: ['vá', 'vál', 'válasz'],
	Dutch: ['beantw'],
	French: ['réf', 'ref', 'rép'],
	Italian: ['r', 'rif', 'ris', 'risp', 'risposta'],
	'Spanish, Portuguese': ['res', 'resposta', 'respuesta'],
	Romanian: ['răsp', 'rasp', 'răspuns'],
	'Estonian, Latvian, Lithuanian': ['atb', 'atbilde', 'ats', 'ats.'],
	'Croatian, Slovenian, Serbian': ['odg', 'odgovor', 'одг'],
	Greek: ['απ', 'απάντηση', 'σχετ'],
	'Russian, Ukrainian, Bulgarian': ['ответ', 'отв', 'відп', 'отг', 'на'],
	Turkish: ['ynt', 'yan', 'yanıt', 'yanit', 'cevap'],
	Hebrew: ['השב', 'תגובה'],
	Arabic: ['رد'],
	Chinese: ['回复', '回覆', '答复', '答覆', '回信'],
	Japanese: ['返信', 'ｒｅ'],
	Korean: ['답장', '회신', 'res'],
	'Vietnamese, Indonesian, Welsh': ['tl', 'bls', 'hal', 'trả lời', 'ateb'],
	Thai: ['ตอบ', 'ตอบกลับ'],
};

/** Forward prefixes, by language. `vs` (Norwegian) and `sv` are taken as replies, which they are in more places. */
const FORWARD_PREFIXES: Readonly<Record<string, readonly string[]>> = {
	English: ['fw', 'fwd', 'forward', 'forwarded'],
	German: ['wg', 'weitergeleitet', 'wtr'],
	'Czech, Slovak, Polish': ['pd', 'pre', 'podaj dalej', 'předáno', 'preposlané', 'přeposláno'],
	Finnish: ['vl', 'välitetty', 'lähetetty edelleen'],
	'Swedish, Danish, Norwegian, Icelandic': ['vb', 'vidarebefordrat', 'videresendt', 'vid', 'fs', 'framsent'],
	Hungarian: ['tov', 'továbbítás', 'továbbítva'],
	Dutch: ['doorst', 'doorgestuurd'],
	French: ['tr', 'transf', 'transfert', 'transféré'],
	Italian: ['i', 'inoltro', 'inoltrato'],
	'Spanish, Portuguese': ['rv', 'enc', 'encaminhado', 'reenv', 'reenviado', 'renv'],
	Romanian: ['redirecționat', 'redir'],
	'Estonian, Latvian, Lithuanian': ['edasi', 'pārs', 'pārsūtīts', 'persiųsta', 'persiunčiama'],
	'Croatian, Slovenian, Serbian': ['proslj', 'proslijeđeno', 'posr', 'пр', 'posredovano'],
	Greek: ['πρθ', 'προώθηση'],
	'Russian, Ukrainian, Bulgarian': ['пересл', 'пер', 'пересл.', 'пренасочено', 'препр'],
	Turkish: ['ilt', 'i̇lt', 'iletildi', 'ilet'],
	Hebrew: ['הועבר'],
	Arabic: ['إعادة توجيه', 'إعادة'],
	Chinese: ['转发', '轉寄', '轉發', '轉送'],
	Japanese: ['転送', 'ｆｗ'],
	Korean: ['전달'],
	'Vietnamese, Indonesian, Welsh': ['trs', 'yml', 'chuyển tiếp'],
	Thai: ['ส่งต่อ'],
};

export type PrefixKind = 'reply' | 'forward';

function table(languages: Readonly<Record<string, readonly string[]>>, kind: PrefixKind): [string, PrefixKind][] {
	return Object.values(languages)
		.flat()
		.map((prefix) => [prefix.normalize('NFC'), kind]);
}

/** Prefix in lower case and NFC, without colon, and what it means. A prefix that is both counts as a reply. */
export const SUBJECT_PREFIXES: ReadonlyMap<string, PrefixKind> = new Map([...table(FORWARD_PREFIXES, 'forward'), ...table(REPLY_PREFIXES, 'reply')]);
