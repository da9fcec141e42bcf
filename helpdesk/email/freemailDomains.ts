/** Providers of free or provider-bound addresses, by region. Not complete: a missing one only makes "same organisation" a little too generous. */
export const FREEMAIL_DOMAINS: ReadonlySet<string> = new Set([
	// world-wide
	'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'passport.com', 'yahoo.com', 'ymail.com', 'rocketmail.com',
	'myyahoo.com', 'icloud.com', 'me.com', 'mac.com', 'aol.com', 'aim.com', 'proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me', 'tutanota.com',
	'tutanota.de', 'tutamail.com', 'tuta.io', 'tuta.com', 'keemail.me', 'zoho.com', 'zohomail.com', 'zohomail.eu', 'fastmail.com', 'fastmail.fm', 'hey.com', 'mail.com',
	'email.com', 'usa.com', 'europe.com', 'gmx.com', 'gmx.us', 'hushmail.com', 'inbox.com', 'duck.com', 'skiff.com', 'disroot.org', 'riseup.net',
	// hotmail, live, outlook and yahoo by country
	'hotmail.co.uk', 'hotmail.de', 'hotmail.fr', 'hotmail.it', 'hotmail.es', 'hotmail.nl', 'hotmail.be', 'hotmail.se', 'hotmail.fi', 'hotmail.dk',
	'hotmail.no', 'hotmail.gr', 'hotmail.com.br', 'hotmail.com.tr', 'live.co.uk', 'live.de', 'live.fr', 'live.it', 'live.nl', 'live.be', 'live.se',
	'live.fi', 'live.dk', 'live.no', 'live.at', 'outlook.de', 'outlook.fr', 'outlook.it', 'outlook.es', 'outlook.at', 'outlook.be', 'outlook.dk',
	'outlook.cz', 'outlook.sk', 'outlook.hu', 'outlook.com.br', 'outlook.jp', 'yahoo.co.uk', 'yahoo.de', 'yahoo.fr', 'yahoo.it', 'yahoo.es',
	'yahoo.pl', 'yahoo.ro', 'yahoo.gr', 'yahoo.se', 'yahoo.no', 'yahoo.dk', 'yahoo.nl', 'yahoo.be', 'yahoo.ca', 'yahoo.in', 'yahoo.co.in',
	'yahoo.co.jp', 'yahoo.com.br', 'yahoo.com.au', 'yahoo.com.tr', 'yahoo.com.cn', 'yahoo.cn',
	// German-speaking
	'gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'web.de', 'email.de', 't-online.de', 'freenet.de', 'arcor.de', 'online.de', 'mail.de', 'posteo.de',
	'posteo.net', 'mailbox.org', 'vodafone.de', 'kabelmail.de', 'unitybox.de', 'netcologne.de', 'ewetel.net', 'o2online.de', 'magenta.de', 'aon.at',
	'chello.at', 'a1.net', 'bluewin.ch', 'sunrise.ch', 'hispeed.ch',
	// Slovak, Czech, Polish, Hungarian
	'azet.sk', 'zoznam.sk', 'centrum.sk', 'post.sk', 'pobox.sk', 'atlas.sk', 'stonline.sk', 'seznam.cz', 'email.cz', 'post.cz', 'spoluzaci.cz',
	'centrum.cz', 'atlas.cz', 'volny.cz', 'tiscali.cz', 'quick.cz', 'wp.pl', 'o2.pl', 'tlen.pl', 'go2.pl', 'onet.pl', 'onet.eu', 'op.pl', 'poczta.onet.pl',
	'vp.pl', 'autograf.pl', 'interia.pl', 'interia.eu', 'poczta.fm', 'gazeta.pl', 'freemail.hu', 'citromail.hu', 'indamail.hu', 't-online.hu', 'vipmail.hu',
	// Nordic and Baltic
	'luukku.com', 'suomi24.fi', 'kolumbus.fi', 'elisanet.fi', 'pp.inet.fi', 'saunalahti.fi', 'welho.com', 'netti.fi', 'surffi.fi', 'telia.com', 'bredband.net',
	'comhem.se', 'spray.se', 'online.no', 'broadpark.no', 'mail.dk', 'jubii.dk', 'mail.ee', 'hot.ee', 'inbox.lv', 'inbox.lt', 'one.lt',
	// France, Benelux, Italy, Iberia
	'orange.fr', 'wanadoo.fr', 'free.fr', 'laposte.net', 'sfr.fr', 'neuf.fr', 'bbox.fr', 'numericable.fr', 'aliceadsl.fr', 'skynet.be', 'telenet.be',
	'proximus.be', 'ziggo.nl', 'kpnmail.nl', 'planet.nl', 'home.nl', 'xs4all.nl', 'hetnet.nl', 'casema.nl', 'upcmail.nl', 'libero.it', 'virgilio.it', 'tin.it',
	'alice.it', 'tiscali.it', 'tim.it', 'inwind.it', 'iol.it', 'fastwebnet.it', 'email.it', 'poste.it', 'telefonica.net', 'terra.es', 'sapo.pt', 'mail.telepac.pt',
	// British Isles, North America, Australia
	'btinternet.com', 'btopenworld.com', 'sky.com', 'virginmedia.com', 'ntlworld.com', 'talktalk.net', 'blueyonder.co.uk', 'tiscali.co.uk', 'eircom.net',
	'comcast.net', 'verizon.net', 'att.net', 'sbcglobal.net', 'bellsouth.net', 'cox.net', 'charter.net', 'earthlink.net', 'juno.com', 'optonline.net',
	'rogers.com', 'shaw.ca', 'sympatico.ca', 'videotron.ca', 'telus.net', 'bigpond.com', 'bigpond.net.au', 'optusnet.com.au', 'xtra.co.nz',
	// Balkans, Greece, Turkey, Eastern Europe
	'abv.bg', 'mail.bg', 'dir.bg', 'siol.net', 'net.hr', 'otenet.gr', 'windowslive.com', 'mynet.com', 'ukr.net', 'i.ua', 'meta.ua', 'bigmir.net', 'mail.ru',
	'bk.ru', 'list.ru', 'inbox.ru', 'internet.ru', 'yandex.ru', 'yandex.com', 'yandex.ua', 'yandex.by', 'yandex.kz', 'ya.ru', 'rambler.ru', 'tut.by',
	// Asia, Latin America
	'qq.com', 'foxmail.com', 'vip.qq.com', '163.com', '126.com', 'yeah.net', 'sina.com', 'sina.cn', 'sohu.com', 'aliyun.com', '139.com', '189.cn', 'naver.com',
	'hanmail.net', 'daum.net', 'nate.com', 'kakao.com', 'docomo.ne.jp', 'ezweb.ne.jp', 'softbank.ne.jp', 'nifty.com', 'rediffmail.com', 'uol.com.br', 'bol.com.br',
	'terra.com.br', 'ig.com.br', 'globo.com',
]);
