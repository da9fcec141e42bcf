import type { ReplyLine } from './replyLines';

const PHONE_MAILS: readonly RegExp[] = [
	/^(?:sent|get|written) (?:from|via|using|with|by|on) (?:my|typeapp|outlook|yahoo|mail|mobile|gmail|samsung|proton|aol|the |a |an )/,
	/^get outlook for /,
	/^via (?:mobile|mobil|iphone|smartphone|telefon)$/,
	/^(?:von|mit) (?:meinem|meiner|outlook|der|dem|meinen) .{0,60}(?:gesendet|verschickt|geschrieben)$/,
	/^(?:gesendet|diese nachricht wurde) (?:von|mit|vom|aus) /,
	/^(?:envoyé|envoye) (?:de|depuis|à partir|avec|via) /,
	/^(?:enviado|enviada|enviat) (?:desde|do|da|de|a partir|com|por|via) /,
	/^(?:inviato|inviata) (?:da|dal|con|tramite) /,
	/^(?:verzonden|verstuurd) (?:vanaf|met|via|vanuit) /,
	/^skickat (?:från|med|via) /,
	/^(?:skickades|sendt|sendte) (?:från|fra|via|med) /,
	/^(?:lähetetty|hanki outlook|lähetin) /,
	/^(?:odoslané|odoslane|odoslaná|poslané|odesláno|odeslano|odesláno|posláno|získajte outlook|získat outlook) (?:z|zo|ze|s|pre|pro|pomocou|cez|přes) /,
	/^(?:wysłane|wysłano|wyslane|wysłany) (?:z|ze|przez|za) /,
	/^(?:az? )?(?:iphone|ipad|telefon|elküldve|küldve).{0,40}(?:küldve|iphone|ipad|telefon)/,
	/^(?:trimis|expediat) (?:de pe|de la|din|prin) /,
	/^(?:poslano|poslato) (?:s|sa|iz|z|prek) /,
	/^saadetud (?:minu )?/,
	/^(?:отправлено|послано) (?:с|из|от) /,
	/^(?:надіслано|відправлено) (?:з|із|від) /,
	/^изпратено от /,
	/^(?:στάλθηκε|εστάλη) από /,
	/^(?:发自|發自|从我的|傳送自|來自)/,
	/(?:から送信|で送信)$/,
	/에서 (?:보냄|보낸 메일)$/,
	/(?:gönderildi|gönderilmiştir)$/,
	/^đã gửi từ /,
	/^dikirim dari /,
];

/** What is anchored at the beginning fails at the first character; what is not would be tried at every one of every line. */
const BEGINNINGS = new RegExp(PHONE_MAILS.filter(({ source }) => source.startsWith('^')).map(({ source }) => source).join('|'));
const ENDINGS = new RegExp(PHONE_MAILS.filter(({ source }) => !source.startsWith('^')).map(({ source }) => source).join('|'));

/** Things that such a line ends in; a sentence about a desk does not. */
const DEVICES = /typeapp|iphon|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|nokia|\bpixel\b|oneplus|black ?berry|mobil|phone|telefon|handy|puhelin|tablet|outlook|mail|yahoo|windows|verizon|t-mobile|handheld|device|wireless|smartphone|proton|spark|bluemail|thunderbird|zařízení|zariadeni|urządzeni|laite|enhed|dispositi|appareil|gerät|мобильн|телефон|айфон|手机|手機|휴대/u;

/** "Sent from my iPhone" and its like: a whole line, short, naming a device or a mail program and holding no sentence. */
export function isPhoneLine(line: ReplyLine): boolean {
	const bare = line.clean.slice(0, 300).replace(/\s?[<([]{1,2}(?:https?:|www\.)[^\s<>]{1,200}[>)\]]{1,2}/u, '');
	const text = bare.toLowerCase().replace(/^[-–—_*|\s]{1,6}/u, '').replace(/[.!*_\s]{1,4}$/u, '');
	if (text.length < 6 || text.length > 110 || line.clean === '') return false;
	if (!BEGINNINGS.test(text) && !ENDINGS.test(text)) return false;
	if (/[,;?!]|\. /u.test(text)) return false;
	return DEVICES.test(text);
}

/** `-- ` (RFC 3676 section 4.3), also without its blank, as many programs send it. */
export function isSignatureDelimiter(line: ReplyLine): boolean {
	return line.clean === '--';
}

const CONTACT_HINT = /@|https?:|www\.|\+?\d[\d\s()/.-]{6,20}\d|tel|mob|fax|unsubscribe|mailing list|list-|s\. ?r\. ?o|gmbh|oy\b|ltd|inc\b|ičo|dič|vat\b/iu;

/** A block below a rule looks like contact data, a list footer or a disclaimer. `texts` is at most a few lines. */
export function looksLikeContactBlock(texts: readonly string[]): boolean {
	return texts.some((text) => CONTACT_HINT.test(text.slice(0, 300)));
}

/** `Jana Nováková`: two or three words, each with a capital, and nothing else. */
export function isBareName(line: ReplyLine): boolean {
	return line.clean.length <= 40 && /^\p{Lu}[\p{L}'.-]{0,20}(?: \p{Lu}[\p{L}'.-]{0,20}){1,2}$/u.test(line.clean);
}

/** `-Abhishek Kona`: a dash, no blank, one to three names; the last line of a mail only. */
export function isDashedName(line: ReplyLine): boolean {
	return line.clean.length <= 40 && /^-\p{Lu}[\p{L}'.]{0,20}(?: \p{Lu}[\p{L}'.]{0,20}){0,2}$/u.test(line.clean);
}
