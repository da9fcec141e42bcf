import { createTicketSigner } from '../../../helpdesk/conversation/signedId';
import { HelpdeskError } from '../../../helpdesk/errors';

const SECRET = 'a secret of the store, long enough';
const signer = createTicketSigner(SECRET);
const id = signer.messageId({ ticketId: '17x195', unique: '20261120-ab12', domain: 'desk.example' });
const token = signer.token('17x195');

describe('a signed Message-ID', () => {
	test('carries the ticket and is made the same from the same parts', () => {
		expect(id).toMatch(/^<t\.17x195\.20261120_2dab12\.[0-9a-f]{24}@desk\.example>$/);
		expect(signer.messageId({ ticketId: '17x195', unique: '20261120-ab12', domain: 'desk.example' })).toBe(id);
		expect(signer.read(id)).toEqual({ ticketId: '17x195' });
	});

	test.each([
		['another case', id.toUpperCase()],
		['no angle brackets', id.slice(1, -1)],
		['blanks and line ends in it', `  <${id.slice(1, 12)} \r\n\t${id.slice(12)}`],
		['another domain, as a relay may write it', id.replace('desk.example', 'relay.example')],
	])('is still read with %s', (_, changed) => {
		expect(signer.read(changed)).toEqual({ ticketId: '17x195' });
	});

	test('gives nothing when any one character before the @ is altered', () => {
		const end = id.indexOf('@');
		for (let place = 1; place < end; place++) {
			const altered = id.slice(0, place) + (id[place] === '1' ? '2' : '1') + id.slice(place + 1);
			expect([altered, signer.read(altered)]).toEqual([altered, null]);
		}
	});

	test.each(['', '<>', '<a@b>', '<t.1483.x@desk.example>', `<t.1483.x.${'0'.repeat(24)}@desk.example>`, `<t..x.${'0'.repeat(24)}@a>`, '<'.repeat(5000), `<t.${'1'.repeat(100_000)}@a>`])(
		'%p is not one',
		(foreign) => {
			expect(signer.read(foreign.slice(0, 100_100))).toBeNull();
		},
	);

	test('of another store gives nothing', () => {
		expect(createTicketSigner(Buffer.from('the secret of another store, long')).read(id)).toBeNull();
	});

	test('cannot be made to hold a line end or a second header, whatever the parts are', () => {
		const hostile = signer.messageId({ ticketId: '1>\r\nBcc: x@y', unique: 'ü.\n@', domain: 'a>\r\nBcc: x' });
		expect(hostile).toMatch(/^<[a-z0-9._]+@mail-helpdesk\.invalid>$/);
		expect(signer.read(hostile)).toEqual({ ticketId: '1>\r\nBcc: x@y' });
	});

	test('keeps capital letters and foreign letters of a ticket id through a change of case', () => {
		const made = signer.messageId({ ticketId: 'Ärger-A1', unique: 'u', domain: 'bücher.example' });
		expect(made).toContain('@xn--bcher-kva.example>');
		expect(signer.read(made.toUpperCase())).toEqual({ ticketId: 'Ärger-A1' });
	});
});

describe('a signed token', () => {
	test('fits into a local part and carries the ticket', () => {
		expect(`support+${token}`.length).toBeLessThanOrEqual(64);
		expect(signer.readToken(token)).toEqual({ ticketId: '17x195' });
		expect(signer.readToken(` ${token.toUpperCase()} `)).toEqual({ ticketId: '17x195' });
	});

	test('is not a Message-ID, and a Message-ID is no token: each purpose has its own signature', () => {
		const mac = token.slice(-24);
		expect(signer.read(`<t.17x195.u.${mac}@desk.example>`)).toBeNull();
		expect(signer.readToken(`t-17x195-${/\.([0-9a-f]{24})@/.exec(id)?.[1] ?? ''}`)).toBeNull();
	});

	test('gives nothing for another ticket', () => {
		expect(signer.readToken(token.replace('195', '196'))).toBeNull();
	});
});

/** Code and fault of what is thrown. */
function refusal(make: () => unknown): string {
	try {
		make();
		return 'nothing was thrown';
	} catch (error) {
		return error instanceof HelpdeskError ? `${error.code}, ${error.fault}` : 'something else was thrown';
	}
}

test('a missing or short secret is refused, as a fault of the settings', () => {
	expect(refusal(() => createTicketSigner(''))).toBe('signer-secret, settings');
	expect(refusal(() => createTicketSigner(Buffer.alloc(15)))).toBe('signer-secret, settings');
});

test('an empty or endless ticket id is refused', () => {
	expect(refusal(() => signer.token(''))).toBe('signer-part, settings');
	expect(refusal(() => signer.token('1'.repeat(201)))).toBe('signer-part, settings');
});
