import type { ITriggerFunctions } from 'n8n-workflow';
import { HelpdeskError } from '../../helpdesk';
import type { MailboxAccount, ScannerSettings, TidyAction } from '../../helpdesk';

const RETRY_MINUTES = '1, 5, 30, 120, 360';

export interface TriggerOptions {
	alarmAfterHours?: number;
	concurrency?: number;
	connections?: number;
	keepSource?: boolean;
	maxMegabytes?: number;
	messagesPerExecution?: number;
	manualCount?: number;
	pollSeconds?: number;
	retryMinutes?: string;
	storeName?: string;
	trustedAuthserv?: string;
	handlesErrors?: boolean;
}

export function optionsOf(context: ITriggerFunctions): TriggerOptions {
	return context.getNodeParameter('options', {}) as TriggerOptions;
}

/** The panel's values as the scanner wants them. Throws `HelpdeskError` for what needs no server to be seen as missing. */
export function settingsOf(context: ITriggerFunctions, account: MailboxAccount): ScannerSettings {
	const options = optionsOf(context);
	const folders = (context.getNodeParameter('folders', []) as string[]).map((folder) => folder.trim()).filter(Boolean);
	if (folders.length === 0) {
		throw new HelpdeskError('NO_FOLDER', 'No folder is chosen', { fault: 'settings', remedy: 'Choose at least one folder, usually INBOX.' });
	}
	const name = context.getNodeParameter('scannerName', '') as string;
	return {
		scope: [context.getWorkflow().id, context.getNode().id, account.user, account.host, account.address].join('|'),
		name: name || account.address,
		folders,
		scan: context.getNodeParameter('scan', 'new') as ScannerSettings['scan'],
		firstStart: context.getNodeParameter('firstStart', 'only-new') as ScannerSettings['firstStart'],
		afterSuccess: afterSuccessOf(context, folders),
		concurrency: Math.max(1, options.concurrency ?? 5),
		messagesPerExecution: Math.max(1, options.messagesPerExecution ?? 1),
		connections: Math.max(1, options.connections ?? 5),
		pollSeconds: Math.max(5, options.pollSeconds ?? 60),
		alarmAfterHours: options.alarmAfterHours ?? 0,
		maxBytes: (options.maxMegabytes ?? 25) * 1024 * 1024,
		retrySeconds: retrySecondsOf(options.retryMinutes ?? RETRY_MINUTES),
		keepSource: options.keepSource ?? false,
		trustedAuthserv: (options.trustedAuthserv ?? '').split(',').map((host) => host.trim()).filter(Boolean),
		ignoreNodeFailures: options.handlesErrors ?? false,
	};
}

function retrySecondsOf(minutes: string): number[] {
	const waits = minutes.split(',').map((part) => Number(part.trim()) * 60);
	if (waits.every((wait) => Number.isFinite(wait) && wait >= 0)) return waits;
	throw new HelpdeskError('BAD_RETRY', `"${minutes}" is not a list of minutes`, {
		fault: 'settings',
		remedy: `Enter numbers separated by commas under Retry After, for example ${RETRY_MINUTES}.`,
	});
}

function afterSuccessOf(context: ITriggerFunctions, folders: string[]): TidyAction | null {
	const choice = context.getNodeParameter('afterSuccess', 'mark-read') as string;
	if (choice === 'leave') return null;
	if (choice === 'delete') return { kind: 'delete', forGood: false };
	if (choice !== 'move') return { kind: choice === 'mark-unread' ? 'mark-unread' : 'mark-read' };
	const folder = (context.getNodeParameter('afterSuccessFolder', '', { extractValue: true }) as string).trim();
	if (!folder || folders.includes(folder)) {
		throw new HelpdeskError('NO_TARGET_FOLDER', folder ? `Handled messages cannot go to ${folder}, which is scanned` : 'No folder for handled messages is chosen', {
			fault: 'settings',
			remedy: 'Choose a folder for handled messages that is not among the scanned ones.',
		});
	}
	return { kind: 'move', folder, createFolder: true };
}
