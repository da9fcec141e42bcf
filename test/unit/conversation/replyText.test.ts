import { extractReply } from '../../../helpdesk/conversation/replyText';
import { REPLY_ABOVE_ID, REPLY_ABOVE_LINES, REPLY_ABOVE_MARKS, replyAboveLine } from '../../../helpdesk/email/replyAboveLines';

const text = (body: string) => extractReply({ text: body, html: '' });
const html = (body: string) => extractReply({ text: '', html: body });

describe('attribution lines end the answer', () => {
	const attributions: Array<[string, string]> = [
		['Slovak Gmail', 'ut 5. 3. 2024 o 10:12 Jana Kováčová <jana@example.sk> napísal(a):'],
		['Slovak Thunderbird', 'Dňa 5. 3. 2024 o 10:12 Jana Kováčová napísal(a):'],
		['Czech Gmail', 'út 5. 3. 2024 v 10:12 odesílatel Jana Nováková <jana@example.cz> napsal:'],
		['Czech Thunderbird', 'Dne 05. 03. 24 v 10:12 Jana Nováková napsal(a):'],
		['Polish Gmail', 'wt., 5 mar 2024 o 10:12 Jan Kowalski <jan@example.pl> napisał(a):'],
		['Polish WP', 'W dniu 2024-03-05 10:12:39 użytkownik Jan Kowalski <jan@example.pl> napisał:'],
		['Finnish Gmail', 'ti 5. maalisk. 2024 klo 10.12 Matti Virtanen (matti@example.fi) kirjoitti:'],
		['Finnish Thunderbird', 'Matti Virtanen kirjoitti 5.3.2024 klo 10.12:'],
		['German Gmail', 'Am Di., 5. März 2024 um 10:12 Uhr schrieb Max Muster <max@example.de>:'],
		['German Thunderbird', 'Am 05.03.24 um 10:12 schrieb Max Muster:'],
		['English Gmail', 'On Tue, Mar 5, 2024 at 10:12 AM Max Muster <max@example.com> wrote:'],
		['English Apple', 'On 5 Mar 2024, at 10:12, Max Muster <max@example.com> wrote:'],
		['Hungarian Gmail', 'Kovács János <janos@example.hu> ezt írta (időpont: 2024. márc. 5., K, 10:12):'],
		['French Gmail', 'Le mar. 5 mars 2024 à 10:12, Jean Dupont <jean@example.fr> a écrit :'],
		['Spanish Gmail', 'El mar, 5 mar 2024 a las 10:12, Juan Pérez (<juan@example.es>) escribió:'],
		['Italian Gmail', 'Il giorno mar 5 mar 2024 alle ore 10:12 Mario Rossi <mario@example.it> ha scritto:'],
		['Portuguese Gmail', 'Em ter., 5 de mar. de 2024 às 10:12, João <joao@example.pt> escreveu:'],
		['Dutch Gmail', 'Op di 5 mrt 2024 om 10:12 schreef Jan de Vries <jan@example.nl>:'],
		['Swedish Gmail', 'Den tis 5 mars 2024 kl 10:12 skrev Anna Svensson <anna@example.se>:'],
		['Danish Gmail', 'Den tirs. 5. mar. 2024 kl. 10.12 skrev Mads Hansen <mads@example.dk>:'],
		['Norwegian Gmail', 'tir. 5. mars 2024 kl. 10:12 skrev Ola Nordmann <ola@example.no>:'],
		['Russian Gmail', 'вт, 5 мар. 2024 г. в 10:12, Иван Иванов <ivan@example.ru>:'],
		['Ukrainian Gmail', 'вт, 5 бер. 2024 р. о 10:12 Іван Петренко <ivan@example.ua> пише:'],
		['Romanian Gmail', 'În mar., 5 mar. 2024 la 10:12, Ion Popescu <ion@example.ro> a scris:'],
		['Croatian Gmail', 'uto, 5. ožu 2024. u 10:12 Ivan Horvat <ivan@example.hr> napisao je:'],
		['Estonian Gmail', 'Kuupäev T, 5. märts 2024 kell 10:12 kirjutas Mart Tamm <mart@example.ee>:'],
		['Greek Gmail', 'Στις Τρί 5 Μαρ 2024 στις 10:12 π.μ., ο χρήστης Νίκος <nikos@example.gr> έγραψε:'],
		['Turkish Gmail', 'Ali Veli <ali@example.com.tr>, 5 Mar 2024 Sal, 10:12 tarihinde şunu yazdı:'],
		['Vietnamese Gmail', 'Vào 10:12 5 tháng 3, 2024, Hùng <hung@example.vn> đã viết:'],
		['Chinese Apple', '在 2024年3月5日，上午10:12，王伟 <wang@example.cn> 写道：'],
	];
	it.each(attributions)('in %s, with and without quote marks below it', (_name, line) => {
		for (const quoted of ['> Original question\n> of us', 'Original question\nof us']) {
			const reply = text(`Thank you, it works.\n\nBest, J.\n\n${line}\n\n${quoted}\n`);
			expect(reply.text).toBe('Thank you, it works.\n\nBest, J.');
			expect(reply.elided).toContain('Original question');
			expect(reply.confidence).toBeGreaterThan(0.7);
		}
	});

	it('also when a mail program wrapped the line over several lines', () => {
		expect(text('Hi\n\nOn Nov 30, 2011, at 12:47 PM, Somebody <\nsomebody-with-a-long-name@example.com>\nwrote:\n\nTest message').text).toBe('Hi');
		expect(text('Ahoj\n\nút 5. 3. 2024 v 10:12 odesílatel Podpora <\npodpora@example.cz> napsal:\n\n> Dobrý den').text).toBe('Ahoj');
	});

	it('but a sentence of the sender that ends in a verb of writing stays', () => {
		const body = 'Hello,\n\nas I wrote:\nthe printer is broken.\nOn Monday my colleague wrote to you, too.';
		expect(text(body).text).toBe(body);
	});
});

