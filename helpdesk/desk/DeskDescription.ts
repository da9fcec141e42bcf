export interface FieldDescription {
	name: string;
	label: string;
	type: 'string' | 'text' | 'options' | 'number' | 'dateTime' | 'boolean';
	required: boolean;
	writable: boolean;
	/** Values; what people read instead of a value is in `optionLabels`. */
	options: string[];
	optionLabels?: Record<string, string>;
	default: string;
}

/** Somebody whom tickets can be assigned to. */
export interface DeskPerson {
	id: string;
	name: string;
	address: string;
}

export interface DeskGroup {
	id: string;
	name: string;
	/** Ids of people. */
	people: string[];
}

export interface DeskQueue {
	id: string;
	name: string;
	/** The mailbox that it is fed by and answers from; empty when it has none. */
	address: string;
	/** Ids of people who work on it. */
	people: string[];
}

/** How soon tickets of a priority want something, in minutes from their creation; null: no promise. */
export interface DeskPriority {
	name: string;
	reactionMinutes: number | null;
	warningMinutes: number | null;
	resolutionMinutes: number | null;
}

/**
 * What a desk can do beside what every desk can. A call for something that is missing here rejects with `DESK_CANNOT`; panels show only what is listed.
 * `setUp`, `blockList`, `retention`, `exportPerson` and `erasePerson` are calls of `upkeep`.
 */
export const DESK_ABILITIES = [
	'merge', 'deleteTickets', 'internalComments', 'overwriteDescription', 'readFiles', 'searchText', 'groups', 'queues', 'priorityTimes',
	'createOrganizations', 'contactAddresses', 'linkMails', 'changeFeed', 'setUp', 'blockList', 'retention', 'exportPerson', 'erasePerson',
] as const;
export type DeskAbility = (typeof DESK_ABILITIES)[number];

export interface DeskDescription {
	name: string;
	ticketFields: FieldDescription[];
	contactFields: FieldDescription[];
	/** Fields of organisations that can be read, their name included. */
	organizationFields: FieldDescription[];
	openStatus: string;
	closedStatuses: string[];
	abilities: DeskAbility[];
	/** Empty where nothing is set up: then any text may stand in the field. */
	people: DeskPerson[];
	groups: DeskGroup[];
	queues: DeskQueue[];
	priorities: DeskPriority[];
}
