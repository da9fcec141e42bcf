export type HeaderLabel = 'from' | 'sent' | 'to' | 'cc' | 'bcc' | 'subject' | 'reply-to' | 'other';

/** Labels of the header block that Outlook and others put above a quoted mail, in lower case. */
export const HEADER_LABELS: Readonly<Record<HeaderLabel, readonly string[]>> = {
	from: [
		...['from', 'von', 'od', 'odosielateľ', 'odesílatel', 'nadawca', 'lähettäjä', 'feladó', 'de', 'da', 'van', 'från', 'fra', 'saatja', 'no', 'nuo'],
		...['de la', 'expediteur', 'expéditeur', 'remitente', 'mittente', 'afzender', 'avsändare', 'avsender', 'afsender', 'absender', 'pošiljatelj'],
		...['от', 'от кого', 'від', 'від кого', 'από', 'kimden', 'gönderen', 'מאת', 'من', 'từ', 'dari', '发件人', '寄件者', '寄件人', '差出人', '보낸 사람', 'sender', 'šalje', 'отправитель', 'จาก', 'از', 'frá', 'од', 'oт', 'प्रेषक', 'gửi từ', 'pengirim'],
	],
	sent: [
		...['sent', 'date', 'gesendet', 'datum', 'odoslané', 'dátum', 'odesláno', 'poslané', 'dňa', 'wysłano', 'wysłane', 'data', 'lähetetty', 'päivämäärä', 'päiväys', 'elküldve'],
		...['küldve', 'envoyé', 'envoyé le', 'enviado', 'enviado el', 'enviado em', 'enviada em', 'enviada', 'enviat', 'fecha', 'inviato', 'verzonden', 'skickat', 'sendt', 'dato', 'saadetud'],
		...['kuupäev', 'nosūtīts', 'išsiųsta', 'išsiuntimo data', 'message du', 'trimis', 'poslano', 'datums', 'отправлено', 'дата', 'надіслано', 'изпратено', 'στάλθηκε', 'ημερομηνία', 'gönderme tarihi', 'tarih', 'gönderildi'],
		...['נשלח', 'תאריך', 'تاريخ الإرسال', 'التاريخ', 'đã gửi', 'ngày', 'tanggal', 'terkirim', '发送时间', '日期', '寄件日期', '送信日時', '日時', '日付', '보낸 날짜', '날짜', 'sent at', 'sent on', 'zeit', 'datum/čas', 'saatmisaeg', 'enviat el', 'ส่ง', 'วันที่', 'تاریخ', 'послато', 'poslato', 'датум', 'dikirim', 'sendt den', 'отправлен', 'время создания', 'gesendet am'],
	],
	to: [
		...['to', 'an', 'komu', 'do', 'adresát', 'příjemce', 'príjemca', 'vastaanottaja', 'kenelle', 'címzett', 'à', 'a', 'pour', 'destinataire', 'destinatario', 'para', 'aan', 'naar'],
		...['till', 'til', 'saaja', 'kellele', 'kam', 'kam:', 'kas', 'kam ', 'către', 'catre', 'za', 'prima', 'prejemnik', 'empfänger', 'кому', 'до', 'προς', 'kime', 'alıcı', 'אל', 'إلى', 'đến', 'kepada', 'tới'],
		...['收件人', '收件者', '宛先', '받는 사람', 'per', 'per a', 'adressaat', 'ถึง', 'به', 'til:', 'за', 'प्रति', 'pentru', 'destinatari'],
	],
	cc: ['cc', 'kopie', 'kópia', 'kopia', 'dw', 'kopio', 'másolatot kap', 'másolat', 'copie', 'copia', 'kopi', 'koopia', 'kopija', 'copie à', 'копия', 'копія', 'κοιν.', 'bilgi', '抄送', '副本', 'ccへ', '참조', 'cópia', 'sõnum', 'cc:'],
	bcc: ['bcc', 'udw', 'skrytá kopie', 'skrytá kópia', 'piilokopio', 'blindkopie', 'cci', 'cco', 'ccn'],
	subject: [
		...['subject', 'betreff', 'predmet', 'předmět', 'vec', 'věc', 'temat', 'aihe', 'asia', 'tárgy', 'objet', 'sujet', 'asunto', 'oggetto', 'onderwerp', 'ämne', 'emne', 'teema', 'temats', 'tema'],
		...['subiect', 'assunto', 'zadeva', 'naslov', 'тема', 'относно', 'θέμα', 'konu', 'נושא', 'الموضوع', 'chủ đề', 'tiêu đề', 'subjek', 'perihal', '主题', '主旨', '主題', '件名', '제목', 'assumpte', 'tēma', 'เรื่อง', 'موضوع', 'efni', 'наслов', 'предмет', 'विषय'],
	],
	'reply-to': ['reply-to', 'reply to', 'antwort an', 'odpovědět komu', 'odpovedať komu', 'vastausosoite', 'odpowiedź do'],
	other: ['importance', 'wichtigkeit', 'priorität', 'dôležitosť', 'důležitost', 'ważność', 'tärkeys', 'priority', 'attachments', 'anlagen', 'prílohy', 'přílohy', 'załączniki', 'liitteet', 'organization', 'message-id', 'x-mailer', 'resent-from', 'mailed-by', 'signed-by'],
};
