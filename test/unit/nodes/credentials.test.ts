import { NodeHelpers, type ICredentialDataDecryptedObject, type ICredentialTestFunctions } from 'n8n-workflow';
import { MailHelpdeskGoogleOAuth2Api } from '../../../credentials/MailHelpdeskGoogleOAuth2Api.credentials';
import { MailHelpdeskImapApi } from '../../../credentials/MailHelpdeskImapApi.credentials';
import { MailHelpdeskMicrosoftOAuth2Api } from '../../../credentials/MailHelpdeskMicrosoftOAuth2Api.credentials';
import { accountName } from '../../../helpdesk';
import { googleMailbox, googleSender, imapAccount, microsoftMailbox, microsoftSender, smtpSender } from '../../../nodes/common/credentials';
import { mailHelpdeskImapTest, mailHelpdeskSmtpTest } from '../../../nodes/common/mailbox';


const token = async (refused: string | null) => (refused === 'old' ? 'new' : 'old');
const press = async (button: typeof mailHelpdeskImapTest, data: ICredentialDataDecryptedObject) => {
	return await button.call({} as ICredentialTestFunctions, { id: '1', name: 'Test', type: 'test', data });
};

describe('the account that a credential makes', () => {
	it('with a host is as typed, with the usual port of the encryption where none is', async () => {
		expect(imapAccount({ host: ' imap.example.com ', port: 1993, security: 'tls', user: 'u', password: ' p ', address: 'Help@Example.com' })).toMatchObject({
			host: 'imap.example.com', port: 1993, security: 'tls', user: 'u', address: 'help@example.com', checkCertificate: true, readOnly: false,
		});
		for (const port of [0, '', null, undefined] as unknown as string[]) {
			expect(imapAccount({ host: 'h', port, security: 'starttls', user: 'u' }).port).toBe(143);
			expect(smtpSender({ host: 'h', port, security: 'starttls' }, null).account.port).toBe(587);
		}
		expect(await imapAccount({ host: 'h', user: 'u', password: ' p ' }).secret(null)).toEqual({ kind: 'password', password: ' p ' });
	});

	it('without a host finds its server, and keeps its name wherever that is', async () => {
		const account = imapAccount({ host: '', user: 'Anna@gmail.com', address: 'help@example.com' });
		expect(account.host).toBe('');
		expect(await account.locate?.()).toMatchObject({ host: 'imap.gmail.com', port: 993, security: 'tls' });
		expect(accountName(account)).toBe('Anna@gmail.com@example.com');
		expect(accountName(imapAccount({ host: 'IMAP.example.com', user: 'anna' }))).toBe('anna@imap.example.com');
	});

	it('for Microsoft signs in as the mailbox that is read, for Google as the account', async () => {
		const shared = { user: 'anna@example.com', address: 'Support@Example.com', fromName: 'Support' };
		expect(microsoftMailbox(shared, token)).toMatchObject({ host: 'outlook.office365.com', port: 993, security: 'tls', user: 'support@example.com', address: 'support@example.com' });
		expect(microsoftSender(shared, token)).toMatchObject({ address: 'support@example.com', name: 'Support', account: { host: 'smtp.office365.com', port: 587, security: 'starttls' } });
		expect(googleMailbox(shared, token)).toMatchObject({ host: 'imap.gmail.com', port: 993, security: 'tls', user: 'anna@example.com', address: 'support@example.com' });
		expect(googleSender(shared, token)).toMatchObject({ address: 'support@example.com', account: { host: 'smtp.gmail.com', port: 465, security: 'tls', user: 'anna@example.com' } });
		expect(await googleSender(shared, token).account.secret('old')).toEqual({ kind: 'token', accessToken: 'new' });
	});
});

describe('the test button', () => {
	it.each([
		['smtp.gmail.com', 'Google'],
		['smtp.office365.com', 'Office 365'],
		['smtp-mail.outlook.com', 'Outlook'],
	])('refuses port 25 of %s before it connects', async (host, name) => {
		const { status, message } = await press(mailHelpdeskSmtpTest, { host, port: 25, security: 'none' });
		expect(status).toBe('Error');
		expect(message).toContain(`${name} takes no mail for sending on port 25. Use smtp`);
	});

	it('says what is missing when there is neither host nor address', async () => {
		for (const button of [mailHelpdeskImapTest, mailHelpdeskSmtpTest]) {
			expect(await press(button, { host: '', user: 'support' })).toEqual({
				status: 'Error',
				message:
					'The mail server cannot be found: host is empty, and user is not a mail address. Enter the host of the mail server, or the whole mail address as the user.',
			});
		}
	});

	it('says what to do where a provider has no server', async () => {
		expect((await press(mailHelpdeskImapTest, { host: '', user: 'anna@proton.me' })).message).toContain('Proton Mail Bridge');
	});
});

describe('the forms', () => {
	it('show port and encryption only with a host', () => {
		const { properties } = new MailHelpdeskImapApi();
		const shown = (data: Record<string, string>) => properties.filter((property) => NodeHelpers.displayParameter({ security: 'tls', ...data }, property, null, null)).map(({ name }) => name);
		expect(shown({ host: '' })).toEqual(['host', 'user', 'password', 'address', 'readOnly']);
		expect(shown({ host: 'imap.example.com' })).toEqual(['host', 'port', 'security', 'checkCertificate', 'certificateAuthority', 'user', 'password', 'address', 'readOnly']);
		expect(shown({ host: 'imap.example.com', security: 'none' })).not.toContain('checkCertificate');
		expect(NodeHelpers.getNodeParameters(properties, { host: '', user: 'a@example.com' }, true, false, null, null)).toMatchObject({ host: '', user: 'a@example.com' });
	});

	it('let n8n\'s editor see the kind of sign-in, which it compares by value', () => {
		const kind = new MailHelpdeskMicrosoftOAuth2Api().properties.find(({ name }) => name === 'grantType');
		expect(kind).toMatchObject({ type: 'options', default: 'authorizationCode', options: [{ value: 'authorizationCode' }, { value: 'clientCredentials' }] });
	});

	it('ask Google for what IMAP and SMTP need', () => {
		expect(new MailHelpdeskGoogleOAuth2Api().properties[0]).toMatchObject({ name: 'scope', type: 'hidden', default: 'https://mail.google.com/' });
	});
});
