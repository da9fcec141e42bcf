/** How a line begins that phones and mail apps write below a mail, in lower case, by language. Each wants a word of `DEVICES` besides. */
export const PHONE_BEGINNINGS: readonly RegExp[] = [
	/^(?:sent|get|written) (?:from|via|using|with|by|on) (?:my|typeapp|outlook|yahoo|mail|mobile|gmail|samsung|proton|aol|the |a |an |nine$|front$|hiver$|polymail|canary|airmail|edison|boxer|workspace one|tuta|superhuman|zoho mail|spark$|mailspring|newton|huawei|bluemail|missive|thunderbird|fairemail|hey$|windows|ipad|iphone|android)/,
	/^(?:get|try|download) (?:outlook|bluemail|yahoo mail|gmail|spark) (?:for|app) /,
	/^via (?:mobile|mobil|iphone|smartphone|telefon)$/,
	/^(?:von|mit) (?:meinem|meiner|meinem\/meiner|outlook|samsung|der|dem|meinen) .{0,60}(?:gesendet|verschickt|geschrieben)$/,
	/^(?:gesendet|diese nachricht wurde) (?:von|mit|vom|aus) /,
	/^(?:envoyé|envoye) (?:de|depuis|à partir|avec|via) /,
	/^(?:enviado|enviada|enviat) (?:desde|des|do|da|de|a partir|com|por|via) /,
	/^(?:inviato|inviata) (?:da|dal|con|tramite) /,
	/^(?:verzonden|verstuurd) (?:vanaf|met|via|vanuit) /,
	/^skickat (?:från|med|via) /,
	/^(?:skickades|sendt|sendte) (?:från|fra|via|med) /,
	/^(?:lähetetty|hanki outlook|lähetin) /,
	/^(?:odoslané|odoslane|odoslaná|poslané|odesláno|odeslano|odesláno|posláno|získajte outlook|získat outlook) (?:z|zo|ze|s|pre|pro|pomocou|cez|přes) /,
	/^(?:wysłane|wysłano|wyslane|wysłany) (?:z|ze|przez|za) /,
	/^elküldve /,
	/^(?:trimis|expediat) (?:de pe|de la|din|prin) /,
	/^(?:poslano|poslato) (?:s|sa|iz|z|prek) /,
	/^saadetud (?:minu )?/,
	/^(?:отправлено|послано) (?:с|из|от) /,
	/^(?:надіслано|відправлено) (?:з|із|від) /,
	/^изпратено от /,
	/^(?:στάλθηκε|εστάλη|αποστολή) από /,
	/^(?:发自|發自|从我的|從我的|傳送自|发送自|發送自|來自)/,
	/^đã gửi từ /,
	/^dikirim dari /,
	/^išsiųsta (?:iš|naudojant) /,
	/^nosūtīts no /,
	/^(?:نُشر|نشر|أُرسلت|أرسلت|أُرسل|أرسل|تم الإرسال|مرسل) من /,
	/^נשלח (?:מה?-|מ)/,
	/^ส่งจาก /,
];

/** How it ends in languages that put the verb last. */
export const PHONE_ENDINGS: readonly string[] = [' küldve', 'から送信', 'で送信', '에서 보냄', '에서 보낸 메일', 'gönderildi', 'gönderilmiştir', 'से भेजा गया'];

/** Things that such a line ends in; a sentence about a desk does not. */
export const DEVICES = /typeapp|nine$|front$|hiver$|polymail|canary|airmail|edison|boxer|workspace one|tuta|superhuman|newton|missive|hey$|smartf|puhelim|készülék|android|小米|华为|荣耀|κινητό|הנייד|iphon|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|nokia|\bpixel\b|oneplus|black ?berry|mobil|phone|telefon|handy|puhelin|tablet|outlook|mail|yahoo|windows|verizon|t-mobile|handheld|device|wireless|smartphone|proton|spark|bluemail|thunderbird|zařízení|zariadeni|urządzeni|laite|enhed|dispositi|appareil|gerät|мобильн|телефон|айфон|手机|手機|휴대/u;

/** How Outlook for phones is advertised: words before its name, or behind it, by which it is to be got. */
const GET_BEFORE = 'get|hol|holen sie sich|obtenir|télécharger|téléchargez|obtener|obtén|descargar|obter|obtenha|ottieni|scarica|hämta|hent|få|hanki|získať|získajte|získat|získejte|stáhnout|stáhněte|stiahnuť|pobierz|uzyskaj|az|szerezze be az|obțineți|preuzmite|dobijte|pridobite|вземете|изтеглете|скачать|скачайте|получить|отримайте|завантажте|hangi|gauti|gaukite|iegūt|λήψη του|αποκτήστε το|الحصول على|קבל את|tải|dapatkan|descarregar|获取|取得|下载|下載';
const GET_BEHIND = 'downloaden|beziehen|herunterladen|edinin|を入手|다운로드|beszerzése|letölthető|beszerzése androidra|letöltése';
export const OUTLOOK_AD = new RegExp(`^(?:${GET_BEFORE})[\\s„"]{0,3}.{0,40}outlook|outlook.{0,30}(?:${GET_BEHIND})`, 'u');

/** Lines of mail apps that hold a comma or a semicolon, which no other such line does. */
export const APP_ADS = /^(?:sent from mailspring\b.{0,60}app for work|sent with tuta; enjoy secure.{0,30}|sent from my (?:verizon|t-mobile|at&t|sprint), .{0,40})$/u;
