import type { WorkflowFile } from '../../runner/execution';
import { startWorkflow, type RunningWorkflow, type StartOptions } from '../../runner/startWorkflow';
import { join } from 'node:path';
import { loadPackage } from '../../runner/loadPackage';

export const TRIGGER = 'IMAP Scanner Trigger';

export interface ScannerWorkflow extends Pick<StartOptions, 'watch' | 'onRun'> {
	port: number;
	folders: string[];
	firstStart: 'only-new' | 'everything';
	dataFolder: string;
}

/** The trigger as it is shipped, with one node behind it that does nothing, in n8n's engine. */
export async function startScannerWorkflow({ port, folders, firstStart, ...rest }: ScannerWorkflow): Promise<RunningWorkflow> {
	const workflow: WorkflowFile = {
		name: 'Bench',
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER,
				type: 'n8n-nodes-mail-helpdesk.imapScannerTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: { authentication: 'password', folders, scan: 'new', firstStart, afterSuccess: 'leave', options: {} },
			},
			{ id: 'nothing', name: 'Nothing', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [200, 0], parameters: {} },
		],
		connections: { [TRIGGER]: { main: [[{ node: 'Nothing', type: 'main', index: 0 }]] } },
	};
	const credentials = {
		mailHelpdeskImapApi: { host: '127.0.0.1', port, security: 'none', user: 'alice', password: 'secret', address: 'support@example.com' },
	};
	const types = await loadPackage({ dist: join(__dirname, '..', '..', 'dist') });
	return await startWorkflow({ workflow, credentials, types, keepRuns: false, ...rest });
}
