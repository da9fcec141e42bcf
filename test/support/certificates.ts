import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestCertificates {
	/** PEM of the authority that signed `cert`. */
	authority: string;
	/** For the name `localhost` only, so that `127.0.0.1` is a wrong name. */
	cert: string;
	key: string;
	/** Signed by the same authority for `localhost`, already over. */
	expiredCert: string;
}

let made: TestCertificates | null = null;

/** An authority and certificates of its own, made once per process with the openssl command. */
export function makeCertificates(): TestCertificates {
	made ??= signAll();
	return made;
}

function signAll(): TestCertificates {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-tls-'));
	const file = (name: string) => join(folder, name);
	const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
	try {
		openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Test Authority', '-keyout', 'ca.key', '-out', 'ca.pem');
		openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr');
		writeFileSync(file('names.ext'), 'subjectAltName=DNS:localhost\n');
		const sign = (days: string, out: string) =>
			openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', days, '-extfile', 'names.ext', '-out', out);
		sign('2', 'server.pem');
		sign('-1', 'expired.pem');
		const read = (name: string) => readFileSync(file(name), 'utf8');
		return { authority: read('ca.pem'), cert: read('server.pem'), key: read('server.key'), expiredCert: read('expired.pem') };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
