import { createHash } from 'node:crypto';

import { normaliseMessageId } from '../../email/messageIds';
import type { Claim, MessageRecord } from '../Desk';
import { VtigerError } from './VtigerError';

/** Field of every module that a marker is written to. Vtiger has it since 7.0. */
export const MARKER_FIELD = 'source';

export function noMarkers(labels: string): VtigerError {
	return new VtigerError('VTIGER_UNSUPPORTED', `This Vtiger shows no field "Source" in ${labels}, so after a failure a message could be handled twice`, {
		fault: 'settings',
		remedy: 'Let the profile of this user see the field "Source" of these modules. Before 7.0 Vtiger has no such field and cannot be used.',
	}, false);
}

const PREFIX = 'MH1';
const HASH_LENGTH = 40;

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH).toUpperCase();
}

/** The beginning of the markers of everything that this mail made; the same for all stores, so a lost store still finds its threads. */
export function markerPrefix(messageId: string): string {
	return `${PREFIX}:${hash(normaliseMessageId(messageId))}:`;
}

/**
 * What Vtiger's field `source` of a made record holds, so that it is found again after a kill between making it and writing that down: the hashes of the mail's
 * Message-ID and of the claim. In upper case and 85 characters long, because Vtiger makes the field upper case and cuts it at 100 (captures D0, D0b).
 */
export function markerOf(claim: Claim, message: MessageRecord | null, part = ''): string {
	const mail = message ? normaliseMessageId(message.messageId) : '';
	return `${PREFIX}:${hash(mail === '' ? claim.key : mail)}:${hash([claim.key, claim.action, part].join('\n'))}`;
}
