import { commandProblem, commandRefused } from '../../../helpdesk/mailbox/commandProblems';
import { connectProblem } from '../../../helpdesk/mailbox/connectProblems';
import { quoteServer, readFailure, type ImapFailure } from '../../../helpdesk/mailbox/imapFailure';
import { signInProblem, type SecretKind } from '../../../helpdesk/mailbox/signInProblems';

const failure = (fields: Record<string, unknown>): ImapFailure => readFailure(Object.assign(new Error('Command failed'), fields));
const at = (host: string, security: 'tls' | 'starttls' | 'none' = 'tls', received = 0) => ({ account: { host, port: 993, security }, received });

describe('what people are told when connecting fails', () => {
	it.each([
		['ENOTFOUND', 'HOST_NOT_FOUND', 'world', 'spelling'],
		['EAI_AGAIN', 'HOST_NOT_FOUND', 'world', 'DNS'],
		['ECONNREFUSED', 'CONNECTION_REFUSED', 'world', 'port'],
		['EHOSTUNREACH', 'CONNECTION_REFUSED', 'world', 'firewall'],
		['CONNECT_TIMEOUT', 'TIMEOUT', 'world', 'firewall'],
		['CERT_HAS_EXPIRED', 'CERTIFICATE', 'settings', 'renew'],
		['CERT_NOT_YET_VALID', 'CERTIFICATE', 'settings', 'clock'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERTIFICATE', 'settings', 'authority'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'CERTIFICATE', 'settings', 'authority'],
		['CERT_REVOKED', 'CERTIFICATE', 'settings', 'authority'],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS_FAILED', 'settings', 'STARTTLS'],
		['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TLS_FAILED', 'settings', 'outdated'],
	])('%s', (code, expected, fault, word) => {
		const problem = connectProblem(failure({ code }), at('mail.example.com'));
		expect(problem).toMatchObject({ code: expected, fault });
		expect(problem?.message).toContain('mail.example.com');
		expect(problem?.remedy).toContain(word);
	});

	it('names what the certificate is for, and nothing odd that stands in it', () => {
		const cert = { subjectaltname: 'DNS:mx.example.net, DNS:*.example.org, IP Address:192.0.2.1, DNS:<script>, DNS:x y' };
		const problem = connectProblem(failure({ code: 'ERR_TLS_CERT_ALTNAME_INVALID', cert }), at('mail.example.com'));
		expect(problem?.message).toBe('The certificate is not for mail.example.com but for mx.example.net, *.example.org, 192.0.2.1.');
	});

	it('tells a silent server from one that speaks something else', () => {
		const silent = failure({ code: 'GREETING_TIMEOUT' });
		expect(connectProblem(silent, at('h', 'none', 0))?.code).toBe('TIMEOUT');
		expect(connectProblem(silent, at('h', 'none', 30))?.code).toBe('NOT_AN_IMAP_SERVER');
	});

	it('knows nothing of other failures', () => expect(connectProblem(failure({}), at('h'))).toBeNull());
});

describe('what people are told when a sign-in is refused', () => {
	const cases: Array<[string, string, SecretKind, Record<string, unknown>, string, string, string]> = [
		['Gmail wants an app password', 'imap.gmail.com', 'password', { response: '[ALERT] Application-specific password required' }, 'AUTHENTICATION_FAILED', 'settings', 'Gmail wants an app password'],
		['another provider asks for an app password', 'mail.example.com', 'password', { response: 'Application-specific password required' }, 'AUTHENTICATION_FAILED', 'settings', 'Make an app password'],
		['Microsoft switched passwords off', 'outlook.office365.com', 'password', { response: 'LOGIN failed.' }, 'AUTHENTICATION_FAILED', 'settings', 'Microsoft OAuth2 credential'],
		['Microsoft refuses a token', 'outlook.office365.com', 'token', { response: 'AUTHENTICATE failed.' }, 'AUTHENTICATION_FAILED', 'settings', 'Connect the OAuth2 credential again'],
		['Yahoo', 'imap.mail.yahoo.com', 'password', { response: 'LOGIN Invalid credentials' }, 'AUTHENTICATION_FAILED', 'settings', 'Yahoo and AOL'],
		['a host that only looks like Gmail', 'imap.notgmail.com', 'password', {}, 'AUTHENTICATION_FAILED', 'settings', 'whole address'],
		['IMAP is switched off', 'imap.gmail.com', 'password', { response: 'Your account is not enabled for IMAP use.' }, 'AUTHENTICATION_FAILED', 'settings', 'Switch IMAP on'],
		['too many connections at Gmail', 'imap.gmail.com', 'password', { response: '[ALERT] Too many simultaneous connections. (Failure)' }, 'TOO_MANY_CONNECTIONS', 'world', 'again by itself'],
		['UNAVAILABLE', 'h', 'password', { serverResponseCode: 'UNAVAILABLE' }, 'UNAVAILABLE', 'world', 'not about the password'],
		['LIMIT', 'h', 'password', { serverResponseCode: 'LIMIT' }, 'UNAVAILABLE', 'world', 'again by itself'],
		['INUSE', 'h', 'password', { serverResponseCode: 'INUSE' }, 'UNAVAILABLE', 'world', 'again by itself'],
		['a temporary fault in words', 'h', 'token', { response: 'Temporary authentication failure' }, 'UNAVAILABLE', 'world', 'again by itself'],
		['Exchange is not ready', 'outlook.office365.com', 'token', { response: 'User is authenticated but not connected.' }, 'UNAVAILABLE', 'world', 'again by itself'],
		['AUTHENTICATIONFAILED', 'h', 'password', { serverResponseCode: 'AUTHENTICATIONFAILED' }, 'AUTHENTICATION_FAILED', 'settings', 'Check both'],
		['PRIVACYREQUIRED', 'h', 'password', { serverResponseCode: 'PRIVACYREQUIRED' }, 'LOGIN_DISABLED', 'settings', 'OAuth2'],
	];
	it.each(cases)('%s', (_, host, kind, fields, code, fault, word) => {
		const problem = signInProblem(failure({ authenticationFailed: true, ...fields }), at(host), kind);
		expect(problem).toMatchObject({ code, fault });
		expect(`${problem.message} ${problem.remedy}`).toContain(word);
	});

	it('quotes the server in one line, without the secret and without control characters', () => {
		expect(quoteServer('LOGIN alice hun\u001b[31mter2\r\nfailed\u202e', ['hun\u001b[31mter2'])).toBe('LOGIN alice *** failed');
		expect(quoteServer('x'.repeat(900), [])).toHaveLength(200);
		expect(quoteServer('fine', [''])).toBe('fine');
	});
});

describe('what people are told when a command fails', () => {
	it.each([
		['OVERQUOTA', 'NOT_MOVED', 'settings', 'full'],
		['NOPERM', 'NOT_MOVED', 'settings', 'may not'],
		['TRYCREATE', 'FOLDER_MISSING', 'settings', 'does not exist'],
		['NONEXISTENT', 'FOLDER_MISSING', 'settings', 'does not exist'],
		['INUSE', 'UNAVAILABLE', 'world', 'in use'],
		['LIMIT', 'UNAVAILABLE', 'world', 'limit'],
		['', 'NOT_MOVED', 'world', 'refused'],
		['constructor', 'NOT_MOVED', 'world', 'refused'],
	])('[%s]', (responseCode, code, fault, word) => {
		const problem = commandRefused('Moving the message', 'NOT_MOVED', responseCode);
		expect(problem).toMatchObject({ code, fault });
		expect(problem.message).toMatch(/^Moving the message failed: /);
		expect(problem.message).toContain(word);
	});

	it('tells a lost connection, a silent one and a refusal apart', () => {
		const problem = (fields: Record<string, unknown>) => commandProblem(failure(fields), 'Reading', 'h', 'Server shutting down.');
		expect(problem({ code: 'NoConnection' })).toMatchObject({ code: 'CONNECTION_LOST', fault: 'world' });
		expect(problem({ code: 'NoConnection' }).message).toContain('Server shutting down.');
		expect(problem({ code: 'ETIMEOUT' })).toMatchObject({ code: 'TIMEOUT', fault: 'world' });
		expect(problem({ responseStatus: 'NO', serverResponseCode: 'UNAVAILABLE' })).toMatchObject({ code: 'UNAVAILABLE', fault: 'world' });
		expect(problem({ code: 'ParserError3' })).toMatchObject({ code: 'IMAP_ERROR', message: 'Reading failed (ParserError3).' });
		expect(commandProblem(readFailure(null), 'Reading', 'h', '')).toMatchObject({ code: 'IMAP_ERROR' });
	});
});
