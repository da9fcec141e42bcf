import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';

import type { Store } from '../../store/openStore';
import type { Contact, Organization } from '../Desk';
import type { VtigerClient } from './client';
import type { Modules } from './modules';
import { createRecent, type Recent } from './recent';

export interface VtigerOptions {
	/** Clock of everything that the store keeps. */
	now: () => Date;
	/** Customers' comments are announced to the agent, and not echoed to the customer (Vtiger's `from_portal`). */
	tellAgents: boolean;
	/** For how long after a request without answer it may still have its effect, in ms. PHP ends a request after 30 s by default. */
	settleMs: number;
	/** For how long another process may work on a claim without a sign of life, in ms. */
	leaseMs: number;
}

export interface Owner {
	id: string;
	/** For people. */
	name: string;
	/** User name; empty for a group. */
	login: string;
	address: string;
	isGroup: boolean;
}

/** What all parts of the Vtiger desk share. */
export interface VtigerContext {
	client: VtigerClient;
	modules: Modules;
	store: Store;
	/** Names this Vtiger in the store's tables. */
	desk: string;
	options: VtigerOptions;
	/** Contacts seen within the last half minute, by record number: one message needs the same ones several times. */
	contacts: Recent<Contact | null>;
	/** By record number. */
	organizations: Recent<Organization | null>;
	owners: Recent<Owner[]>;
}

const CONTACTS_KEPT_MS = 30_000;
const ORGANIZATIONS_KEPT_MS = 300_000;
const OWNERS_KEPT_MS = 600_000;

/** Names this run of this process: claims tell by it whether who holds them is alive. */
export const THIS_PROCESS = `${hostname()}|${process.pid}|${randomUUID()}`;

export function createContext(parts: Pick<VtigerContext, 'client' | 'modules' | 'store' | 'desk' | 'options'>): VtigerContext {
	return {
		...parts,
		contacts: createRecent(CONTACTS_KEPT_MS),
		organizations: createRecent(ORGANIZATIONS_KEPT_MS),
		owners: createRecent(OWNERS_KEPT_MS),
	};
}
