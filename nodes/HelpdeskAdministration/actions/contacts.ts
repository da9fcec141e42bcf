import { fieldValues } from '../../common/desk';
import type { DeskAction } from '../../common/deskAction';
import { contactProperty, deskFieldsProperty } from '../../common/properties';
import { upkeepOf } from '../upkeepOf';

export const changeContact: DeskAction = {
	option: { name: 'Change Contact', value: 'changeContact', description: 'Write fields of a contact: type, VIP, owner and all others', action: 'Change a contact' },
	needs: 'setUp',
	writes: true,
	properties: [
		contactProperty({ displayName: 'Contact', name: 'contact', description: 'The contact to change' }),
		deskFieldsProperty({ displayName: 'Fields', name: 'contactFields', description: 'Fields that are written; all others stay' }, 'contactFields'),
	],
	run: async ({ context, itemIndex, desk, text }) => ({ contact: { ...(await upkeepOf(desk).changeContact(text('contact'), fieldValues(context, 'contactFields', itemIndex))) } }),
};
