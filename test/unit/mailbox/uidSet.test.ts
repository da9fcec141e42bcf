import { expandUidSet, uidSet } from '../../../helpdesk/mailbox/uidSet';

describe('a set of UIDs', () => {
	it('names runs of numbers as ranges', () => {
		expect([uidSet([]), uidSet([7]), uidSet([1, 2, 3, 7, 9, 10])]).toEqual(['', '7', '1:3,7,9:10']);
	});

	it('is read back, in ascending order and each UID once', () => {
		expect(expandUidSet('1:3,7,9:10', 6)).toEqual([1, 2, 3, 7, 9, 10]);
		expect(expandUidSet('10:9,7,3:1,2:3', 8)).toEqual([1, 2, 3, 7, 9, 10]);
		expect(expandUidSet('4294967295', 1)).toEqual([4294967295]);
		expect(expandUidSet('', 0)).toEqual([]);
	});

	it.each(['*', '1:*', '0', '0:4', '-1', '1.5', '1e3', '1,,2', ',', '1:', ':2', '1:2:3', ' 1', 'NIL', '4294967296', '99999999999'])('is not read from %j', (set) => {
		expect(expandUidSet(set, 1_000)).toBeNull();
	});

	it('that names more than there can be is not written out', () => {
		expect([expandUidSet('1:4294967295', 1_000), expandUidSet('1:1001', 1_000), expandUidSet('1:500,601:1101', 1_000)]).toEqual([null, null, null]);
	});
});
