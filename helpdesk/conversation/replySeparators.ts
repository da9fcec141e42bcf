import type { ReplyLine } from './replyLines';

/** "Original message" as it stands between dashes, in lower case. */
const ORIGINAL_MESSAGE: readonly string[] = [
	...['original message', 'original appointment', 'original email', 'original mail', 'original', 'reply message', 'replied message'],
	...['ursprüngliche nachricht', 'originalnachricht', 'original-nachricht', 'original nachricht', 'antwort nachricht', 'ursprüngliche mail'],
	...['pôvodná správa', 'pôvodný e-mail', 'pôvodný email', 'povodna sprava', 'pôvodná e-mailová správa', 'originálna správa'],
	...['původní zpráva', 'původní e-mail', 'původní email', 'puvodni zprava', 'původní e-mailová zpráva'],
	...['wiadomość oryginalna', 'oryginalna wiadomość', 'treść oryginalnej wiadomości', 'wiadomosc oryginalna'],
	...['alkuperäinen viesti', 'alkuperäinen sähköposti', 'eredeti üzenet', 'eredeti e-mail', "message d'origine", 'message d’origine', 'message original'],
	...['mensaje original', 'messaggio originale', 'mensagem original', 'oorspronkelijk bericht', 'origineel bericht', 'originalmeddelande', 'ursprungligt meddelande'],
	...['oprindelig meddelelse', 'original besked', 'oprindelig besked', 'opprinnelig melding', 'originalmelding', 'opprinnelig beskjed', 'algne kiri', 'algne sõnum'],
	...['mesaj original', 'mesajul original', 'izvorna poruka', 'originalna poruka', 'izvirno sporočilo', 'sākotnējais ziņojums', 'pradinis laiškas'],
	...['исходное сообщение', 'исходное письмо', 'пересылаемое сообщение', 'вихідне повідомлення', 'початкове повідомлення', 'оригинално съобщение'],
	...['αρχικό μήνυμα', 'özgün ileti', 'orijinal mesaj', 'הודעה מקורית', 'الرسالة الأصلية', 'thư gốc', 'pesan asli', '原始邮件', '回复的原邮件', '原邮件', '回复邮件', '被回复的邮件', '原始郵件', '原文', '元のメッセージ', '원본 메시지', '원본 메일', '받은 메일 내용', '원본 메세지'],
];

/** "Forwarded message" as it stands between dashes or after "Begin", in lower case. */
const FORWARDED_MESSAGE: readonly string[] = [
	...['forwarded message', 'begin forwarded message', 'forwarded by', 'weitergeleitete nachricht', 'anfang der weitergeleiteten nachricht', 'weitergeleitet von'],
	...['preposlaná správa', 'začiatok preposlanej správy', 'přeposlaná zpráva', 'předaná zpráva', 'začátek přeposílané zprávy', 'wiadomość przekazana', 'przekazana wiadomość'],
	...['välitetty viesti', 'edelleenlähetetty viesti', 'továbbított üzenet', 'message transféré', 'début du message réexpédié', 'mensaje reenviado', 'messaggio inoltrato'],
	...['inizio messaggio inoltrato', 'inizio del messaggio inoltrato', 'mensagem encaminhada', 'doorgestuurd bericht', 'vidarebefordrat meddelande', 'vidarebefordrat brev'],
	...['videresendt meddelelse', 'videresendt melding', 'edastatud kiri', 'mesaj redirecționat', 'proslijeđena poruka', 'пересланное сообщение', 'переслане повідомлення'],
	...['iletilmiş mesaj', 'הודעה שהועברה', 'رسالة معاد توجيهها', '转发的邮件', '轉寄郵件', '転送メッセージ', '전달된 메시지'],
];

export type SeparatorKind = 'original' | 'forwarded';

const phrases = new Map<string, SeparatorKind>();
for (const phrase of ORIGINAL_MESSAGE) phrases.set(phrase, 'original');
for (const phrase of FORWARDED_MESSAGE) phrases.set(phrase, 'forwarded');

/** Daum and Hanmail: `---------[ 받은 메일 내용 ]----------`. */
const BRACKETED = /^-{3,60}\[ ?([^\][]{3,40}?) ?\]-{3,60}$/u;
const DASHED = /^[-–—_=*]{2,60}\s{0,4}([^-–—_=*].{3,60}?)\s{0,4}[-–—_=*:：]{2,60}$/u;
const DASHED_LEFT = /^[-–—_=*]{4,60}\s{0,4}([^-–—_=*].{3,60}?)[:：]?$/u;
/** With one of these characters begins what the first three patterns look for; with one of these ends what the last one does. */
const DASHES = new Set(['-', '–', '—', '_', '=', '*']);
const COLONS = new Set([':', '：']);
const APPLE = /^(begin|anfang|začiatok|začátek|début|inizio)\s.{5,60}[:：]$/u;

/** "-----Original Message-----" or "---------- Forwarded message ---------" in any known language, or null. */
export function separatorKind(line: ReplyLine): SeparatorKind | null {
	const text = line.clean;
	if (text.length < 6 || text.length > 160) return null;
	if (!DASHES.has(text.charAt(0)) && !COLONS.has(text.charAt(text.length - 1))) return null;
	const lower = text.toLowerCase();
	const phrase = (BRACKETED.exec(lower) ?? DASHED.exec(lower) ?? DASHED_LEFT.exec(lower))?.[1] ?? (APPLE.test(lower) ? lower.slice(0, -1) : null);
	if (phrase === null) return null;
	return phrases.get(phrase.trim()) ?? null;
}

/** A line that only draws a rule: `________________`, `- - - - -`, `*****`. */
export function isRule(line: ReplyLine): boolean {
	const text = line.clean;
	if (text === '__') return true;
	return text.length >= 3 && text.length <= 200 && /^[-–—_=*~#+. ᐧ]{3,200}$/u.test(text) && !/^[. ]+$/u.test(text);
}
