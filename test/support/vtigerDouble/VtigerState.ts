import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DoubleField {
	name: string;
	label: string;
	mandatory: boolean;
	editable?: boolean;
	isunique?: boolean;
	type: { name: string; refersTo?: string[] };
}

export interface DoubleModule {
	name: string;
	idPrefix: string;
	fields: DoubleField[];
}

export interface DoubleRecord {
	id: string;
	module: string;
	fields: Record<string, string>;
	deleted: boolean;
	/** Stored with an owner or a ticket that does not exist: lists do not show it. */
	ghost: boolean;
	/** As Vtiger keeps it: of what was sent, not of what fitted. */
	label?: string;
	/** Users who saved it: only to them it is "not starred"; to others it is neither. */
	savedBy?: string[];
}

export interface DoubleUser {
	id: string;
	name: string;
	accessKey: string;
	isAdmin: boolean;
	/** Switched off by an admin. */
	isInactive?: boolean;
	/** Modules in which the profile allows less than everything. */
	limits?: Record<string, 'read' | 'read and delete' | 'nothing'>;
	/** Fields that the profile hides or protects, by module. */
	fieldRights?: Record<string, Record<string, 'hidden' | 'read'>>;
}

/** A mail that Vtiger would send. */
export interface QueuedMail {
	to: 'contact' | 'owner';
	subject: string;
}

/** Everything that a Vtiger remembers. */
export interface VtigerState {
	/** As it is given at the sign-in; 7.x answers otherwise in some places, read off the sources of 7.0.2 and 7.1.1. */
	version: string;
	modules: Map<string, DoubleModule>;
	records: Map<string, DoubleRecord>;
	related: Map<string, Set<string>>;
	users: DoubleUser[];
	groups: Array<{ id: string; groupname: string; description: string }>;
	/** By user name; a new challenge replaces the one before. */
	challenges: Map<string, string>;
	sessions: Map<string, DoubleUser>;
	mails: QueuedMail[];
	/** Number of the last record. */
	lastNumber: number;
	counters: Record<string, number>;
	now: () => Date;
	/** Most bytes of a file and of a form, by the settings of PHP; null: any. */
	php: { upload_max_filesize: number; post_max_size: number } | null;
}

const FIXTURES = join(__dirname, '../../fixtures/vtiger');
const MODULES = ['HelpDesk', 'ModComments', 'Contacts', 'Accounts', 'Documents', 'Groups', 'DocumentFolders'];

/** As a Vtiger 8.0 describes it that was just installed. */
export function describedModule(name: string): DoubleModule {
	return JSON.parse(readFileSync(join(FIXTURES, `describe-${name}.json`), 'utf8')) as DoubleModule;
}

/** Vtiger gives this field of tickets but does not describe it. */
export const UNDESCRIBED: Record<string, string[]> = { HelpDesk: ['update_log'] };

const DEFAULTS: Record<string, Record<string, string>> = {
	HelpDesk: { hours: '0.00000000', days: '0.00000000', from_portal: '0', starred: '0' },
	ModComments: { is_private: '0', related_email_id: '0' },
	Contacts: { donotcall: '0', emailoptout: '0', reference: '0', notify_owner: '0', isconvertedfromlead: '0', starred: '0', portal: '0' },
	Accounts: { employees: '0', annual_revenue: '0.00000000', emailoptout: '0', notify_owner: '0', isconvertedfromlead: '0', starred: '0' },
	Documents: { filesize: '0', filestatus: '0', folderid: '22x1', starred: '0' },
};

export function emptyFields({ name, fields }: DoubleModule): Record<string, string> {
	const names = [...fields.map((field) => field.name).filter((field) => field !== 'id'), ...(UNDESCRIBED[name] ?? [])];
	return { ...Object.fromEntries(names.map((field) => [field, ''])), ...DEFAULTS[name] };
}

const SINCE_7_1 = new Set(['allowDuplicates', 'isunique']);

/** Before 7.1 nothing was said of duplicates. */
function asDescribedBy(version: string, module: DoubleModule): DoubleModule {
	return isBefore(version, '7.1') ? (JSON.parse(JSON.stringify(module, (name, value: unknown) => (SINCE_7_1.has(name) ? undefined : value))) as DoubleModule) : module;
}

/** Whether a Vtiger is older than this version. */
export function isBefore(version: string, wanted: string): boolean {
	return version.localeCompare(wanted, 'en', { numeric: true }) < 0;
}

export function createState(users: DoubleUser[], version = '8.0.0'): VtigerState {
	return {
		version,
		modules: new Map(MODULES.map((name) => [name, asDescribedBy(version, describedModule(name))])),
		records: new Map(),
		related: new Map(),
		users,
		groups: [
			{ id: '20x3', groupname: 'Marketing Group', description: '' },
			{ id: '20x4', groupname: 'Support Group', description: '' },
			{ id: '20x2', groupname: 'Team Selling', description: '' },
		],
		challenges: new Map(),
		sessions: new Map(),
		mails: [],
		lastNumber: 1,
		counters: {},
		now: () => new Date(),
		php: null,
	};
}

/** The record that is there for people: not deleted. */
export function livingRecord(state: VtigerState, id: string): DoubleRecord | null {
	const record = state.records.get(id);
	return record && !record.deleted ? record : null;
}

export function moduleOfPrefix(state: VtigerState, prefix: string): DoubleModule | undefined {
	return [...state.modules.values()].find(({ idPrefix }) => idPrefix === prefix);
}
