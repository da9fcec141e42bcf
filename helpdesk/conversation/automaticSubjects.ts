/**
 * Beginnings of subjects that automatic answers carry, by language. People write such subjects too, so a row counts only with another hint (`automatic.ts`).
 * In lower case; what follows must be the end, a colon, a dash or a blank as the row's own text says.
 */
export const ANSWER_SUBJECTS: Array<{ language: string; class: 'out-of-office' | 'auto-reply'; beginnings: string[] }> = [
	{ language: 'en', class: 'out-of-office', beginnings: ['automatic reply', 'out of office', 'out of the office', 'out-of-office', 'vacation reply', 'on vacation', 'away from the office', 'on leave', 'away until'] },
	{ language: 'en', class: 'auto-reply', beginnings: ['auto reply', 'autoreply', 'auto-reply', 'auto response', 'autoresponse', 'auto:', 'automated response', 'automated reply', 'automatic response'] },
	{ language: 'de', class: 'out-of-office', beginnings: ['automatische antwort', 'abwesenheitsnotiz', 'abwesenheitsmeldung', 'abwesend', 'abwesenheit', 'nicht im büro', 'urlaub'] },
	{ language: 'de', class: 'auto-reply', beginnings: ['autoantwort', 'auto-antwort', 'automatische rückantwort'] },
	{ language: 'fr', class: 'out-of-office', beginnings: ['réponse automatique', 'absence du bureau', "message d'absence", 'absent du bureau', 'absence :', 'absence:'] },
	{ language: 'es', class: 'out-of-office', beginnings: ['respuesta automática', 'fuera de la oficina', 'fuera de oficina', 'ausente de la oficina'] },
	{ language: 'it', class: 'out-of-office', beginnings: ['risposta automatica', 'fuori sede', 'fuori ufficio', 'assente dall\'ufficio'] },
	{ language: 'it', class: 'auto-reply', beginnings: ['risposta non al computer'] },
	{ language: 'pt', class: 'out-of-office', beginnings: ['resposta automática', 'fora do escritório', 'ausência do escritório'] },
	{ language: 'nl', class: 'out-of-office', beginnings: ['automatisch antwoord', 'afwezig', 'niet aanwezig', 'buiten kantoor'] },
	{ language: 'sv', class: 'out-of-office', beginnings: ['autosvar', 'automatiskt svar', 'frånvaro', 'frånvarande', 'ej på plats'] },
	{ language: 'da', class: 'out-of-office', beginnings: ['automatisk svar', 'fraværsmeddelelse', 'ikke på kontoret'] },
	{ language: 'nb', class: 'out-of-office', beginnings: ['automatisk svar', 'fraværsmelding', 'ikke til stede'] },
	{ language: 'fi', class: 'out-of-office', beginnings: ['automaattinen vastaus', 'poissaoloilmoitus', 'poissa toimistosta', 'poissa:', 'lomalla'] },
	{ language: 'pl', class: 'out-of-office', beginnings: ['odpowiedź automatyczna', 'automatyczna odpowiedź', 'poza biurem', 'nieobecność', 'nieobecny'] },
	{ language: 'cs', class: 'out-of-office', beginnings: ['automatická odpověď', 'mimo kancelář', 'nepřítomnost', 'dovolená:'] },
	{ language: 'sk', class: 'out-of-office', beginnings: ['automatická odpoveď', 'mimo kancelárie', 'neprítomnosť', 'som mimo', 'dovolenka:'] },
	{ language: 'hu', class: 'out-of-office', beginnings: ['automatikus válasz', 'házon kívül', 'irodán kívül'] },
	{ language: 'ro', class: 'out-of-office', beginnings: ['răspuns automat', 'plecat din birou'] },
	{ language: 'ru', class: 'out-of-office', beginnings: ['автоматический ответ', 'автоответ', 'вне офиса', 'отсутствие на рабочем месте'] },
	{ language: 'uk', class: 'out-of-office', beginnings: ['автоматична відповідь', 'автовідповідь', 'поза офісом'] },
	{ language: 'bg', class: 'out-of-office', beginnings: ['автоматичен отговор'] },
	{ language: 'el', class: 'out-of-office', beginnings: ['αυτόματη απάντηση', 'εκτός γραφείου'] },
	{ language: 'tr', class: 'out-of-office', beginnings: ['otomatik yanıt', 'ofis dışında'] },
	{ language: 'et', class: 'out-of-office', beginnings: ['automaatvastus', 'kontorist väljas'] },
	{ language: 'lt', class: 'out-of-office', beginnings: ['automatinis atsakymas'] },
	{ language: 'lv', class: 'out-of-office', beginnings: ['automātiska atbilde'] },
	{ language: 'sl', class: 'out-of-office', beginnings: ['samodejni odgovor', 'odsotnost'] },
	{ language: 'hr', class: 'out-of-office', beginnings: ['automatski odgovor'] },
	{ language: 'he', class: 'out-of-office', beginnings: ['תשובה אוטומטית', 'מענה אוטומטי'] },
	{ language: 'ar', class: 'out-of-office', beginnings: ['رد تلقائي'] },
	{ language: 'ja', class: 'out-of-office', beginnings: ['自動応答', '自動返信', '不在通知', '不在:'] },
	{ language: 'zh', class: 'out-of-office', beginnings: ['自动答复', '自动回复', '自動回覆', '外出'] },
	{ language: 'ko', class: 'out-of-office', beginnings: ['자동 회신', '자동 응답', '부재중'] },
];

/** Vtiger's notices to staff (reference: default workflows of 8.0), in exactly its spelling; a reply to one begins with `Re:` and is a person's. */
export const OWN_NOTICES: Array<{ subject: RegExp; because: string }> = [
	{ subject: /^Ticket Number : \p{L}{1,10}\d{1,12}(?:\s|$)/u, because: "Subject is that of Vtiger's notice to staff about a ticket" },
	{
		subject: /^Respond to Ticket ID## \d{1,19} ## in Customer Portal - URGENT/,
		because: "Subject is that of Vtiger's notice to staff about a customer's comment",
	},
];

type AnswerClass = (typeof ANSWER_SUBJECTS)[number]['class'];

/** By its first character, and in the order of the rows: each beginning and what it says. */
const BEGINNINGS = new Map<string, Array<[string, AnswerClass]>>();
for (const row of ANSWER_SUBJECTS) {
	for (const beginning of row.beginnings) BEGINNINGS.set(beginning.charAt(0), [...(BEGINNINGS.get(beginning.charAt(0)) ?? []), [beginning, row.class]]);
}

/** The kind of automatic answer that a subject begins like, or null. */
export function answerSubject(subject: string): AnswerClass | null {
	const start = subject.slice(0, 200).trim().normalize('NFC').toLowerCase().replace(/^\[[^\]]{0,40}\]\s{0,5}/, '');
	const found = BEGINNINGS.get(start.charAt(0))?.find(([beginning]) => start.startsWith(beginning) && !continuesWord(beginning, start.slice(beginning.length)));
	return found?.[1] ?? null;
}

/** Languages written without blanks have no end of a word to look for. */
function continuesWord(beginning: string, rest: string): boolean {
	return /(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])\p{L}$/u.test(beginning) && /^\p{L}/u.test(rest);
}
