import { hasTicketId, readSubjectTags } from '../../../helpdesk/conversation/subjectTags';
import { cleanSubject } from '../../../helpdesk/email/subject';
import { findTicketId, removeTicketTag } from '../../../helpdesk/email/ticketTag';
import { processorMs } from '../../support/processorMs';

const NAMES_A_TICKET: Array<[string, string]> = [
	// What Vtiger's "Has Ticket Number" was seen to match, with what it captured.
	['TT15 [ Ticket Id : 1483 ] Problem', '1483'],
	['Ticket Id: 12', '12'],
	['Ticket Id : 12 Ticket Id : 99', '12'],
	['Ticket ID#: 5', '5'],
	['RE: TT15 [ Ticket Id : 1483] x', '1483'],
	['Ticket Id : 0012', '0012'],
	// What it misses, and people and mail programs write.
	['TT15 [Ticket ID : 1483] Problém xyz', '1483'],
	['[Ticket Id:1483]', '1483'],
	['ticket id  : 12', '12'],
	['Ticket Id:12', '12'],
	['[Ticket-ID : 5]', '5'],
	['TT15 [ Ticket Id :\n 1483 ]', '1483'],
	['TT15 [ Ticket\r\n Id : 1483 ]', '1483'],
	['TT15 [ Ticket\u00a0Id\u00a0:\u00a01483 ]', '1483'],
	['回复：TT15 [ Ticket Id ： 1483 ]', '1483'],
	['TT15 ［ Ticket Id ： １４８３ ］ Printer', '1483'],
	['TT15 [_Ticket_Id_:_1483_] Printer', '1483'],
	['TT15 [ TICKET ID : 1483 ]Printer', '1483'],
	// Broken within the number, or with what nobody sees in it: half of a number would name another ticket.
	['TT15 [ Ticket Id : 14\r\n 83 ] Printer', '1483'],
	['TT15 [ Ticket Id : 14 83 ] Printer', '1483'],
	['TT15 [ Ticket Id : 14\u200b83 ] Printer', '1483'],
	['\u200eTT15 [ Ticket\u00adId : 14\u206083 ] Printer', '1483'],
	['Ticket Id : 12 apples, [ Ticket Id : 14 83 ]', '12'],
	['Ticket Id : 12 15 apples', '12'],
];

const NAMES_NONE = ['', 'Printer', 'TT15', 'Ticket Id', 'Ticket Id : none', 'Respond to Ticket ID## 217 ## in Customer Portal - URGENT', 'Ticket Number : TT86 x', 'ticket idea: 5', `Ticket Id : ${'9'.repeat(40)}`];

describe('the ticket id in a subject', () => {
	test.each(NAMES_A_TICKET)('%j names ticket %s', (subject, id) => {
		expect(findTicketId(subject)).toBe(id);
		expect(hasTicketId(subject)).toBe(id);
	});

	test.each(NAMES_NONE)('%j names none', (subject) => {
		expect(findTicketId(subject)).toBeNull();
	});
});

describe('tags that count as evidence', () => {
	const cases: Array<[string, string | null, string | null]> = [
		['TT15 [ Ticket Id : 0012 ] x', '12', 'TT15'],
		['Re: tt15 is broken again', null, 'TT15'],
		['(TT15)', null, 'TT15'],
		['ATT15 TT15b TT_15 xTT15 äTT15', null, null],
		['TT20 [ Ticket Id : 1500 ] Question about TT15', '1500', 'TT20'],
		['[ Ticket Id : 1500 ] Question about TT15', '1500', null],
		['TT15 and TT16', null, 'TT15'],
		['TT15 ［ Ticket Id ： １４８３ ］ x', '1483', 'TT15'],
		['TT15 [_Ticket_Id_:_1483_] x', '1483', 'TT15'],
	];
	test.each(cases)('%j gives id %s and number %s', (subject, ticketId, ticketNumber) => {
		expect(readSubjectTags(subject)).toEqual({ ticketId, ticketNumber });
	});

	test('other prefixes than TT can be named, with characters that mean something to patterns', () => {
		expect(readSubjectTags('Re: CASE-7 x', ['CASE-'])).toEqual({ ticketId: null, ticketNumber: 'CASE-7' });
		expect(readSubjectTags('a+b7', ['a+b', '('])).toEqual({ ticketId: null, ticketNumber: 'a+b7' });
	});
});

