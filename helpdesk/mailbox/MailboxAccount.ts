/** How to reach and open a mailbox. Made from a credential by `nodes/common`. */
export interface MailboxAccount {
	host: string;
	port: number;
	security: 'tls' | 'starttls' | 'none';
	/** Default true; switching it off is the user's explicit choice. */
	checkCertificate: boolean;
	/** PEM of an own certificate authority; empty for the system's. */
	certificateAuthority: string;
	user: string;
	/** Address of the mailbox that is read; differs from `user` for shared mailboxes. */
	address: string;
	/** Asked at every connect. `renew` is true after the server refused the last answer. */
	secret: (renew: boolean) => Promise<{ kind: 'password'; password: string } | { kind: 'token'; accessToken: string }>;
	/** Folders are opened with EXAMINE and nothing is ever changed on the server. */
	readOnly: boolean;
}

/** `user@host`, lower-case host: compared before any command by UID, shown to people. */
export function accountName(account: Pick<MailboxAccount, 'host' | 'user'>): string {
	return `${account.user}@${account.host.toLowerCase()}`;
}
