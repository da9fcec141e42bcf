import { DeskError } from '../../../../helpdesk/desk/DeskError';
import { queryText } from '../../../../helpdesk/desk/vtiger/vtql';
import { keepableText } from '../../../../helpdesk/desk/vtiger/keepableText';
import { runQuery } from '../../../support/vtigerDouble/queries';
import { createState, emptyFields, type DoubleRecord } from '../../../support/vtigerDouble/VtigerState';

const state = createState([]);
const empty = emptyFields(state.modules.get('HelpDesk')!);

const ticket = (title: string, id: string): DoubleRecord => ({ id, module: 'HelpDesk', fields: { ...empty, ticket_title: keepableText(title).text }, deleted: false, ghost: false });

/** Ids that the query finds among records with these titles. */
function found(titles: string[], query: Parameters<typeof queryText>[0]): string[] {
	const records = titles.map((title, index) => ticket(title, `17x${index + 2}`));
	return runQuery(state, queryText(query), () => records).map(({ id }) => id ?? '');
}

/** The same numbers in every run. */
function random(seed: number): () => number {
	let last = seed;
	return () => {
		last = (last * 1_103_515_245 + 12_345) % 2_147_483_648;
		return last / 2_147_483_648;
	};
}

const ALPHABET = ["'", "''", '\\', '\\\\', '%', '_', ';', '"', '(', ')', ',', '=', ' ', '\n', '\t', 'a', 'OR', '1', '*', '?', '&', '<', '>', '`', '#', '--', '/*', 'ü', '日', '\u202E', '\u{1F600}', '\0', 'x', "' OR '1'='1", '{', '$'];

describe('Query builder for Vtiger', () => {
	it('writes each part as Vtiger reads it, with the compulsory semicolon', () => {
		expect(queryText({ fields: ['id', 'email'], from: 'Contacts', where: [[{ field: 'email', is: '=', value: "pat.o'brien@x.example" }], [{ field: 'email', in: ['a', 'b'] }, { field: 'id', is: '>', value: '12x1' }]], orderBy: { field: 'id', descending: true }, limit: 5 })).toBe(
			"SELECT id,email FROM Contacts WHERE email = 'pat.o''brien@x.example' OR email IN ('a','b') AND id > '12x1' ORDER BY id DESC LIMIT 0,5;",
		);
		expect(queryText({ fields: '*', from: 'HelpDesk' })).toBe('SELECT * FROM HelpDesk LIMIT 0,100;');
		expect(queryText({ fields: '*', from: 'HelpDesk', limit: 5000 })).toContain('LIMIT 0,100;');
	});

	it('refuses empty values and names that are none, which Vtiger answers with a crash or a false "nothing found"', () => {
		for (const condition of [{ field: 'email', is: '=' as const, value: '' }, { field: 'email', in: ['a', ''] }, { field: 'email', startsWith: '' }, { field: 'email; x', is: '=' as const, value: 'a' }, { field: '', is: '=' as const, value: 'a' }]) {
			expect(() => queryText({ fields: '*', from: 'Contacts', where: [[condition]] })).toThrow(DeskError);
		}
		expect(() => queryText({ fields: ["id' x"], from: 'Contacts' })).toThrow(DeskError);
		expect(() => queryText({ fields: '*', from: 'Contacts WHERE' })).toThrow(DeskError);
	});

	it('finds exactly the text that was stored, whatever is in it (3,000 random texts)', () => {
		const next = random(20_260_301);
		for (let round = 0; round < 3000; round += 1) {
			const length = 1 + Math.floor(next() * 8);
			const text = Array.from({ length }, () => ALPHABET[Math.floor(next() * ALPHABET.length)] ?? '').join('');
			const titles = [text, 'something else', `${text} and more`, `before ${text}`];
			const by = (where: Parameters<typeof queryText>[0]['where']) => found(titles, { fields: ['id'], from: 'HelpDesk', where });
			expect([text, by([[{ field: 'ticket_title', is: '=', value: text }]])]).toEqual([text, ['17x2']]);
			expect([text, by([[{ field: 'ticket_title', in: ['nothing like it', text] }]])]).toEqual([text, ['17x2']]);
			expect([text, by([[{ field: 'ticket_title', startsWith: `${text} and` }]])]).toEqual([text, ['17x4']]);
			expect([text, by([[{ field: 'ticket_title', endsWith: `before ${text}` }]])]).toEqual([text, ['17x5']]);
			expect([text, by([[{ field: 'ticket_title', contains: text }]])]).toEqual([text, expect.arrayContaining(['17x2', '17x4', '17x5'])]);
		}
	});
});