describe('header blocks and separators end the answer', () => {
	const blocks: Array<[string, string]> = [
		['English', 'From: Support <support@example.com>\nSent: Tuesday, March 5, 2024 10:12 AM\nTo: Jane\nSubject: TT15'],
		['German', 'Von: Support <support@example.com>\nGesendet: Dienstag, 5. März 2024 10:12\nAn: Jane\nBetreff: TT15'],
		['Slovak', 'Od: Podpora <support@example.com>\nOdoslané: utorok 5. marca 2024 10:12\nKomu: Jana\nPredmet: TT15'],
		['Czech', 'Od: Podpora <support@example.com>\nOdesláno: úterý 5. března 2024 10:12\nKomu: Jana\nPředmět: TT15'],
		['Polish', 'Od: Pomoc <support@example.com>\nWysłano: wtorek, 5 marca 2024 10:12\nDo: Jan\nTemat: TT15'],
		['Finnish', 'Lähettäjä: Tuki <support@example.com>\nLähetetty: tiistai 5. maaliskuuta 2024 10.12\nVastaanottaja: Matti\nAihe: TT15'],
		['Hungarian', 'Feladó: Support <support@example.com>\nElküldve: 2024. március 5., kedd 10:12\nCímzett: Jana\nTárgy: TT15'],
		['French', 'De : Support <support@example.com>\nEnvoyé : mardi 5 mars 2024 10:12\nÀ : Jean\nObjet : TT15'],
		['Swedish', 'Från: Support <support@example.com>\nSkickat: den 5 mars 2024 10:12\nTill: Anna\nÄmne: TT15'],
		['Russian', 'От: Support <support@example.com>\nОтправлено: 5 марта 2024 г. 10:12\nКому: Иван\nТема: TT15'],
	];
	it.each(blocks)('a header block in %s, plain or bold', (_name, block) => {
		expect(text(`It works now.\n\n${block}\n\nOur question`)).toMatchObject({ text: 'It works now.', method: 'headers' });
		expect(text(`It works now.\n\n${block.replace(/^([^:]+):/gm, '*$1:*')}\n\nOur question`).text).toBe('It works now.');
	});

	it.each(['-----Original Message-----', '-----Ursprüngliche Nachricht-----', '---------- Původní e-mail ----------', '-----Pôvodná správa-----', '----- Wiadomość oryginalna -----', '-----Alkuperäinen viesti-----'])(
		'%s',
		(separator) => {
			expect(text(`Fine.\n\n${separator}\nsomething old`)).toMatchObject({ text: 'Fine.', method: 'original' });
		},
	);

	it('a form mail with labels of its own is no header block', () => {
		const form = 'New booking\n\nFrom: Bratislava\nTo: Vienna\nDate: 5. 3. 2024\nSeats: 2';
		expect(text(form).text).toBe(form);
	});

	it('a forward without comment is kept whole', () => {
		const forward = '---------- Forwarded message ---------\nFrom: Jane <jane@example.com>\nDate: Tue, Mar 5, 2024\nSubject: Printer\nTo: <me@example.com>\n\nThe printer is broken.';
		expect(text(forward)).toMatchObject({ text: forward, method: 'whole' });
	});

	it('a forward under a subject of its own is kept whole; below an answer, what was forwarded before is not', () => {
		const body = 'Can you look at this?\n\n---------- Forwarded message ---------\nFrom: Jane <jane@example.com>\nDate: Tue, Mar 5, 2024\nSubject: Printer\n\nThe printer is broken.';
		expect(extractReply({ text: body, html: '', begins: true })).toMatchObject({ text: body, method: 'forward' });
		expect(extractReply({ text: body, html: '', begins: false }).text).toBe('Can you look at this?');
		const gmail = '<div>Can you look at this?</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Jane</div>The printer is broken.</div>';
		expect(extractReply({ text: '', html: gmail, begins: true }).text).toContain('The printer is broken.');
		expect(extractReply({ text: '', html: gmail, begins: false }).text).toBe('Can you look at this?');
	});
});

