/** Fields of a mail that a condition can look at. `FIELDS` says what each one reads. */
export type RuleField =
	| 'from' | 'fromName' | 'to' | 'cc' | 'bcc' | 'recipients' | 'subject' | 'body'
	| 'header' | 'attachmentName' | 'size' | 'date' | 'automaticClass' | 'language' | 'folder' | 'mailbox' | 'account' | 'senderStanding';

export type RuleOperator =
	| 'contains' | 'notContains' | 'equals' | 'notEquals' | 'beginsWith' | 'endsWith' | 'regex' | 'hasTicketId'
	| 'isEmpty' | 'isNotEmpty' | 'greaterThan' | 'lessThan';

/** What the desk says of the sender: on its block list, a contact, only of a known organisation, or nobody it knows. */
export type SenderStanding = 'blocked' | 'contact' | 'organization' | 'unknown';

export interface Condition {
	field: RuleField;
	/** Name of the header for field `header`. */
	header: string;
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
