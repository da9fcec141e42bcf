import { readCalendar } from '../../../helpdesk/email/calendar';
import { mail, parse } from './sources';

const EVENT = ['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VTIMEZONE', 'END:VTIMEZONE', 'BEGIN:VEVENT', 'SUMMARY;LANGUAGE=sk:Porada\\, oprava tlač', ' iarne', 'DTSTART:20260301T100000Z', 'END:VEVENT', 'END:VCALENDAR'];

describe('a calendar part', () => {
	it('says what it asks for and what it is about, also where it is all of the mail', async () => {
		const { facts } = await parse(mail('From: a@example.com', 'Content-Type: text/calendar; charset=utf-8; method=CANCEL', '', ...EVENT));
		expect(facts.calendar).toEqual({ method: 'cancel', summary: 'Porada, oprava tlačiarne' });
		expect(facts.text).toBe('Porada, oprava tlačiarne');
	});

	it('names its method inside where the header does not, and leaves the text of the mail alone', async () => {
		const parts = ['--b', 'Content-Type: text/plain', '', 'Please come', '--b', 'Content-Type: text/calendar', '', ...EVENT, '--b--'];
		const { facts } = await parse(mail('From: a@example.com', 'Content-Type: multipart/alternative; boundary=b', '', ...parts));
		expect(facts).toMatchObject({ text: 'Please come', calendar: { method: 'request', summary: 'Porada, oprava tlačiarne' }, attachments: [] });
	});

	it('is null where there is none, and empty where it says nothing', async () => {
		expect((await parse(mail('From: a@example.com', '', 'x'))).facts.calendar).toBeNull();
		expect(readCalendar([{ mimeType: 'text/calendar', parameters: {}, text: 'BEGIN:VEVENT\n'.repeat(5_000) }])).toEqual({ method: '', summary: '' });
		expect(readCalendar([{ mimeType: 'text/calendar', parameters: {}, text: `SUMMARY:${'x\n '.repeat(20_000)}` }])?.summary.length).toBeLessThanOrEqual(500);
	});
});