describe('quotes', () => {
	it('trailing quotes are cut, answers between quotes are kept with the quotes as context', () => {
		expect(text('Yes.\n\n> Shall we?').text).toBe('Yes.');
		const inline = '> First?\nYes.\n> Second?\nNo.';
		const introduction = 'On 5 Mar 2024, at 10:12, X wrote:';
		expect(text(`${introduction}\n${inline}\n> Third?`)).toMatchObject({ text: `${introduction}\n${inline}`, method: 'inline' });
	});

	it('an answer below the quote is the answer', () => {
		expect(text('On 5 Mar 2024, at 10:12, X wrote:\n> Shall we?\n\nYes, please.')).toMatchObject({ text: 'Yes, please.', method: 'below' });
	});

	it('a mail of quotes only is kept rather than emptied', () => {
		expect(text('> only a quote').text).toBe('> only a quote');
	});
});

describe('signatures', () => {
	it('are kept apart, not thrown away', () => {
		expect(text('It works.\n\n-- \nJane Doe\nExample Ltd')).toMatchObject({ text: 'It works.', signature: '--\nJane Doe\nExample Ltd' });
	});

	it.each([
		'Sent from my iPhone',
		'Odoslané z iPhonu',
		'Odesláno z mého iPhonu',
		'Wysłane z telefonu',
		'Lähetetty iPhonesta',
		'Von meinem iPhone gesendet',
		'Gesendet von Outlook für Android<https://aka.ms/x>',
		'Envoyé de mon iPhone',
		'Enviado desde mi iPhone',
		'Отправлено с iPhone',
		'iPhoneから送信',
	])('%s is one', (line) => {
		expect(text(`Works.\n\n${line}`)).toMatchObject({ text: 'Works.', signature: line });
	});

	it('a sentence that begins like one stays', () => {
		const body = 'Hello\n\nSent from my desk, is much easier than my phone.';
		expect(text(body).text).toBe(body);
	});

	it('a mail of nothing but a signature keeps it', () => {
		expect(text('Sent from my iPhone').text).toBe('Sent from my iPhone');
		expect(text('-- \nJane').text).not.toBe('');
	});
});

