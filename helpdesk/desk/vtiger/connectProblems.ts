import type { VtigerProblem } from './vtigerProblems';

interface Row {
	codes: RegExp;
	/** The request surely never reached Vtiger. */
	neverSent: boolean;
	say: (host: string, code: string) => VtigerProblem;
}

const reach = (message: string, remedy: string): VtigerProblem => ({ code: 'VTIGER_UNREACHABLE', message, remedy, fault: 'world' });

/** Codes of Node's network and of undici; the first row that matches speaks. */
const ROWS: readonly Row[] = [
	{
		codes: /^(?:ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_FAIL)$/,
		neverSent: true,
		say: (host) => reach(`The server ${host} of Vtiger was not found`, 'Check the address in the credential and the DNS of this machine.'),
	},
	{
		codes: /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/,
		neverSent: true,
		say: (host) => reach(`Nothing answers at ${host}`, 'Check address and port in the credential, whether the web server of Vtiger runs, and the firewalls in between.'),
	},
	{
		codes: /^(?:CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
		neverSent: true,
		say: (host) => ({
			code: 'VTIGER_CERTIFICATE',
			message: `The certificate of ${host} cannot be trusted`,
			remedy: 'Renew it, or use the name that it is made out to. For an authority of your own, start n8n with NODE_EXTRA_CA_CERTS.',
			fault: 'settings',
		}),
	},
	{
		codes: /^(?:ERR_SSL_\w+|EPROTO)$/,
		neverSent: true,
		say: (host) => ({ code: 'VTIGER_UNREACHABLE', message: `${host} does not answer in TLS`, remedy: 'Check whether the address begins with http:// or https://, and the port.', fault: 'settings' }),
	},
	{
		codes: /^(?:TimeoutError|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|ETIMEDOUT)$/,
		neverSent: false,
		say: (host) => ({ code: 'VTIGER_TIMEOUT', message: `Vtiger at ${host} did not answer in time`, remedy: 'It may be busy or stuck. Look into its logs; what was asked is looked for before it is asked again.', fault: 'world' }),
	},
];

const OTHERWISE: Row = {
	codes: /^/,
	neverSent: false,
	say: (host, code) => reach(`The connection to Vtiger at ${host} was lost${code ? ` (${code})` : ''}`, 'Look into the logs of its web server; what was asked is looked for before it is asked again.'),
};

function codesOf(error: unknown): string[] {
	const codes: string[] = [];
	let cause: unknown = error;
	for (let depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth += 1) {
		// A time-out has a number for a code, and says what it is by its name.
		const { code, name, errors, cause: inner } = cause as { code?: unknown; name?: unknown; errors?: unknown; cause?: unknown };
		codes.push(...[code, name].filter((each): each is string => typeof each === 'string'));
		cause = Array.isArray(errors) ? (errors as unknown[])[0] : inner;
	}
	return codes;
}

/** What a request that threw is to be called, and whether Vtiger may have got it. */
export function connectProblem(error: unknown, host: string): { problem: VtigerProblem; neverSent: boolean } {
	const codes = codesOf(error);
	const row = ROWS.find((candidate) => codes.some((code) => candidate.codes.test(code))) ?? OTHERWISE;
	return { problem: row.say(host, codes.find((code) => /^[A-Z][A-Z_]+$/.test(code)) ?? ''), neverSent: row.neverSent };
}
