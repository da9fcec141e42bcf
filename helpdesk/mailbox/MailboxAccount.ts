/** How to reach and open a mailbox. Made from a credential by `nodes/common`. */
export interface MailboxAccount {
	/** Empty when it is to be found from the address: see `locate`. */
	host: string;
	port: number;
	security: 'tls' | 'starttls' | 'none';
	/** Default true; switching it off is the user's explicit choice. */
	checkCertificate: boolean;
	/** PEM of an own certificate authority; empty for the system's. */
	certificateAuthority: string;
	/** Asked at every connect when `host` is empty. Rejects with `HelpdeskError`. */
	locate?: () => Promise<Pick<MailboxAccount, 'host' | 'port' | 'security'>>;
	user: string;
	/** Address of the mailbox that is read; differs from `user` for shared mailboxes. */
	address: string;
	/** Asked at every connect; `refused` is the access token that the server has just refused, so that another is given. */
	secret: (refused: string | null) => Promise<{ kind: 'password'; password: string } | { kind: 'token'; accessToken: string }>;
	/** Folders are opened with EXAMINE and nothing is ever changed on the server. */
	readOnly: boolean;
}

/**
 * `user@host`, lower-case host: compared before any command by UID, shown to people. Where the host is found from the address, the address's domain stands for it,
 * because a provider may move its servers and the mailbox is still the same.
 */
export function accountName({ user, host, address }: Pick<MailboxAccount, 'host' | 'user' | 'address'>): string {
	return `${user}@${(host || address.slice(address.lastIndexOf('@') + 1)).toLowerCase()}`;
}
