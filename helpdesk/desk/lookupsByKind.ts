import type { EvidenceKind } from '../email/Email';

/** The ways in which a desk looks up what a mail says of its ticket. */
export interface Lookups<L> {
	byId: L;
	byNumber: L;
	byTitle: L;
	byCleanTitle: L;
	byMessageId: L;
	byReference: L;
}

/** Where each kind of evidence is looked up, the same on every desk. */
export function lookupsByKind<L>({ byId, byNumber, byTitle, byCleanTitle, byMessageId, byReference }: Lookups<L>): Readonly<Record<EvidenceKind, readonly L[]>> {
	return {
		'signed-message-id': [byId],
		'signed-token': [byId],
		'message-id': [byMessageId],
		'referenced-by': [byReference],
		'original-message-id': [byMessageId],
		'ticket-id': [byId],
		'ticket-number': [byNumber],
		pattern: [byNumber, byId, byTitle],
		'same-subject': [byCleanTitle],
	};
}
