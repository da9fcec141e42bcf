import type { ICredentialDataDecryptedObject, ICredentialType } from 'n8n-workflow';
import { MailHelpdeskGoogleOAuth2Api } from '../../credentials/MailHelpdeskGoogleOAuth2Api.credentials';
import { MailHelpdeskMicrosoftOAuth2Api } from '../../credentials/MailHelpdeskMicrosoftOAuth2Api.credentials';
import type { MailboxAccount } from '../../helpdesk';
import { mailboxOf } from '../../nodes/common/mailbox';
import { dovecotMissing, startDovecot, type DovecotServer } from './dovecot';
import { openOAuthContext, type OAuthContext } from './oauthContext';
import { CLIENT, startOAuthServer, type OAuthServer, type OAuthServerOptions } from './oauthServer';

export const BOX = 'support@example.com';
export const MICROSOFT = new MailHelpdeskMicrosoftOAuth2Api();
export const GOOGLE = new MailHelpdeskGoogleOAuth2Api();

/** A sign-in server, a mail server that believes it, and n8n's engine with one credential. */
export interface Stage {
	oauth: OAuthServer;
	dovecot: DovecotServer;
	n8n: OAuthContext;
	/** What the nodes make of the credential, at the server of the test. */
	account(): Promise<MailboxAccount>;
}

export interface StageOptions extends OAuthServerOptions {
	type?: ICredentialType;
	data?: ICredentialDataDecryptedObject;
	mechanisms?: Array<'xoauth2' | 'oauthbearer'>;
}

export interface Stages {
	stage(options?: StageOptions): Promise<Stage>;
	/** A person signs in and connects the credential to a mailbox. */
	connected(stage: Stage, mailbox?: string): void;
	/** Ends all stages. */
	close(): Promise<void>;
}

export function createStages(): Stages {
	const closers: Array<() => Promise<void>> = [];
	const stage = async ({ type = MICROSOFT, data = {}, mechanisms, ...options }: StageOptions = {}): Promise<Stage> => {
		const oauth = await startOAuthServer(options);
		closers.push(oauth.stop);
		const dovecot = await startDovecot({ users: { [BOX]: 'unused', 'anna@example.com': 'unused' }, oauth: { introspectionUrl: oauth.introspectionUrl, mechanisms } });
		if (!dovecot) throw new Error(dovecotMissing());
		closers.push(dovecot.stop);
		// What the parent types of n8n-nodes-base add, and what a person typed in.
		const client = { clientId: CLIENT.id, clientSecret: CLIENT.secret, authentication: 'body', accessTokenUrl: oauth.tokenUrl, grantType: 'authorizationCode' };
		const n8n = await openOAuthContext(type, { ...client, user: BOX, ...data });
		closers.push(n8n.stop);
		const authentication = type === GOOGLE ? 'google' : 'microsoft';
		return {
			oauth,
			dovecot,
			n8n,
			account: async () => ({ ...(await mailboxOf(n8n.context, authentication)), host: '127.0.0.1', port: dovecot.port, security: 'none' }),
		};
	};
	return {
		stage,
		connected: ({ n8n, oauth }, mailbox = BOX) => n8n.change({ oauthTokenData: { ...oauth.connect(mailbox) } }),
		async close() {
			for (const close of closers.splice(0).reverse()) await close();
		},
	};
}
