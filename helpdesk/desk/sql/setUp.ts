import type { Kysely } from 'kysely';

import type { DeskSetUpTable } from '../../store/deskSchema';
import type { Schema } from '../../store/schema';
import type { DeskDescription, DeskGroup, DeskPerson, DeskPriority, DeskQueue } from '../DeskDescription';

export type SetUp = Pick<DeskDescription, 'people' | 'groups' | 'queues' | 'priorities'>;

/** What people have set up for this desk, in the order in which they did. */
export async function readSetUp(db: Kysely<Schema>): Promise<SetUp> {
	const rows = await db.selectFrom('desk_setup').select(['kind', 'detail']).where('kind', 'in', ['person', 'group', 'queue', 'priority']).orderBy('position').orderBy('key').execute();
	const of = <T>(wanted: DeskSetUpTable['kind']) => rows.filter(({ kind }) => kind === wanted).map(({ detail }) => JSON.parse(detail) as T);
	return { people: of<DeskPerson>('person'), groups: of<DeskGroup>('group'), queues: of<DeskQueue>('queue'), priorities: of<DeskPriority>('priority') };
}
