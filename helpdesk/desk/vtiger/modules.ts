import type { VtigerClient, VtigerModule } from './client';

export type ModuleName = 'HelpDesk' | 'ModComments' | 'Contacts' | 'Accounts' | 'Documents' | 'Users' | 'Groups';

/** Descriptions of Vtiger's modules, asked for once and again after ten minutes, because admins change pick lists. */
export interface Modules {
	of(name: ModuleName): Promise<VtigerModule>;
	/** `17x45` for record number 45 of HelpDesk: prefixes differ from Vtiger to Vtiger. */
	fullId(name: ModuleName, number: string): Promise<string>;
	/** Whether the module has this field. */
	has(name: ModuleName, field: string): Promise<boolean>;
}

const KEPT_MS = 600_000;

/** Record number of a full id. */
export function numberOf(fullId: string): string {
	return fullId.slice(fullId.indexOf('x') + 1);
}

const NUMBER = /^[1-9]\d{0,15}$/;

/** The record number that an id from outside names, with or without prefix; null when it can be none. */
export function recordNumber(id: string): string | null {
	const bare = id.trim().replace(/^\d{1,6}x/, '');
	return NUMBER.test(bare) ? bare : null;
}

export function createModules(client: VtigerClient, now: () => number): Modules {
	const known = new Map<ModuleName, { module: Promise<VtigerModule>; at: number }>();

	async function of(name: ModuleName): Promise<VtigerModule> {
		const entry = known.get(name);
		if (entry && now() - entry.at < KEPT_MS) {
			return await entry.module;
		}
		const asked = { module: client.describe(name), at: now() };
		known.set(name, asked);
		try {
			return await asked.module;
		} catch (error) {
			known.delete(name);
			throw error;
		}
	}

	return {
		of,
		fullId: async (name, number) => `${(await of(name)).idPrefix}x${number}`,
		has: async (name, field) => (await of(name)).fields.some((candidate) => candidate.name === field),
	};
}
