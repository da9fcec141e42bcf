import type { DeskAction } from '../common/deskAction';
import { blockSender, listBlocked, unblockSender } from './actions/blockList';
import { changeContact } from './actions/contacts';
import { eraseOld, erasePerson, exportPerson } from './actions/data';
import { addAddress, changeOrganization, createOrganization, listOrganizations } from './actions/organizations';
import { setAgent, setGroup, setQueue } from './actions/people';
import { removeSetUp, setPriority, showSetUp } from './actions/setUp';

/** By name, as the panel lists them. */
export const ACTIONS: readonly DeskAction[] = [
	addAddress,
	blockSender,
	changeContact,
	changeOrganization,
	createOrganization,
	eraseOld,
	erasePerson,
	exportPerson,
	listBlocked,
	listOrganizations,
	removeSetUp,
	setAgent,
	setGroup,
	setPriority,
	setQueue,
	showSetUp,
	unblockSender,
];
