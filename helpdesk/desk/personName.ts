const LONGEST_NAME = 200;
const CONTROL_CHARACTERS = /\p{Cc}+/gu;
const WHITE_SPACE = /\s+/;
const QUOTES = /^["'„“”‚‘’]|["'“”‘’]$/g;

/** What follows a comma in the name of a firm, not of a person. */
const COMPANY_FORMS = new Set(['inc', 'inc.', 'ltd', 'ltd.', 'llc', 'corp.', 'gmbh', 'ag', 'oy', 'a.s.', 's.r.o.', 'spol.', 'sp.']);

export interface PersonName {
	firstName: string;
	lastName: string;
}

function shortened(text: string): string {
	return Array.from(text).slice(0, LONGEST_NAME).join('');
}

function words(text: string): string[] {
	return text.split(WHITE_SPACE).filter((word) => word !== '');
}

/** `Nowak, Anna`, as Exchange writes names; null for anything else with a comma. */
function lastNameFirst(name: string): PersonName | null {
	const parts = name.split(',').map((part) => part.trim());
	const [lastName = '', firstName = ''] = parts;
	const isPerson = parts.length === 2 && lastName !== '' && firstName !== '' && !COMPANY_FORMS.has(words(firstName)[0]?.toLowerCase() ?? '');
	return isPerson ? { firstName, lastName } : null;
}

/**
 * First and last name from the display name of an address: the first word is the first name, the rest the last name; `Nowak, Anna` is read the other way round;
 * one word is a last name; without any name the address is the last name, as in Vtiger, where a last name is required.
 */
export function personName(displayName: string, address: string): PersonName {
	const name = words(displayName.normalize('NFC').replace(CONTROL_CHARACTERS, ' ')).join(' ').replace(QUOTES, '').trim();
	if (name === '' || name.toLowerCase() === address) {
		return { firstName: '', lastName: shortened(address) };
	}
	const [first = '', ...rest] = words(name);
	const { firstName, lastName } = lastNameFirst(name) ?? (rest.length > 0 ? { firstName: first, lastName: rest.join(' ') } : { firstName: '', lastName: first });
	return { firstName: shortened(firstName), lastName: shortened(lastName) };
}