describe('taking the tag out of a subject', () => {
	const cases: Array<[string, string]> = [
		['Re: TT15 [ Ticket Id : 1483 ] Printer', 'Re: Printer'],
		['TT15 [Ticket ID : 1483] Problém xyz', 'Problém xyz'],
		['AW: [From Portal] TT87 [ Ticket Id : 209 ] Flag', 'AW: Flag'],
		['Re: TT15 Printer', 'Re: Printer'],
		['[TT15] Printer', 'Printer'],
		['Question about TT15 again', 'Question about TT15 again'],
		['TT15b stays', 'TT15b stays'],
		['Printer', 'Printer'],
		['TT15 [ Ticket Id :\n 1483 ] folded', 'folded'],
		['TT1 [ Ticket Id : 1 ] TT2 [ Ticket Id : 2 ] twice', 'twice'],
		['TT15 [ Ticket Id : 1483 ]', ''],
		['Re: TT15 [ Ticket Id : 14\r\n 83 ] Printer', 'Re: Printer'],
		['回复：TT15 ［ Ticket Id ： １４８３ ］ Printer', '回复： Printer'],
	];
	test.each(cases)('%j becomes %j', (subject, clean) => {
		expect(removeTicketTag(subject)).toBe(clean);
		expect(removeTicketTag(clean)).toBe(clean);
	});

	test('a tag that comes into being when another is taken out goes as well', () => {
		let nested = 'Ticket Id : 1';
		for (let depth = 0; depth < 60; depth++) nested = `Ticket ${nested} Id : ${depth}`;
		expect(findTicketId(nested)).not.toBeNull();
		expect(findTicketId(removeTicketTag(nested))).toBeNull();
	});
});

describe('marks of answer and forward before the tag', () => {
	const MARKS = 'Re: |RE: RE: |Re[2]: |Re : |RE：|AW: |Antw: |Odp: |VS: |Vá: |SV: |Ynt: |Απ: |ΣΧΕΤ: |Отв: |Ответ: |R: |Rif: |Res: |Atb.: |Ats: |BLS: |Hal: |回复: |回复：|答复: |返信: |답장: |رد: |השב: |Trả lời: |ตอบกลับ: |Fwd: |FW : |WG: |VL: |TR : |RV: |I: |PD: |ENC: |Továbbítás: |İlt: |Πρθ: |Doorst: |Edasi: |转发: |転送: |전달: |إعادة توجيه: |הועבר: |Chuyển tiếp: |ส่งต่อ: '.split('|');
	test.each(MARKS)('%j hides nothing', (mark) => {
		const subject = `${mark}TT15 [ Ticket Id : 1483 ] Printer`;
		expect(readSubjectTags(subject)).toEqual({ ticketId: '1483', ticketNumber: 'TT15' });
		expect(cleanSubject(subject)).toBe('TT15 [ Ticket Id : 1483 ] Printer');
		expect(cleanSubject(removeTicketTag(subject))).toBe('Printer');
	});
});

describe('hostile subjects', () => {
	const HOSTILE = ['ticket id ', 'Ticket ', '[ Ticket Id : ', 'TT1', 'TT15 [', 'Re: ', '[From Portal]', 'ticket id        #        ', '\n ', 'ａ', 'ticket-_id:', 'ticket id : 1 ', '1 ', '\u200b', 'ticket id_:_1 2 3 '];
	test.each(HOSTILE)('%j repeated to half a megabyte is read in little time', (piece) => {
		const subject = piece.repeat(Math.ceil(500_000 / piece.length));
		for (const read of [findTicketId, readSubjectTags, removeTicketTag]) expect(processorMs(() => read(subject))).toBeLessThan(1000);
	});
});
