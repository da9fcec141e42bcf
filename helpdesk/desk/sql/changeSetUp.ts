import type { Transaction } from 'kysely';

import type { DeskSetUpTable } from '../../store/deskSchema';
import type { Schema } from '../../store/schema';
import type { DeskGroup, DeskPerson, DeskPriority, DeskQueue } from '../DeskDescription';
import { DeskError } from '../DeskError';
import { record } from './audit';
import { usableAddress } from './createContact';

type Kind = DeskSetUpTable['kind'];

const LONGEST_NAME = 120;

function usableName(name: string, what: string): string {
	const line = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
	if (line === '' || line.length > LONGEST_NAME) {
		throw new DeskError('NAME_MISSING', `The ${what} needs a name of at most ${LONGEST_NAME} characters`, { fault: 'settings', remedy: 'Give it a name.' });
	}
	return line;
}

async function noteChange(trx: Transaction<Schema>, kind: Kind, before: string | undefined, after: string | null, at: string): Promise<void> {
	const parsed = (text: string | null | undefined): unknown => (text ? JSON.parse(text) : null);
	await record(trx, { action: 'set-up', detail: { [kind]: [parsed(before), parsed(after)] }, claim: { key: '', action: '' }, at });
}

/** Sets an entry up, or replaces the one with the same id; a new one comes last. */
async function put(trx: Transaction<Schema>, kind: Kind, id: string, entry: object, at: string): Promise<void> {
	const key = id.toLowerCase();
	const rows = await trx.selectFrom('desk_setup').selectAll().where('kind', '=', kind).execute();
	const before = rows.find((row) => row.key === key);
	const detail = JSON.stringify(entry);
	const position = before?.position ?? Math.max(0, ...rows.map((row) => row.position)) + 1;
	await trx
		.insertInto('desk_setup')
		.values({ kind, key, position, detail })
		.onConflict((conflict) => conflict.columns(['kind', 'key']).doUpdateSet({ detail }))
		.execute();
	await noteChange(trx, kind, before?.detail, detail, at);
}

/** What is not there is as good as removed. */
export async function removeFromSetUp(trx: Transaction<Schema>, kind: Kind, id: string, at: string): Promise<void> {
	const key = id.trim().toLowerCase();
	const before = await trx.selectFrom('desk_setup').selectAll().where('kind', '=', kind).where('key', '=', key).executeTakeFirst();
	if (before) {
		await trx.deleteFrom('desk_setup').where('kind', '=', kind).where('key', '=', key).execute();
		await noteChange(trx, kind, before.detail, null, at);
	}
}

async function knownPeople(trx: Transaction<Schema>, wanted: string[]): Promise<string[]> {
	const rows = await trx.selectFrom('desk_setup').select('detail').where('kind', '=', 'person').execute();
	const people = rows.map(({ detail }) => JSON.parse(detail) as DeskPerson);
	return [...new Set(wanted.map((each) => each.trim().toLowerCase()))]
		.filter((each) => each !== '')
		.map((each) => {
			const person = people.find(({ id, name }) => id === each || name.toLowerCase() === each);
			if (!person) {
				throw new DeskError('PERSON_MISSING', 'One of these people is not set up in this desk', { fault: 'settings', remedy: 'Set people up first, and name them here by address or name.' });
			}
			return person.id;
		});
}

/** Of the built-in desk the address is the id, because mails and comments of agents are recognised by it. */
export async function setPerson(trx: Transaction<Schema>, { name, address }: Omit<DeskPerson, 'id'>, at: string): Promise<DeskPerson> {
	const id = usableAddress(address);
	const person = { id, name: name.trim() === '' ? id : usableName(name, 'person'), address: id };
	await put(trx, 'person', id, person, at);
	return person;
}

export async function setGroup(trx: Transaction<Schema>, { name, people }: Omit<DeskGroup, 'id'>, at: string): Promise<DeskGroup> {
	const id = usableName(name, 'group');
	const group = { id, name: id, people: await knownPeople(trx, people) };
	await put(trx, 'group', id, group, at);
	return group;
}

export async function setQueue(trx: Transaction<Schema>, { name, address, people }: Omit<DeskQueue, 'id'>, at: string): Promise<DeskQueue> {
	const id = usableName(name, 'queue');
	const queue = { id, name: id, address: address.trim() === '' ? '' : usableAddress(address), people: await knownPeople(trx, people) };
	await put(trx, 'queue', id, queue, at);
	return queue;
}

/** Throws `PRIORITY_TIMES` unless each time is a positive number of minutes, or none, and the warning comes before the resolution. */
export async function setPriority(trx: Transaction<Schema>, wanted: DeskPriority, at: string): Promise<DeskPriority> {
	const { reactionMinutes, warningMinutes, resolutionMinutes } = wanted;
	const times = [reactionMinutes, warningMinutes, resolutionMinutes].filter((time) => time !== null);
	if (times.some((time) => !Number.isFinite(time) || time <= 0) || (warningMinutes ?? 0) > (resolutionMinutes ?? Infinity)) {
		throw new DeskError('PRIORITY_TIMES', 'The times of the priority do not fit together', { fault: 'settings', remedy: 'Give positive minutes, or none; the warning must come before the resolution time.' });
	}
	const priority = { name: usableName(wanted.name, 'priority'), reactionMinutes, warningMinutes, resolutionMinutes };
	await put(trx, 'priority', priority.name, priority, at);
	return priority;
}
