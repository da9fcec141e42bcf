import { outboxError } from '../../../helpdesk/outbox/smtpProblems';

const of = (fields: Record<string, unknown>) => Object.assign(new Error('failed'), fields);
const tls = (originalCode: string, more: Record<string, unknown> = {}) => of({ code: 'ETLS', originalCode, ...more });
const answered = (response: string, command: string, code = 'EPROTOCOL') => of({ code, command, response, responseCode: Number(response.slice(0, 3)) });

describe('what people are told when sending fails', () => {
	it.each<[string, unknown, string, boolean, string, string, string]>([
		['a host that is not there', of({ code: 'EDNS', originalCode: 'ENOTFOUND' }), 'h.example', false, 'HOST_NOT_FOUND', 'world', 'spelling'],
		['a closed port', of({ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }), 'h.example', false, 'CONNECTION_REFUSED', 'world', '465 for TLS'],
		['a firewall', of({ code: 'ETIMEDOUT' }), 'h.example', false, 'TIMEOUT', 'world', 'block outgoing mail ports'],
		['a port for another encryption', of({ code: 'ESOCKET', originalCode: 'ERR_SSL_WRONG_VERSION_NUMBER' }), 'h.example', false, 'TLS_FAILED', 'settings', 'STARTTLS'],
		['a server without STARTTLS', answered('502 no such command', 'STARTTLS', 'ETLS'), 'h.example', false, 'STARTTLS_MISSING', 'settings', '465'],
		['an expired certificate', tls('CERT_HAS_EXPIRED'), 'h.example', false, 'CERTIFICATE', 'settings', 'has expired'],
		['a certificate of tomorrow', tls('CERT_NOT_YET_VALID'), 'h.example', false, 'CERTIFICATE', 'settings', 'clock'],
		['a self-signed certificate', tls('DEPTH_ZERO_SELF_SIGNED_CERT'), 'h.example', false, 'CERTIFICATE', 'settings', 'is self-signed'],
		['an unknown authority', tls('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'h.example', false, 'CERTIFICATE', 'settings', 'authority that is not known'],
		['a certificate for another name', tls('ERR_TLS_CERT_ALTNAME_INVALID', { cert: { subjectaltname: 'DNS:mx.example' } }), 'h.example', false, 'CERTIFICATE', 'settings', 'not for h.example but for mx.example'],
		['an own authority that is none', tls('ERR_OSSL_PEM_NO_START_LINE'), 'h.example', false, 'CERTIFICATE', 'settings', 'PEM'],
		['a revoked certificate', tls('CERT_REVOKED'), 'h.example', false, 'CERTIFICATE', 'settings', 'refused (CERT_REVOKED)'],
		['a wrong password', answered('535 5.7.8 Error: authentication failed', 'AUTH PLAIN', 'EAUTH'), 'h.example', false, 'AUTHENTICATION_FAILED', 'settings', 'user and password'],
		['the password of an account at Gmail', answered('534 5.7.9 Application-specific password required', 'AUTH PLAIN', 'EAUTH'), 'smtp.gmail.com', false, 'AUTHENTICATION_FAILED', 'settings', 'Gmail wants an app password'],
		['the password of an account at Yahoo', answered('535 5.7.0 failed', 'AUTH PLAIN', 'EAUTH'), 'smtp.mail.yahoo.com', false, 'AUTHENTICATION_FAILED', 'settings', 'Yahoo and AOL'],
		['the password of an account at iCloud', answered('535 5.7.8 failed', 'AUTH PLAIN', 'EAUTH'), 'smtp.mail.me.com', false, 'AUTHENTICATION_FAILED', 'settings', 'account.apple.com'],
		['a password at Microsoft', answered('535 5.7.3 Authentication unsuccessful', 'AUTH LOGIN', 'EAUTH'), 'smtp.office365.com', false, 'AUTHENTICATION_FAILED', 'settings', 'Microsoft OAuth2 credential'],
		['"Authenticated SMTP" switched off', answered('535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.', 'AUTH XOAUTH2', 'EAUTH'), 'smtp.office365.com', true, 'AUTHENTICATION_FAILED', 'settings', 'Switch "Authenticated SMTP" on'],
		['a refused token', answered('535 5.7.8 failed', 'AUTH XOAUTH2', 'EAUTH'), 'h.example', true, 'AUTHENTICATION_FAILED', 'settings', 'Connect the OAuth2 credential again'],
		['a sign-in that is missing', answered('530 5.7.0 Authentication required', 'MAIL FROM', 'EENVELOPE'), 'h.example', false, 'AUTHENTICATION_REQUIRED', 'settings', 'Enter user and password'],
		['a sender that is not allowed', answered('550 5.7.60 SendAsDenied', 'MAIL FROM', 'EENVELOPE'), 'h.example', false, 'SENDER_REFUSED', 'settings', 'right to send as'],
		['a recipient that does not exist', answered('550 5.1.1 unknown', 'RCPT TO', 'EENVELOPE'), 'h.example', false, 'RECIPIENT_REFUSED', 'message', 'does not exist'],
		['a mail that is too large', answered('552 5.3.4 too big', 'MAIL FROM', 'EENVELOPE'), 'h.example', false, 'MESSAGE_TOO_LARGE', 'message', 'Shorten'],
		['a busy server', answered('451 4.3.0 try later', 'DATA', 'EMESSAGE'), 'h.example', false, 'TEMPORARILY_REFUSED', 'world', 'by itself'],
		['a mail taken for spam', answered('554 5.7.1 spam', 'DATA', 'EMESSAGE'), 'h.example', false, 'MESSAGE_REFUSED', 'message', 'spam'],
		['a server of another kind', of({ code: 'EPROTOCOL', response: 'HTTP/1.1 400' }), 'h.example', false, 'NOT_AN_SMTP_SERVER', 'settings', 'like a mail server'],
		['a lost connection', of({ code: 'ESOCKET', originalCode: 'ECONNRESET' }), 'h.example', false, 'CONNECTION_LOST', 'world', 'by itself'],
		['something unknown', of({}), 'h.example', false, 'SMTP_ERROR', 'world', 'by itself'],
	])('%s', (_, error, host, token, code, fault, words) => {
		const problem = outboxError(error, { host, port: 465, security: 'tls' }, false, token);
		expect(problem).toMatchObject({ code, fault });
		expect(`${problem.message} ${problem.remedy}`).toContain(words);
	});
});
