import { detectLanguage } from '../../../helpdesk/conversation/detectLanguage';
import { LANGUAGE_WORDS } from '../../../helpdesk/conversation/languageWords';

const SAMPLES: readonly (readonly [string, string])[] = [
	['sk', 'Dobrý deň, tlačiareň v kancelárii netlačí. Ďakujem, Jana'],
	['sk', 'Prosím o zmenu hesla k môjmu účtu. S pozdravom Peter'],
	['sk', 'Mohli by ste mi poslať faktúru ešte raz? Nič mi neprišlo.'],
	['cs', 'Dobrý den, tiskárna v kanceláři netiskne. Děkuji, Jana'],
	['cs', 'Prosím o změnu hesla k mému účtu. S pozdravem Petr'],
	['cs', 'Mohli byste mi poslat fakturu ještě jednou? Nic mi nepřišlo.'],
	['pl', 'Dzień dobry, drukarka w biurze nie drukuje. Dziękuję'],
	['pl', 'Proszę o zmianę hasła do mojego konta.'],
	['fi', 'Hei, toimiston tulostin ei toimi. Kiitos'],
	['fi', 'Voisitteko lähettää laskun uudelleen? En ole saanut mitään.'],
	['de', 'Guten Tag, der Drucker im Büro druckt nicht. Vielen Dank'],
	['de', 'Bitte senden Sie mir die Rechnung noch einmal, ich habe sie nicht bekommen.'],
	['en', 'Hello, the printer in the office does not print. Thanks'],
	['en', 'Could you please send me the invoice again?'],
	['hu', 'Jó napot, a nyomtató az irodában nem működik. Köszönöm'],
	['fr', "Bonjour, l'imprimante du bureau ne fonctionne pas. Merci"],
	['es', 'Hola, la impresora de la oficina no funciona. Gracias por todo'],
	['it', 'Buongiorno, la stampante in ufficio non funziona. Grazie'],
	['nl', 'Goedemiddag, de printer op kantoor werkt niet meer. Bedankt'],
	['sv', 'Hej, skrivaren på kontoret fungerar inte. Tack för hjälpen'],
	['pt', 'Bom dia, a impressora do escritório não funciona. Obrigado'],
	['ru', 'Здравствуйте, принтер в офисе не работает. Спасибо'],
	['uk', 'Доброго дня, принтер в офісі не працює. Дякую'],
	['ja', 'こんにちは。プリンターが動きません。'],
	['zh', '您好，打印机坏了。'],
	['ko', '안녕하세요 프린터가 고장 났습니다'],
	['el', 'Καλημέρα, ο εκτυπωτής δεν λειτουργεί'],
];

test.each(SAMPLES)('%s: %s', (language, text) => {
	expect(detectLanguage(text)).toBe(language);
});

test.each(['', 'ok', 'ok thanks', 'Jana Nováková', '12345', 'https://example.com/a/b', 'INV-2024-001.pdf', 'Xyzzy plugh'])('says nothing of %j', (text) => {
	expect(detectLanguage(text)).toBeNull();
});

test('says nothing of a text in two languages', () => {
	expect(detectLanguage('Guten Tag, der Drucker ist nicht da, bitte danke. Hello, the printer is not there, please and thank you.')).toBeNull();
});

test('every row is lower case and NFC', () => {
	for (const words of Object.values(LANGUAGE_WORDS)) expect(words).toBe(words.toLowerCase().normalize('NFC'));
});
