/** Scripts that one language writes, or by far most; the first that fits. */
export const SCRIPTS: ReadonlyArray<{ language: string; letter: RegExp }> = [
	{ language: 'ja', letter: /[\p{sc=Hiragana}\p{sc=Katakana}]/gu },
	{ language: 'ko', letter: /\p{sc=Hangul}/gu },
	{ language: 'zh', letter: /\p{sc=Han}/gu },
	{ language: 'el', letter: /\p{sc=Greek}/gu },
	{ language: 'he', letter: /\p{sc=Hebrew}/gu },
	{ language: 'th', letter: /\p{sc=Thai}/gu },
	{ language: 'ka', letter: /\p{sc=Georgian}/gu },
	{ language: 'hy', letter: /\p{sc=Armenian}/gu },
];

/**
 * Words that mails of a language are full of: function words, greetings and thanks, and what people ask of a help desk. A word may stand in several rows.
 * Lower case, NFC; without diacritics too where people leave them out.
 */
export const LANGUAGE_WORDS: Readonly<Record<string, string>> = {
	en: "the and of to in is are was you your we our it this that these have has had not can could would please thank thanks hello dear with for from but be been will do does did my me i i'm don't when what there which if or an as on at by any order invoice again",
	de: 'der die das und ist sind war nicht ein eine einen ich wir sie ihr ihre mir mich mein meine bitte danke guten tag hallo grüße grüßen mit für von auf dem den des im zu zum zur es auch aber wenn kann können haben habe hat wird werden noch nach bei oder wie vielen sehr geehrte rechnung über keine mehr diese dass',
	sk: 'je sú nie som sme si sa to že ako ale alebo keď na do od po pre pri zo vo ktorý ktorá dobrý deň ďakujem ďakujeme dakujem prosím prosim pozdravom mám máme mi môj môjmu môže môžete mohli by ste už ešte iba len nám nám vám váš vaša pozdrav bol bola bolo sme čo aj kde prečo faktúru faktúra heslo účtu objednávku nefunguje potrebujem ďalej raz zmenu nič neprišlo kancelárii',
	cs: 'je jsou není jsem jsme se si to že jak ale nebo když na do od po pro při ze ve který která dobrý den děkuji děkujeme dekuji prosím pozdravem mám máme mi můj mému může můžete mohli byste by už ještě jen nám vám váš vaše byl byla bylo co také kde proč fakturu faktura heslo účtu objednávku nefunguje potřebuji dále jednou změnu nic nepřišlo kanceláři',
	pl: 'jest są nie jestem się to że jak ale lub albo gdy kiedy na do od po dla przy ze we który która dzień dobry dziękuję dziekuje proszę prosze pozdrawiam pozdrowieniami mam mamy mi mój mojego może możecie mogę czy już jeszcze tylko nam państwo państwa był była było co także gdzie dlaczego fakturę faktura hasło hasła konta zamówienie działa potrzebuję w z o i za',
	fi: 'ja on ei en ole olen oli se että kuin mutta tai kun jos hei moi kiitos kiitoksia terveisin ystävällisin voisitteko voitteko voiko voi minulla meillä minun meidän teidän mikä missä miksi tämä tämän jo vielä vain myös lasku laskun tilaus salasana salasanan tilin toimi toimii uudelleen mitään saanut olisi sekä nyt toimiston',
	hu: 'a az és nem van vagyok volt hogy mint de vagy ha jó napot kívánok köszönöm köszönjük kérem kérjük üdvözlettel tisztelt nekem nekünk mi miért hol ez már még csak is számla számlát jelszó rendelés működik lehet tudnak tudna meg el egy ki',
	ro: 'este sunt nu am că ca dar sau când la din de pe pentru bună ziua mulțumesc multumesc vă rog salut cu și un o să mi factura comanda parola funcționează mai acest care ne',
	sl: 'je so ni sem smo se to da kot ali ko na do od po za pri iz dober dan hvala prosim pozdrav lep imam imamo mi moj lahko bi že še samo nam vam bil bila bilo kaj tudi kje zakaj račun geslo naročilo ne deluje potrebujem',
	hr: 'je su nije sam smo se to da kao ali ili kada na do od po za pri iz dobar dan hvala molim pozdrav srdačan imam imamo mi moj može možete bi već još samo nam vam bio bila bilo što također gdje zašto račun lozinka narudžba ne radi trebam',
	fr: "le la les des du de et est sont pas ne je nous vous votre vos notre mon ma mes un une bonjour merci cordialement s'il plaît avec pour dans sur que qui mais ou si avoir ai avons été être cette ce facture commande encore plus au aux fonctionne j'ai c'est n'est",
	es: 'el la los las de del y es son no yo nosotros usted ustedes su sus mi un una hola buenos días gracias saludos por favor con para en que pero o si tengo tenemos ha he sido esta este factura pedido contraseña otra vez más al funciona lo se me',
	it: 'il lo la gli le di del della e è sono non io noi voi suo mio un una buongiorno salve grazie saluti cordiali per favore con in su che ma o se ho abbiamo ha stato questa questo fattura ordine ancora più al funziona mi si nel della',
	pt: 'o a os as de do da dos das e é são não eu nós você seu sua meu minha um uma olá bom dia obrigado obrigada cumprimentos por favor com para em que mas ou se tenho temos foi esta este fatura pedido senha mais ao no na funciona me',
	nl: 'de het een en is zijn was niet ik wij we u uw jullie mijn goedemiddag goedemorgen hallo bedankt groet groeten vriendelijke alstublieft met voor van op in te dat die maar of als kan kunt kunnen heb hebben heeft wordt nog naar bij factuur bestelling werkt geen meer deze er aan',
	sv: 'och är inte jag vi ni er min mitt hej tack hälsningar vänliga snälla med för från på i att som det den en ett men eller om kan har hade var blir nu till faktura beställning lösenord fungerar igen mer detta av ska',
	da: 'og er ikke jeg vi du i jer min mit hej tak hilsen venlig venligst med for fra på at som det den en et men eller om kan har havde var bliver nu til faktura bestilling adgangskode virker igen mere dette af skal',
	nb: 'og er ikke jeg vi du dere min mitt hei takk hilsen vennlig vennligst med for fra på at som det den en et men eller om kan har hadde var blir nå til faktura bestilling passord fungerer virker igjen mer dette av skal',
	et: 'ja on ei ma me te minu meie teie tere aitäh tänan lugupidamisega palun et kui aga või see ka juba veel ainult arve tellimus parool tööta ole olen oli mis kus miks',
	lt: 'ir yra ne aš mes jūs mano mūsų jūsų laba diena ačiū pagarbiai prašau kad kaip bet arba jei tai jau dar tik sąskaita užsakymas slaptažodis neveikia buvo kas kur kodėl su iš į',
	lv: 'un ir nav es mēs jūs mans mūsu jūsu labdien paldies cieņu lūdzu ka kā bet vai ja tas jau vēl tikai rēķins pasūtījums parole nedarbojas bija kas kur kāpēc ar no uz',
	tr: 've bir bu değil ben biz siz benim sizin merhaba teşekkürler teşekkür ederim saygılarımla lütfen ile için ama veya eğer var yok daha sonra fatura sipariş şifre çalışmıyor oldu ne nerede neden mi de da',
	ru: 'и в не на я мы вы что это как но или если здравствуйте добрый день спасибо пожалуйста уважением с для из по к мой наш ваш был была было уже ещё еще только счёт счет заказ пароль работает можно можете нам мне где почему у за',
	uk: 'і в не на я ми ви що це як але або якщо доброго дня вітаю дякую будь ласка повагою з для із по до мій наш ваш був була було вже ще тільки рахунок замовлення пароль працює можна можете нам мені де чому у за та',
	bg: 'и в не на аз ние вие че това как но или ако здравейте добър ден благодаря моля поздрави с за от по към мой наш ваш беше вече още само фактура поръчка парола работи може можете ни ми къде защо да се е са',
	sr: 'и у не на ја ми ви да то као али или ако добар дан хвала молим поздрав са за од по мој наш ваш био била било већ још само рачун лозинка ради може можете нам где зашто је су',
};
