import { serverOfAutoconfig } from '../../../helpdesk/discovery/autoconfig';

/** As a hosting provider serves it. */
const PAGE = `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <!-- <incomingServer type="imap"><hostname>commented.example</hostname><port>993</port><socketType>SSL</socketType></incomingServer> -->
  <emailProvider id="hosting.example">
    <domain>hosting.example</domain>
    <displayName>Hosting &amp; Mail</displayName>
    <incomingServer type="pop3">
      <hostname>pop.hosting.example</hostname><port>995</port><socketType>SSL</socketType>
    </incomingServer>
    <incomingServer type="imap">
      <hostname>plain.hosting.example</hostname><port>143</port><socketType>plain</socketType>
    </incomingServer>
    <incomingServer type='imap'>
      <hostname> IMAP.%EMAILDOMAIN% </hostname>
      <port>993</port>
      <socketType>SSL</socketType>
      <username>%EMAILADDRESS%</username>
      <authentication>password-cleartext</authentication>
    </incomingServer>
    <outgoingServer type="smtp">
      <hostname>smtp.hosting.example</hostname>
      <port>587</port>
      <socketType>STARTTLS</socketType>
    </outgoingServer>
  </emailProvider>
</clientConfig>`;

describe('a page in the autoconfig format', () => {
	it('gives the first encrypted server of the wanted kind', () => {
		expect(serverOfAutoconfig(PAGE, 'hosting.example', 'imap')).toEqual({ host: 'imap.hosting.example', port: 993, security: 'tls' });
		expect(serverOfAutoconfig(PAGE, 'hosting.example', 'smtp')).toEqual({ host: 'smtp.hosting.example', port: 587, security: 'starttls' });
	});

	const server = (inside: string) => `<clientConfig><emailProvider><incomingServer type="imap">${inside}</incomingServer></emailProvider></clientConfig>`;
	const good = '<hostname>a.example</hostname><port>993</port><socketType>SSL</socketType>';

	it.each<[string, string]>([
		['an HTML page with status 200', '<!DOCTYPE html><html><body>Not found</body></html>'],
		['nothing', ''],
		['a document type with an entity of its own', `<!DOCTYPE x [<!ENTITY h "evil.example">]>${server(good)}`],
		['an entity that is used as host', server('<hostname>&h;</hostname><port>993</port><socketType>SSL</socketType>')],
		['a server without encryption', server(good.replace('SSL', 'plain'))],
		['a port that is none', server(good.replace('993', '99999999999999'))],
		['a negative port', server(good.replace('993', '-1'))],
		['a host with a path', server(good.replace('a.example', 'a.example/../b'))],
		['a host with a line break and a header', server(good.replace('a.example', 'a.example\r\nX: y'))],
		['a host without a domain', server(good.replace('a.example', 'localhost'))],
		['an address of a machine', server(good.replace('a.example', '127.0.0.1:993'))],
		['a page that is cut off', server(good).slice(0, 120)],
		['a page that is too long', server(good) + ' '.repeat(100_001)],
		['a server of another kind', server(good).replace('type="imap"', 'type="exchange"')],
		['a kind named after a property of objects', server(good).replace('type="imap"', 'type="constructor"')],
		['a tag named after a property of objects', '<constructor><hostname>a.example</hostname></constructor>'],
	])('with %s gives nothing', (_, page) => expect(serverOfAutoconfig(page, 'example.com', 'imap')).toBeNull());

	it('is read in one pass, also when it is all angle brackets', () => {
		for (const unit of ['<', '<!--', '<incomingServer ', '<incomingServer type="imap"><hostname>', 'type = "', '&amp;']) {
			const page = unit.repeat(Math.floor(99_000 / unit.length));
			const began = process.cpuUsage();
			expect(serverOfAutoconfig(page, 'example.com', 'imap')).toBeNull();
			expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
		}
	});
});
