import { MailboxError } from './MailboxError';

/** The account was set to read-only by the user. */
export function readOnlyMailbox(): MailboxError {
	return new MailboxError('READ_ONLY', 'This mailbox is set to read-only, so nothing is changed in it.', {
		fault: 'settings',
		remedy: 'Switch "read only" off in the credential to let messages be moved, deleted or marked.',
	});
}