describe('HTML by client', () => {
	const quoted = '<p>Old question</p>';
	const clients: Array<[string, string]> = [
		['gmail', `<div dir="ltr">New answer</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Kdosi dne kdysi:<br></div><blockquote class="gmail_quote">${quoted}</blockquote></div>`],
		['outlook', `<div>New answer</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>X:</b> Support</div>${quoted}`],
		['outlook', `<div>New answer</div><div id="x_divRplyFwdMsg"><b>X:</b> Support</div>${quoted}`],
		['outlook', `<p class="MsoNormal">New answer</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>Qui:</b> Support<br><b>Quando:</b> hier</p></div>${quoted}`],
		['cite', `<p>New answer</p><div class="moz-cite-prefix">Kdosi píše cosi<br></div><blockquote type="cite" cite="mid:x@example.com">${quoted}</blockquote>`],
		['cite', `New answer<div><br><blockquote type="cite"><div>On 5 Mar 2024, at 10:12, X &lt;x@example.com&gt; wrote:</div>${quoted}</blockquote></div>`],
		['yahoo', `<div>New answer</div><div id="ydp1yahoo_quoted_123" class="yahoo_quoted">${quoted}</div>`],
		['proton', `<div>New answer</div><div class="protonmail_quote">${quoted}</div>`],
		['zimbra', `<div>New answer</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>x</div>${quoted}`],
		['gmx', `<div>New answer</div><div name="quote">${quoted}</div>`],
	];
	it.each(clients)('%s: the quoted mail is cut out', (client, body) => {
		const reply = html(`<html><head><style>p { color: red }</style></head><body>${body}</body></html>`);
		expect(reply.text).toBe('New answer');
		expect(reply.html).toContain('New answer');
		expect(reply.html).not.toContain('Old question');
		expect(reply.elided).toContain('Old question');
		expect(reply.method).toBe(client);
		expect(reply.confidence).toBeGreaterThan(0.9);
	});

	it('a bare blockquote is content', () => {
		const reply = html('<p>The law says:</p><blockquote>Nobody may enter.</blockquote><p>What now?</p>');
		expect(reply.text.replace(/\s+/g, ' ')).toBe('The law says: Nobody may enter. What now?');
		expect(reply.html).toContain('<blockquote>');
	});

	it('answers between cited blocks are kept', () => {
		const reply = html('<div class="moz-cite-prefix">X wrote:</div><blockquote type="cite">One?</blockquote><p>Yes.</p><blockquote type="cite">Two?</blockquote><p>No.</p>');
		expect(reply.text).toMatch(/> One\?\s+Yes\.\s+> Two\?\s+No\./);
	});

	it('a forward in Gmail without own text is content', () => {
		const reply = html('<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br></div>The printer is broken.</div>');
		expect(reply.text).toContain('The printer is broken.');
	});

	it('what is kept is well-formed and holds nothing that was not there', () => {
		const reply = html('<div><p>One <b>two</p><div class="gmail_quote"><blockquote class="gmail_quote"><p>old</blockquote></div></div>');
		expect(reply.html).toBe('<div><p>One <b>two</b></p></div>');
	});

	it('text and HTML that agree raise the confidence', () => {
		const both = extractReply({ text: 'Yes\n\n> old', html: '<p>Yes</p><div class="gmail_quote"><blockquote class="gmail_quote">old</blockquote></div>' });
		expect(both.text).toBe('Yes');
		expect(both.confidence).toBeGreaterThan(text('Yes\n\n> old').confidence);
	});
});

describe('the reply-above line', () => {
	it.each(Object.entries(REPLY_ABOVE_LINES))('is found in %s, quoted, wrapped and with the attribution above it cut', (language, line) => {
		expect(replyAboveLine(language)).toBe(line);
		const quoted = text(`Prosím o opravu.\n\nOn Tue, Mar 5, 2024 at 10:12 AM Support <s@example.com> wrote:\n\n> ${line}\n>\n> Hello`);
		expect(quoted).toMatchObject({ text: 'Prosím o opravu.', method: 'reply-above' });
		const cut = line.indexOf(' ', 20);
		expect(text(`Answer\n\n${line.slice(0, cut)}\n${line.slice(cut + 1)}\n\nold`)).toMatchObject({ text: 'Answer', method: 'reply-above' });
	});

	it('a text of the user counts too', () => {
		expect(extractReply({ text: 'Yes\n\n=== Odpoveď píšte sem ===\nold', html: '' }, ['=== Odpoveď píšte sem ===']).text).toBe('Yes');
	});

	it('is found by its HTML id, whatever a translator made of the words', () => {
		expect(html(`<p>Answer</p><div id="x_${REPLY_ABOVE_ID}">traduit</div><p>old</p>`)).toMatchObject({ text: 'Answer', method: 'reply-above' });
	});

	it('with nothing above it, the answer is looked for below and between (freescout#3235)', () => {
		expect(text(`${REPLY_ABOVE_MARKS[0]}\n\nAnswer below the line\n\nOn 5 Mar 2024, at 10:12, X wrote:\n\n> old`).text).toBe('Answer below the line');
		expect(text(`On 5 Mar 2024, at 10:12, X wrote:\n> ${REPLY_ABOVE_MARKS[0]}\n> Shall we?\nYes.\n> When?\nNow.`).text).toMatch(/Yes\.\n> When\?\nNow\./);
	});

	it('a sentence that mentions it is no line', () => {
		const body = 'Your mail says "##- Please type your reply above this line -##" at its top, and I do not understand what that is for.';
		expect(text(body).text).toBe(body);
	});

	it('falls back to English for an unknown language', () => {
		expect(replyAboveLine('de-AT')).toBe(REPLY_ABOVE_LINES.de);
		expect(replyAboveLine('constructor')).toBe(REPLY_ABOVE_LINES.en);
		expect(replyAboveLine(null)).toBe(REPLY_ABOVE_LINES.en);
	});
});
