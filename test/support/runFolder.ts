import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'MAIL_HELPDESK_TEST_RUN';

/** A folder that all test files of one run of jest share, for what is the same for all and takes its time to make; null outside of jest. */
export function runFolder(): string | null {
	return process.env[NAME] ?? null;
}

/** Before the first test file: what is set here every worker inherits. */
export function makeRunFolder(): void {
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-run-'));
	// PostgreSQL's user must come through.
	chmodSync(folder, 0o755);
	process.env[NAME] = folder;
}

/** After the last one. */
export function removeRunFolder(): void {
	const folder = runFolder();
	if (folder !== null) rmSync(folder, { recursive: true, force: true });
}
