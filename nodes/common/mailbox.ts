import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	ILoadOptionsFunctions,
	INodeCredentialTestResult,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { openMailbox, testMailbox, verifySmtp } from '../../helpdesk';
import type { FolderInfo, FoundSettings, MailboxAccount } from '../../helpdesk';
import { accessTokenOf, type CredentialContext } from './accessToken';
import {
	GOOGLE,
	googleMailbox,
	googleSender,
	IMAP,
	imapAccount,
	imapServerFound,
	MICROSOFT,
	microsoftMailbox,
	microsoftSender,
	SMTP,
	smtpSender,
	smtpServerFound,
	type Sender,
} from './credentials';
import { toNodeError } from './failure';
import { tested } from './tested';

/** Credentials with an access token, by the value of the parameter "authentication". */
const OAUTH = {
	microsoft: { type: MICROSOFT, mailbox: microsoftMailbox, sender: microsoftSender },
	google: { type: GOOGLE, mailbox: googleMailbox, sender: googleSender },
};

function oauthOf(authentication: string): (typeof OAUTH)[keyof typeof OAUTH] | null {
	return authentication === 'microsoft' || authentication === 'google' ? OAUTH[authentication] : null;
}

/** The mailbox that a node's credential opens. Read anew at every call, because a changed credential does not restart a trigger. */
export async function mailboxOf(context: CredentialContext, authentication: string, itemIndex?: number): Promise<MailboxAccount> {
	const oauth = oauthOf(authentication);
	if (!oauth) return imapAccount(await credentialsOf(context, IMAP, itemIndex));
	return oauth.mailbox(await credentialsOf(context, oauth.type, itemIndex), accessTokenOf(context, oauth.type, itemIndex));
}

/** The outgoing server that a node's credential names. Rejects with `HelpdeskError` when it is to be found from the address and cannot be. */
export async function senderOf(context: CredentialContext, authentication: string, itemIndex?: number): Promise<Sender> {
	const oauth = oauthOf(authentication);
	if (oauth) return oauth.sender(await credentialsOf(context, oauth.type, itemIndex), accessTokenOf(context, oauth.type, itemIndex));
	const data = await credentialsOf(context, SMTP, itemIndex);
	return smtpSender(data, await smtpServerFound(data));
}

async function credentialsOf(context: CredentialContext, type: string, itemIndex?: number): Promise<ICredentialDataDecryptedObject> {
	return await context.getCredentials(type, itemIndex);
}

async function foldersOf(context: ILoadOptionsFunctions): Promise<FolderInfo[]> {
	try {
		const account = await mailboxOf(context, context.getNodeParameter('authentication', 'password') as string);
		const session = await openMailbox({ ...account, readOnly: true });
		try {
			return (await session.listFolders()).filter((folder) => folder.selectable);
		} finally {
			await session.close();
		}
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** Folders for a list of several (load options). */
export async function loadFolders(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return (await foldersOf(this)).map(({ path, specialUse }) => ({ name: specialUse ? `${path} (${specialUse.slice(1)})` : path, value: path }));
}

/** Folders for a resource locator. */
export async function searchFolders(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const wanted = (filter ?? '').toLowerCase();
	const folders = (await foldersOf(this)).filter(({ path }) => path.toLowerCase().includes(wanted));
	return { results: folders.map(({ path }) => ({ name: path, value: path })) };
}

/** What a person should see before a password goes to a server that was not typed. */
function foundText({ host, port, security, source }: FoundSettings): string {
	return ` at ${host}:${String(port)} (${security === 'tls' ? 'TLS' : 'STARTTLS'}, ${source})`;
}

/** The test button of the IMAP credential: signs in and lists the folders. */
export async function mailHelpdeskImapTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await tested(async () => {
		const data = credential.data ?? {};
		const found = await imapServerFound(data);
		const { folders } = await testMailbox(imapAccount(data));
		return `Signed in${found ? foundText(found) : ''}, ${String(folders)} folders found`;
	});
}

/** The test button of the SMTP credential: signs in and sends nothing. */
export async function mailHelpdeskSmtpTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await tested(async () => {
		const data = credential.data ?? {};
		const found = await smtpServerFound(data);
		await verifySmtp(smtpSender(data, found).account);
		return `Signed in${found ? foundText(found) : ''}`;
	});
}
