/** Fields of a mail that a condition can look at. `FIELDS` says what each one reads. */
export type RuleField =
	| 'from' | 'fromName' | 'to' | 'cc' | 'bcc' | 'recipients' | 'subject' | 'body'
	| 'header' | 'attachmentName' | 'size' | 'date' | 'automaticClass' | 'language' | 'folder' | 'mailbox' | 'account' | 'senderStanding'
	| 'contactField' | 'organizationField';

export type RuleOperator =
	| 'contains' | 'notContains' | 'equals' | 'notEquals' | 'beginsWith' | 'endsWith' | 'regex' | 'hasTicketId'
	| 'isEmpty' | 'isNotEmpty' | 'greaterThan' | 'lessThan';

/** What the desk says of the sender: on its block list, a contact, only of a known organisation, or nobody it knows. */
export type SenderStanding = 'blocked' | 'contact' | 'organization' | 'unknown';

/** What the desk says of the sender, as far as the rules ask for it. */
export interface SenderFacts {
	standing: readonly SenderStanding[];
	/** By the desk's name of the field: its value, and what people read instead of it. Without a contact nothing. */
	contact: Readonly<Record<string, readonly string[]>>;
	organization: Readonly<Record<string, readonly string[]>>;
}

export interface Condition {
	field: RuleField;
	/** Name of the header for field `header`. */
	header: string;
	/** Name of the desk's field for the fields `contactField` and `organizationField`. */
	deskField: string;
	operator: RuleOperator;
	value: string;
}

export interface ConditionGroup {
	combine: 'all' | 'any';
	conditions: Condition[];
}

export interface Rule {
	name: string;
	enabled: boolean;
	/** Name of the output it points at. */
	output: string;
	/** Limits (R3): empty means everywhere. */
	folders: string[];
	mailboxes: string[];
	/** How the groups are joined; no groups or no conditions at all: every message (R9). */
	combine: 'all' | 'any';
	groups: ConditionGroup[];
}

export interface RuleVerdict {
	/** Null: no rule matched. */
	rule: { name: string; position: number; output: string } | null;
	/** Value of the last capture group of the matching pattern, or the ticket id found; empty otherwise. */
	captured: string;
	/** Every rule that was looked at, in plain words: which rule, which condition, which text. */
	reasons: string[];
}
