import { personName } from '../../../helpdesk/desk/personName';

const ADDRESS = 'anna@example.com';

describe('Names of people', () => {
	it.each([
		['Anna Nowak', 'Anna', 'Nowak'],
		['Anna Maria van der Berg', 'Anna', 'Maria van der Berg'],
		['Madonna', '', 'Madonna'],
		['Nowak, Anna', 'Anna', 'Nowak'],
		['van der Berg, Anna Maria', 'Anna Maria', 'van der Berg'],
		['Acme, Inc.', 'Acme,', 'Inc.'],
		['a, b, c', 'a,', 'b, c'],
		['"Anna Nowak"', 'Anna', 'Nowak'],
		["'Anna Nowak'", 'Anna', 'Nowak'],
		["Sinéad O'Connor", 'Sinéad', "O'Connor"],
		['  Anna \t\r\n  Nowak ', 'Anna', 'Nowak'],
		['山田 太郎', '山田', '太郎'],
		['', '', ADDRESS],
		['  ', '', ADDRESS],
		['Anna@Example.com', '', ADDRESS],
		[',', '', ','],
	])('reads %j as first name %j, last name %j', (name, firstName, lastName) => {
		expect(personName(name, ADDRESS)).toEqual({ firstName, lastName });
	});

	it('cuts endless names without cutting characters', () => {
		const { firstName, lastName } = personName(`${'🐎'.repeat(9000)} ${'x '.repeat(100_000)}`, ADDRESS);
		expect(firstName).toBe('🐎'.repeat(200));
		expect(lastName).toHaveLength(200);
	});
});
