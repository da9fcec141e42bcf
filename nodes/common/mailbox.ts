import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	ILoadOptionsFunctions,
	INodeCredentialTestResult,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { openMailbox, testMailbox, verifySmtp, HelpdeskError } from '../../helpdesk';
import type { FolderInfo, MailboxAccount } from '../../helpdesk';
import { accessTokenOf, type CredentialContext } from './accessToken';
import { IMAP, imapAccount, MICROSOFT, microsoftMailbox, microsoftSender, SMTP, smtpSender, type Sender } from './credentials';
import { toNodeError } from './failure';

/** The mailbox that a node's credential opens. Read anew at every call, because a changed credential does not restart a trigger. */
export async function mailboxOf(context: CredentialContext, authentication: string, itemIndex?: number): Promise<MailboxAccount> {
	if (authentication !== 'microsoft') return imapAccount(await credentialsOf(context, IMAP, itemIndex));
	const data = await credentialsOf(context, MICROSOFT, itemIndex);
	return microsoftMailbox(data, accessTokenOf(context, MICROSOFT, data));
}

export async function senderOf(context: CredentialContext, authentication: string, itemIndex?: number): Promise<Sender> {
	if (authentication !== 'microsoft') return smtpSender(await credentialsOf(context, SMTP, itemIndex));
	const data = await credentialsOf(context, MICROSOFT, itemIndex);
	return microsoftSender(data, accessTokenOf(context, MICROSOFT, data));
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

async function tested(check: () => Promise<string>): Promise<INodeCredentialTestResult> {
	try {
		return { status: 'OK', message: await check() };
	} catch (error) {
		const message = error instanceof HelpdeskError ? `${error.message} ${error.remedy}`.trim() : 'The server could not be tried.';
		return { status: 'Error', message };
	}
}

/** The test button of the IMAP credential: signs in and lists the folders. */
export async function mailHelpdeskImapTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await tested(async () => {
		const { folders } = await testMailbox(imapAccount(credential.data ?? {}));
		return `Signed in, ${folders} folders found`;
	});
}

/** The test button of the SMTP credential: signs in and sends nothing. */
export async function mailHelpdeskSmtpTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await tested(async () => {
		await verifySmtp(smtpSender(credential.data ?? {}).account);
		return 'Signed in';
	});
}
