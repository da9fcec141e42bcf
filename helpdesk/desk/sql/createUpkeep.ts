import type { Store } from '../../store/openStore';
import type { DeskUpkeep } from '../DeskUpkeep';
import { block, listBlocked, unblock } from './blockList';
import { changeContact } from './changeContact';
import { removeFromSetUp, setGroup, setPerson, setPriority, setQueue } from './changeSetUp';
import { erasePerson } from './erasePerson';
import { exportPerson } from './exportPerson';
import { guarded, type Write } from './guarded';
import { changeOrganization, listOrganizations } from './organizations';
import { expire } from './retention';

/** What people do to look after the built-in desk. Every change is one transaction with its line in the history. */
export function createUpkeep({ db }: Store, write: Write, now: () => Date): DeskUpkeep {
	return {
		setPerson: async (person) => await write(async (trx, at) => await setPerson(trx, person, at)),
		removePerson: async (id) => await write(async (trx, at) => await removeFromSetUp(trx, 'person', id, at)),
		setGroup: async (group) => await write(async (trx, at) => await setGroup(trx, group, at)),
		removeGroup: async (id) => await write(async (trx, at) => await removeFromSetUp(trx, 'group', id, at)),
		setQueue: async (queue) => await write(async (trx, at) => await setQueue(trx, queue, at)),
		removeQueue: async (id) => await write(async (trx, at) => await removeFromSetUp(trx, 'queue', id, at)),
		setPriority: async (priority) => await write(async (trx, at) => await setPriority(trx, priority, at)),
		removePriority: async (name) => await write(async (trx, at) => await removeFromSetUp(trx, 'priority', name, at)),
		changeContact: async (id, fields) => await write(async (trx, at) => await changeContact(trx, id, fields, at)),
		listOrganizations: async () => await guarded(async () => await listOrganizations(db)),
		changeOrganization: async (organization) => await write(async (trx, at) => await changeOrganization(trx, { key: '', action: 'change-organization' }, organization, at)),
		block: async (sender, reason) => await write(async (trx, at) => await block(trx, sender, reason, at)),
		unblock: async (sender) => await write(async (trx, at) => await unblock(trx, sender, at)),
		listBlocked: async () => await guarded(async () => await listBlocked(db)),
		expire: async (rules) => await expire(write, rules),
		exportPerson: async (address) => await guarded(async () => await exportPerson(db, address, now().toISOString())),
		erasePerson: async (address) => await write(async (trx, at) => await erasePerson(trx, address, at)),
	};
}
