import type { Protocol, ServerSettings } from './Settings';

/** A mail provider whose servers are known. */
export interface Provider extends Record<Protocol, ServerSettings> {
	name: string;
	domains: readonly string[];
	/** End of the domains that the provider gives to its customers. */
	under?: string;
	/** Mail exchangers of own domains that the provider hosts. */
	exchangers?: RegExp;
}

const tls = (host: string, port: number): ServerSettings => ({ host, port, security: 'tls' });
const starttls = (host: string, port: number): ServerSettings => ({ host, port, security: 'starttls' });
const words = (text: string): string[] => text.trim().split(/\s+/);

/**
 * Most rows were compared with Mozilla's collection of settings (github.com/thunderbird/autoconfig). Not compared: azet, zoznam, centrum, interia, mailbox.org,
 * fastmail, Zoho's own domains, and every pattern of MX names.
 */
export const PROVIDERS: readonly Provider[] = [
	{
		name: 'Gmail',
		domains: words('gmail.com googlemail.com google.com'),
		exchangers: /(?:^|\.)(?:google|googlemail)\.com$/,
		imap: tls('imap.gmail.com', 993),
		smtp: tls('smtp.gmail.com', 465),
	},
	{
		name: 'Outlook.com',
		domains: words(`outlook.com hotmail.com live.com msn.com windowslive.com passport.com
			outlook.at outlook.be outlook.cl outlook.cz outlook.de outlook.dk outlook.es outlook.fr outlook.hu outlook.ie outlook.in outlook.it outlook.jp
			outlook.kr outlook.lv outlook.my outlook.ph outlook.pt outlook.sa outlook.sg outlook.sk outlook.com.ar outlook.com.au outlook.com.br
			hotmail.at hotmail.be hotmail.ca hotmail.ch hotmail.co.uk hotmail.co.jp hotmail.com.br hotmail.com.ar hotmail.de hotmail.dk hotmail.es hotmail.fr
			hotmail.it hotmail.nl hotmail.no hotmail.se hotmail.sk live.at live.be live.ca live.ch live.cn live.co.uk live.com.au live.com.mx live.de live.dk
			live.fr live.ie live.it live.jp live.nl live.no live.ru live.se`),
		imap: tls('outlook.office365.com', 993),
		smtp: starttls('smtp-mail.outlook.com', 587),
	},
	{
		name: 'Microsoft 365',
		domains: ['office365.com'],
		under: '.onmicrosoft.com',
		exchangers: /(?:^|\.)mail\.protection\.outlook\.com$|(?:^|\.)mx\.microsoft$/,
		imap: tls('outlook.office365.com', 993),
		smtp: starttls('smtp.office365.com', 587),
	},
	{
		name: 'Yahoo',
		domains: words(`yahoo.com yahoo.ca yahoo.de yahoo.it yahoo.fr yahoo.es yahoo.se yahoo.ro yahoo.pl yahoo.gr yahoo.ie yahoo.in yahoo.co.in yahoo.co.uk
			yahoo.co.nz yahoo.com.au yahoo.com.ar yahoo.com.br yahoo.com.mx ymail.com rocketmail.com`),
		exchangers: /(?:^|\.)yahoodns\.net$/,
		imap: tls('imap.mail.yahoo.com', 993),
		smtp: tls('smtp.mail.yahoo.com', 465),
	},
	{
		name: 'AOL',
		domains: words('aol.com aim.com netscape.net compuserve.com aol.de aol.it aol.fr aol.es aol.se aol.co.uk verizon.net'),
		imap: tls('imap.aol.com', 993),
		smtp: tls('smtp.aol.com', 465),
	},
	{
		name: 'iCloud',
		domains: words('icloud.com me.com mac.com'),
		exchangers: /(?:^|\.)mail\.icloud\.com$/,
		imap: tls('imap.mail.me.com', 993),
		smtp: starttls('smtp.mail.me.com', 587),
	},
	{
		name: 'GMX',
		domains: words('gmx.net gmx.de gmx.at gmx.ch gmx.eu gmx.org gmx.info gmx.biz'),
		imap: tls('imap.gmx.net', 993),
		smtp: tls('mail.gmx.net', 465),
	},
	{
		name: 'GMX',
		domains: words('gmx.com gmx.us gmx.co.uk gmx.es gmx.fr gmx.ca gmx.ie'),
		imap: tls('imap.gmx.com', 993),
		smtp: tls('mail.gmx.com', 465),
	},
	{ name: 'WEB.DE', domains: ['web.de'], imap: tls('imap.web.de', 993), smtp: tls('smtp.web.de', 465) },
	{
		name: 'mail.com',
		domains: words('mail.com email.com post.com usa.com europe.com london.com consultant.com engineer.com dr.com techie.com linuxmail.org'),
		imap: tls('imap.mail.com', 993),
		smtp: tls('smtp.mail.com', 465),
	},
	{ name: 'T-Online', domains: words('t-online.de magenta.de'), imap: tls('secureimap.t-online.de', 993), smtp: tls('securesmtp.t-online.de', 465) },
	{
		name: 'Posteo',
		domains: words('posteo.de posteo.at posteo.ch posteo.net posteo.org posteo.eu posteo.cz posteo.com posteo.co.uk posteo.fr posteo.pl'),
		imap: tls('posteo.de', 993),
		smtp: tls('posteo.de', 465),
	},
	{
		name: 'mailbox.org',
		domains: ['mailbox.org'],
		exchangers: /(?:^|\.)mailbox\.org$/,
		imap: tls('imap.mailbox.org', 993),
		smtp: tls('smtp.mailbox.org', 465),
	},
	{
		name: 'Fastmail',
		domains: words('fastmail.com fastmail.fm fastmail.net fastmail.org fastmail.co.uk fastmail.de sent.com messagingengine.com'),
		exchangers: /(?:^|\.)messagingengine\.com$/,
		imap: tls('imap.fastmail.com', 993),
		smtp: tls('smtp.fastmail.com', 465),
	},
	{ name: 'Zoho Mail', domains: words('zoho.com zohomail.com'), imap: tls('imap.zoho.com', 993), smtp: tls('smtp.zoho.com', 465) },
	{ name: 'Zoho Mail', domains: words('zoho.eu zohomail.eu'), imap: tls('imap.zoho.eu', 993), smtp: tls('smtp.zoho.eu', 465) },
	// For own domains Zoho runs servers of their own.
	{ name: 'Zoho Mail', domains: [], exchangers: /^mx\d?\.zoho\.com$/, imap: tls('imappro.zoho.com', 993), smtp: tls('smtppro.zoho.com', 465) },
	{ name: 'Zoho Mail', domains: [], exchangers: /^mx\d?\.zoho\.eu$/, imap: tls('imappro.zoho.eu', 993), smtp: tls('smtppro.zoho.eu', 465) },
	{
		name: 'Seznam',
		domains: words('seznam.cz email.cz post.cz spoluzaci.cz'),
		exchangers: /(?:^|\.)seznam\.cz$/,
		imap: tls('imap.seznam.cz', 993),
		smtp: tls('smtp.seznam.cz', 465),
	},
	{ name: 'Azet', domains: ['azet.sk'], imap: tls('imap.azet.sk', 993), smtp: tls('smtp.azet.sk', 465) },
	{ name: 'Zoznam', domains: ['zoznam.sk'], imap: tls('imap.zoznam.sk', 993), smtp: tls('smtp.zoznam.sk', 465) },
	{ name: 'Centrum.sk', domains: ['centrum.sk'], imap: tls('imap.centrum.sk', 993), smtp: tls('smtp.centrum.sk', 465) },
	{ name: 'Centrum.cz', domains: ['centrum.cz'], imap: tls('imap.centrum.cz', 993), smtp: tls('smtp.centrum.cz', 465) },
	{ name: 'WP', domains: ['wp.pl'], imap: tls('imap.wp.pl', 993), smtp: tls('smtp.wp.pl', 465) },
	{ name: 'o2', domains: words('o2.pl go2.pl tlen.pl prokonto.pl'), imap: tls('poczta.o2.pl', 993), smtp: tls('poczta.o2.pl', 465) },
	{
		name: 'Onet',
		domains: words('onet.pl onet.eu onet.com.pl poczta.onet.pl poczta.onet.eu op.pl vp.pl autograf.pl buziaczek.pl amorki.pl opoczta.pl'),
		imap: tls('imap.poczta.onet.pl', 993),
		smtp: tls('smtp.poczta.onet.pl', 465),
	},
	{ name: 'Interia', domains: words('interia.pl interia.eu interia.com poczta.fm'), imap: tls('poczta.interia.pl', 993), smtp: tls('poczta.interia.pl', 465) },
	{ name: 'Orange', domains: words('orange.fr wanadoo.fr'), imap: tls('imap.orange.fr', 993), smtp: tls('smtp.orange.fr', 465) },
	{ name: 'Free', domains: ['free.fr'], imap: tls('imap.free.fr', 993), smtp: tls('smtp.free.fr', 465) },
	{ name: 'La Poste', domains: ['laposte.net'], imap: tls('imap.laposte.net', 993), smtp: tls('smtp.laposte.net', 465) },
	{ name: 'Libero', domains: words('libero.it iol.it blu.it inwind.it giallo.it'), imap: tls('imapmail.libero.it', 993), smtp: tls('smtp.libero.it', 465) },
	{
		name: 'Yandex',
		domains: words('yandex.ru yandex.com yandex.net yandex.by yandex.kz ya.ru'),
		exchangers: /(?:^|\.)mx\.yandex\.(?:net|ru)$/,
		imap: tls('imap.yandex.com', 993),
		smtp: tls('smtp.yandex.com', 465),
	},
	{ name: 'Strato', domains: words('strato.de rzone.de'), exchangers: /(?:^|\.)rzone\.de$/, imap: tls('imap.strato.de', 993), smtp: tls('smtp.strato.de', 465) },
	{ name: 'Bluewin', domains: words('bluewin.ch bluemail.ch'), imap: tls('imaps.bluewin.ch', 993), smtp: tls('smtpauths.bluewin.ch', 465) },
];

/** Providers whose mail no program can reach at a server of theirs, with what to do instead. */
export const WITHOUT_SERVER: ReadonlyArray<{ name: string; domains: readonly string[]; remedy: string }> = [
	{
		name: 'Proton Mail',
		domains: words('proton.me protonmail.com protonmail.ch pm.me'),
		remedy: 'Run Proton Mail Bridge beside n8n and enter its host, port (usually 1143 for IMAP, 1025 for SMTP, STARTTLS) and password by hand.',
	},
	{ name: 'Tuta', domains: words('tuta.com tuta.io tutanota.com tutanota.de tutamail.com keemail.me'), remedy: 'Tuta offers no IMAP: forward the mail to a mailbox that does.' },
];

/** The provider of an address's domain. */
export function providerOfDomain(domain: string): Provider | null {
	return PROVIDERS.find(({ domains, under }) => domains.includes(domain) || (under !== undefined && domain.endsWith(under))) ?? null;
}

/** The provider that takes in the mail of a domain of somebody's own. */
export function providerOfExchanger(exchanger: string): Provider | null {
	const name = exchanger.toLowerCase().replace(/\.$/, '');
	return PROVIDERS.find(({ exchangers }) => exchangers?.test(name)) ?? null;
}
