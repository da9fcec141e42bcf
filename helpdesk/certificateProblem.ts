/** What is wrong with a certificate, and what to do. */
export interface CertificateProblem {
	message: string;
	remedy: string;
}

const OWN_AUTHORITY =
	'If the server is yours, paste the certificate of its authority (PEM) into the credential. Switching certificate checks off is possible but lets others read the password.';

interface Row {
	codes: RegExp;
	message: (host: string, names: string, code: string) => string;
	remedy: string;
}

/** Codes of OpenSSL and Node; the first row that matches speaks. */
const ROWS: readonly Row[] = [
	{
		codes: /^CERT_HAS_EXPIRED$/,
		message: (host) => `The certificate of ${host} has expired.`,
		remedy: 'Ask whoever runs the mail server to renew it.',
	},
	{
		codes: /^CERT_NOT_YET_VALID$/,
		message: (host) => `The certificate of ${host} is not valid yet.`,
		remedy: 'Check the clock of the machine that n8n runs on, then the certificate of the mail server.',
	},
	{
		codes: /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
		message: (host) => `The certificate of ${host} is self-signed.`,
		remedy: OWN_AUTHORITY,
	},
	{
		codes: /^(?:SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?)$/,
		message: (host) => `The certificate of ${host} was issued by an authority that is not known here.`,
		remedy: OWN_AUTHORITY,
	},
	{
		codes: /^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
		message: (host, names) => `The certificate is not for ${host}${names}.`,
		remedy: 'Enter the server by a name that its certificate carries.',
	},
	{
		codes: /^ERR_OSSL_(?:PEM|X509|ASN1)/,
		message: () => 'The own certificate authority in the credential is not a certificate in PEM format.',
		remedy: 'Paste the whole text from BEGIN CERTIFICATE to END CERTIFICATE.',
	},
	{
		codes: /^(?:CERT_|INVALID_CA$|PATH_LENGTH_EXCEEDED$)/,
		message: (host, _names, code) => `The certificate of ${host} was refused (${code}).`,
		remedy: OWN_AUTHORITY,
	},
];

/** The problem that a code of OpenSSL or Node means, or null when it is none of certificates. `subjectAltName` is what the certificate is for, as OpenSSL prints it. */
export function certificateProblem(code: string, host: string, subjectAltName = ''): CertificateProblem | null {
	const row = ROWS.find(({ codes }) => codes.test(code));
	return row ? { message: row.message(host, namesIn(subjectAltName), code), remedy: row.remedy } : null;
}

function namesIn(subjectAltName: string): string {
	const names = subjectAltName
		.slice(0, 5_000)
		.split(',')
		.map((entry) => entry.trim().replace(/^(?:DNS|IP Address):/, ''))
		.filter((name) => /^[\w.*:-]{1,253}$/.test(name))
		.slice(0, 5);
	return names.length > 0 ? ` but for ${names.join(', ')}` : '';
}
