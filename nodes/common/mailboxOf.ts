import type { Email } from '../../helpdesk';

/** The scanned mailbox, as the limits against loops count it: one sign-in may read several addresses. */
export function mailboxOf({ mailbox }: Email): string {
	return `${mailbox.account} ${mailbox.address}`;
}
