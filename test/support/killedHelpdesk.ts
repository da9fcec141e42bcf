/** Runs the shipped workflow in a process of its own that is killed right after one node has finished: `HELPDESK_CHILD` says which. */
import { join } from 'node:path';
import { loadPackage } from '../../runner/loadPackage';
import { startWorkflow } from '../../runner/startWorkflow';
import { shippedWorkflow } from './helpdeskRun';

interface ChildSetting {
	dataFolder: string;
	imap: Record<string, string>;
	smtp: Record<string, string>;
	killAfter: string;
}

async function main(): Promise<void> {
	const { dataFolder, imap, smtp, killAfter } = JSON.parse(process.env.HELPDESK_CHILD ?? '{}') as ChildSetting;
	await startWorkflow({
		workflow: shippedWorkflow((_workflow, node) => {
			node('IMAP Scanner Trigger').parameters.options = { retryMinutes: '0.01, 0.01, 0.01' };
		}),
		credentials: { mailHelpdeskImapApi: imap, mailHelpdeskSmtpApi: smtp },
		types: await loadPackage({ dist: join(__dirname, '..', '..', 'dist') }),
		dataFolder,
		watch: {
			after(name) {
				if (name === killAfter) process.kill(process.pid, 'SIGKILL');
			},
		},
	});
	process.stdout.write('listening\n');
}

void main();
