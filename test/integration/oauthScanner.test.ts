import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJournal, openStore, startScanner, type ScannerSettings } from '../../helpdesk';
import { dovecotMissing } from '../support/dovecot';
import { BOX, createStages } from '../support/oauthStage';
import { plainMail } from '../support/plainMail';
import { needs } from '../support/requirement';

const check = needs(dovecotMissing() === '', dovecotMissing());
const { stage, connected, close } = createStages();
afterEach(close);

const SETTINGS: ScannerSettings = {
	scope: 'oauth',
	name: 'Support',
	folders: ['INBOX'],
	scan: 'new',
	firstStart: 'everything',
	once: 'mailbox',
	afterSuccess: null,
	concurrency: 1,
	messagesPerExecution: 1,
	connections: 2,
	pollSeconds: 60,
	maxBytes: 1_000_000,
	retrySeconds: [60],
	keepSource: false,
	quarantineFolder: '',
	trustedAuthserv: [],
	ignoreNodeFailures: false,
	alarmAfterHours: 0,
};

async function until(condition: () => boolean, what: () => string): Promise<void> {
	const end = Date.now() + 25_000;
	while (!condition()) {
		if (Date.now() > end) throw new Error(`Waited in vain: ${what()}`);
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
}

check('a scanner outlives its access token, and stops asking when access was revoked', async () => {
	const test = await stage();
	const { oauth, dovecot, account } = test;
	connected(test);
	const folder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-oauth-scanner-'));
	const store = await openStore({ file: join(folder, 'store.sqlite') });
	const subjects: string[] = [];
	const problems: string[] = [];
	const seen = () => JSON.stringify({ subjects, problems, requests: oauth.requests.length });
	const scanner = startScanner({
		settings: SETTINGS,
		account,
		knowledge: { signer: null, systemId: 'test', ownAddresses: [BOX] },
		journal: createJournal(store),
		host: {
			deliver: async (messages) => {
				subjects.push(...messages.map(({ email }) => email.subject));
				return { ok: true };
			},
			quarantined: () => undefined,
			health: ({ problem }) => void problems.push(problem),
		},
		now: () => new Date(),
		random: () => 0,
	});
	try {
		dovecot.deliver('INBOX', plainMail({ id: '<before@example.com>', subject: 'Before' }));
		scanner.scanNow();
		await until(() => subjects.includes('Before'), seen);
		expect(oauth.requests).toEqual([]);

		await dovecot.halt();
		oauth.expireAll();
		dovecot.deliver('INBOX', plainMail({ id: '<after@example.com>', subject: 'With a new token' }));
		await dovecot.resume();
		await until(() => subjects.includes('With a new token'), seen);
		expect(oauth.requests).toHaveLength(1);

		await dovecot.halt();
		oauth.revokeAll();
		await dovecot.resume();
		await until(() => oauth.requests.length === 2, seen);
		expect(oauth.requests.map(({ status }) => status)).toEqual([200, 400]);
		const shown = oauth.introspections();
		for (let time = 0; time < 20; time++) {
			scanner.scanNow();
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		expect(oauth.requests).toHaveLength(2);
		expect(oauth.introspections()).toBe(shown);
	} finally {
		await scanner.stop();
		await store.close();
		rmSync(folder, { recursive: true, force: true });
	}
});
