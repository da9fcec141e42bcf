/**
 * The line that stands first in our mails, in every language that is shipped. The shape `##- ... -##` is kept in all of them, because
 * people know it from other help desks and mail programs pass it on unchanged.
 */
export const REPLY_ABOVE_LINES = {
	en: '##- Please type your reply above this line -##',
	sk: '##- Svoju odpoveď napíšte nad tento riadok -##',
	cs: '##- Svou odpověď napište nad tento řádek -##',
	pl: '##- Prosimy wpisać odpowiedź powyżej tej linii -##',
	fi: '##- Kirjoita vastauksesi tämän rivin yläpuolelle -##',
	de: '##- Bitte schreiben Sie Ihre Antwort über diese Zeile -##',
	hu: '##- Kérjük, válaszát e sor fölé írja -##',
	fr: '##- Veuillez écrire votre réponse au-dessus de cette ligne -##',
	es: '##- Por favor, escriba su respuesta encima de esta línea -##',
	it: '##- Si prega di scrivere la risposta sopra questa riga -##',
	nl: '##- Typ uw antwoord boven deze regel -##',
	pt: '##- Por favor, escreva a sua resposta acima desta linha -##',
	sv: '##- Skriv ditt svar ovanför den här raden -##',
	da: '##- Skriv dit svar over denne linje -##',
	no: '##- Skriv svaret ditt over denne linjen -##',
	et: '##- Palun kirjutage oma vastus selle rea kohale -##',
	ro: '##- Vă rugăm să scrieți răspunsul deasupra acestei linii -##',
	uk: '##- Будь ласка, напишіть відповідь над цим рядком -##',
} as const;

export type ReplyAboveLanguage = keyof typeof REPLY_ABOVE_LINES;

/** Every shipped line: whoever reads an answer knows them all, whatever language the answered mail was in. */
export const REPLY_ABOVE_MARKS: readonly string[] = Object.values(REPLY_ABOVE_LINES);

/** `id` of the element that holds the line in HTML mails of ours, so that it is found even when a mail program translates the text. */
export const REPLY_ABOVE_ID = 'mail-helpdesk-reply-above';

/** The reply-above line in this language (ISO 639-1, `de-AT` is German); English when the language is unknown or not shipped. */
export function replyAboveLine(language: string | null): string {
	const code = (language ?? '').toLowerCase().split(/[-_]/, 1)[0] ?? '';
	return Object.hasOwn(REPLY_ABOVE_LINES, code) ? REPLY_ABOVE_LINES[code as ReplyAboveLanguage] : REPLY_ABOVE_LINES.en;
}
