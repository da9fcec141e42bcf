import { sanitizeMailHtml } from '../../../helpdesk/email/sanitizeMailHtml';
import { mail, parse } from './sources';

const PICTURE = ['Content-Transfer-Encoding: base64', '', 'iVBORw=='];

function related(html: string[], ...pictures: string[][]): Buffer {
	const parts = [html, ...pictures.map((lines) => [...lines, ...PICTURE])];
	return mail('From: a@example.com', 'Content-Type: multipart/related; boundary=b', '', ...parts.flatMap((lines) => ['--b', ...lines]), '--b--');
}

describe('a picture that the HTML shows', () => {
	it.each([
		['by cid, with a disposition', 'cid:p@x', ['Content-Type: image/png; name=p.png', 'Content-ID: <p@x>', 'Content-Disposition: inline; filename=p.png']],
		['by cid, without a disposition', 'cid:p@x', ['Content-Type: image/png; name=p.png', 'Content-ID: <p@x>']],
		['by cid, called an attachment', 'cid:p@x', ['Content-Type: image/png', 'Content-ID: <p@x>', 'Content-Disposition: attachment; filename=p.png']],
		['by cid, percent-encoded', 'cid:p%40x', ['Content-Type: image/png; name=p.png', 'Content-ID: <p@x>']],
		['by a Content-Location that has a Content-ID too', 'p.png', ['Content-Type: image/png', 'Content-Location: p.png', 'Content-ID: <p@x>']],
	])('is inline and keeps its bytes: %s', async (_, address, lines) => {
		const { facts } = await parse(related(['Content-Type: text/html', '', `<p>See</p><img src="${address}">`], lines));
		expect(facts.attachments).toMatchObject([{ fileName: 'p.png', inline: true, contentId: 'p@x', size: 4 }]);
		expect(facts.html).toMatch(/src="cid:p(?:@|%40)x"/);
	});

	it('by an absolute or a relative Content-Location gets a Content-ID', async () => {
		const { facts } = await parse(
			related(
				['Content-Type: text/html', 'Content-Location: file:///C:/mail/page.htm', '', '<img src="page_files/a.png"><img src="https://x.example/b.png"><img src="https://x.example/remote.png">'],
				['Content-Type: image/png', 'Content-Location: file:///C:/mail/page_files/a.png'],
				['Content-Type: image/png', 'Content-Location: https://x.example/', ' b.png'],
			),
		);
		expect(facts.attachments).toMatchObject([
			{ fileName: 'a.png', inline: true, contentId: 'location-1@mail-helpdesk.invalid' },
			{ fileName: 'b.png', inline: true },
		]);
		expect(facts.html).toContain('<img src="cid:location-1@mail-helpdesk.invalid" />');
		expect(facts.html).toContain('<img data-remote-src="https://x.example/remote.png" />');
	});

	it('cannot break out of its attribute, nor make another kind of link of it', async () => {
		const { facts } = await parse(
			related(['Content-Type: text/html', '', '<img src="javascript:x"><img src="q">'], ['Content-Type: image/png', 'Content-Location: javascript:x', 'Content-ID: <"onload="x">'], ['Content-Type: text/html', 'Content-Location: q']),
		);
		expect(facts.html).not.toMatch(/\sonload|src="javascript/);
		expect(facts.html).toContain('data-remote-src="q"');
	});
});

it('sanitising asks for the time while it works, and an error of the clock ends it', () => {
	const checkTime = jest.fn(() => {
		throw new Error('time is up');
	});
	expect(() => sanitizeMailHtml('<b>x</b>'.repeat(2_000), { checkTime })).toThrow('time is up');
	expect(checkTime).toHaveBeenCalledTimes(1);
});
