import type { VtigerContext } from './context';
import type { VtigerRecord } from './client';
import { numberOf, type ModuleName } from './modules';
import type { Condition } from './vtql';

const PAGE = 100;

/** All records of a module that fit, oldest first: Vtiger gives at most 100 at once, so the record number is the cursor (capture C0). */
export async function everyRecord({ client, modules }: Pick<VtigerContext, 'client' | 'modules'>, module: ModuleName, conditions: Condition[] = []): Promise<VtigerRecord[]> {
	const records: VtigerRecord[] = [];
	for (;;) {
		const last = records.at(-1)?.id;
		const above = { field: 'id', is: '>', value: await modules.fullId(module, last ? numberOf(last) : '0') } as const;
		const page = await client.query({ fields: '*', from: module, where: [[...conditions, above]], orderBy: { field: 'id' }, limit: PAGE });
		records.push(...page);
		if (page.length < PAGE) {
			return records;
		}
	}
}
