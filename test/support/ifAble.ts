import type { Desk } from '../../helpdesk/desk/Desk';
import type { DeskAbility } from '../../helpdesk/desk/DeskDescription';
import { expectDeskError } from './expectDeskError';

/** Runs the test on a desk that can do it. On another one the call must be refused in plain words, as what the desk and not the message is to blame for. */
export async function ifAble(desk: Desk, ability: DeskAbility, refused: () => Promise<unknown>, test: () => Promise<void>): Promise<void> {
	if ((await desk.describe()).abilities.includes(ability)) {
		await test();
		return;
	}
	const error = await expectDeskError(refused(), 'DESK_CANNOT');
	expect(error.message).toMatch(/^The \S+ desk cannot \w+/);
	expect(error).toMatchObject({ fault: 'settings', remedy: expect.stringContaining('another desk') });
}
