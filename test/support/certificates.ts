import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFolder } from './runFolder';

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

/** An authority and certificates of its own, made once in a run of the tests, or else in a process, with the openssl command. */
export function makeCertificates(): TestCertificates {
	made ??= runFolder() === null ? signAll() : sharedIn(join(runFolder() ?? '', 'certificates.json'));
	return made;
}

/** Two that come first at the same time have certificates of their own, and the later ones those of one of them. */
function sharedIn(file: string): TestCertificates {
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as TestCertificates;
	const certificates = signAll();
	const beside = `${file}.${String(process.pid)}`;
	writeFileSync(beside, JSON.stringify(certificates));
	renameSync(beside, file);
	return certificates;
}

function signAll(): TestCertificates {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-tls-'));
	const file = (name: string) => join(folder, name);
	const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
	try {
		// Made within milliseconds, where an RSA key takes up to a second.
		const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
		openssl('req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=Test Authority', '-keyout', 'ca.key', '-out', 'ca.pem');
		openssl('req', ...newKey, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr');
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
