import type { TidyAction } from '../../../helpdesk/mailbox/MailboxSession';
import { tidyPlan } from '../../../helpdesk/scanner/acknowledge';

const move = (folder: string): TidyAction => ({ kind: 'move', folder, createFolder: true });
const read: TidyAction = { kind: 'mark-read' };

test('without a wish of the workflow the trigger does what it does after success', () => {
	expect(tidyPlan([], read)).toEqual([read]);
	expect(tidyPlan([], move('Done'))).toEqual([move('Done')]);
	expect(tidyPlan([], null)).toEqual([]);
});

test('the message is marked before it is moved away', () => {
	expect(tidyPlan([move('Done')], read)).toEqual([read, move('Done')]);
});

test('a move of the workflow replaces a deletion by the trigger, and the last wish counts', () => {
	expect(tidyPlan([move('A'), move('B')], { kind: 'delete', forGood: false })).toEqual([move('B')]);
});

test('a mark chosen in the workflow is not undone by the trigger', () => {
	expect(tidyPlan([{ kind: 'mark-unread' }], read)).toEqual([{ kind: 'mark-unread' }]);
});

test('copies are made before the message goes', () => {
	const copy: TidyAction = { kind: 'copy', folder: 'Copies', createFolder: true };
	expect(tidyPlan([{ kind: 'delete', forGood: true }, copy], null)).toEqual([copy, { kind: 'delete', forGood: true }]);
});
