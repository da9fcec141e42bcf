/** Who is at fault decides what the scanner does: a message's fault is retried and quarantined, the world's pauses intake, settings need a person. */
export type FaultOf = 'message' | 'world' | 'settings';

export interface HelpdeskErrorDetails {
	/** Whose fault it is; see `FaultOf`. */
	fault: FaultOf;
	/** What the user can do about it, in one or two plain sentences. Never holds a secret or text of a message. */
	remedy?: string;
	cause?: unknown;
}

/**
 * Base of every error that leaves the domain. `code` is stable and tested; `message` says what failed,
 * `remedy` what to do. Neither holds a secret or text of a message.
 */
export class HelpdeskError extends Error {
	readonly fault: FaultOf;
	readonly remedy: string;

	constructor(
		readonly code: string,
		message: string,
		details: HelpdeskErrorDetails,
	) {
		super(message, { cause: details.cause });
		this.name = new.target.name;
		this.fault = details.fault;
		this.remedy = details.remedy ?? '';
	}
}
