import type { IExecuteFunctions, INodeParameters, ITriggerFunctions, NodeParameterValueType } from 'n8n-workflow';
import { HelpdeskError } from '../../helpdesk';
import type { MailboxAccount, ScannerSettings, TidyAction } from '../../helpdesk';
import { openChosenStore, type HelpdeskStore } from '../common/store';

const RETRY_MINUTES = '1, 5, 30, 120, 360';

export interface TriggerOptions {
	alarmAfterHours?: number;
	concurrency?: number;
	connections?: number;
	keepSource?: boolean;
	maxMegabytes?: number;
	messagesPerExecution?: number;
	manualCount?: number;
	once?: ScannerSettings['once'];
	pollSeconds?: number;
	quarantineFolder?: { value?: string } | string;
	retryMinutes?: string;
	storeName?: string;
	trustedAuthserv?: string;
	handlesErrors?: boolean;
}

/** The node's panel, the same for the trigger that listens and for the execution that it started: n8n asks them differently. */
export interface Panel {
	/** Names this node of this workflow. */
	scope: string[];
	read(name: string, fallback: NodeParameterValueType | INodeParameters, options?: { extractValue: boolean }): unknown;
}

export function panelOf(context: ITriggerFunctions | IExecuteFunctions): Panel {
	return {
		scope: [context.getWorkflow().id ?? '', context.getNode().id],
		read: (name, fallback, options) =>
			'emit' in context ? context.getNodeParameter(name, fallback, options) : context.getNodeParameter(name, 0, fallback, options),
	};
}

export function optionsOf(panel: Panel): TriggerOptions {
	return panel.read('options', {}) as TriggerOptions;
}

/** The store that the panel names. Rejects with `StoreError`. */
export async function storeOf(context: ITriggerFunctions | IExecuteFunctions): Promise<HelpdeskStore> {
	const panel = panelOf(context);
	return await openChosenStore(context, { store: panel.read('store', 'sqlite') as string, storeName: optionsOf(panel).storeName ?? '' });
}

/** The panel's values as the scanner wants them. Throws `HelpdeskError` for what needs no server to be seen as missing. */
export function settingsOf(panel: Panel, account: MailboxAccount): ScannerSettings {
	const options = optionsOf(panel);
	const folders = (panel.read('folders', []) as string[]).map((folder) => folder.trim()).filter(Boolean);
	if (folders.length === 0) {
		throw new HelpdeskError('NO_FOLDER', 'No folder is chosen', { fault: 'settings', remedy: 'Choose at least one folder, usually INBOX.' });
	}
	const name = panel.read('scannerName', '') as string;
	return {
		scope: [...panel.scope, account.user, account.host, account.address].join('|'),
		name: name || account.address,
		folders,
		scan: panel.read('scan', 'new') as ScannerSettings['scan'],
		firstStart: panel.read('firstStart', 'only-new') as ScannerSettings['firstStart'],
		once: options.once ?? 'mailbox',
		afterSuccess: afterSuccessOf(panel, folders),
		concurrency: Math.max(1, options.concurrency ?? 5),
		messagesPerExecution: Math.max(1, options.messagesPerExecution ?? 1),
		connections: Math.max(1, options.connections ?? 5),
		pollSeconds: Math.max(5, options.pollSeconds ?? 60),
		alarmAfterHours: options.alarmAfterHours ?? 0,
		maxBytes: (options.maxMegabytes ?? 25) * 1024 * 1024,
		retrySeconds: retrySecondsOf(options.retryMinutes ?? RETRY_MINUTES),
		quarantineFolder: quarantineFolderOf(options, folders),
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

/** Inside a collection n8n gives the value of a folder as it is stored. */
function quarantineFolderOf({ quarantineFolder = '' }: TriggerOptions, folders: string[]): string {
	const folder = (typeof quarantineFolder === 'string' ? quarantineFolder : (quarantineFolder.value ?? '')).trim();
	if (!folders.includes(folder)) return folder;
	throw new HelpdeskError('QUARANTINE_IS_SCANNED', `Messages that are put aside cannot go to ${folder}, which is scanned`, {
		fault: 'settings',
		remedy: 'Choose a quarantine folder that is not among the scanned ones.',
	});
}

function afterSuccessOf(panel: Panel, folders: string[]): TidyAction | null {
	const choice = panel.read('afterSuccess', 'mark-read') as string;
	if (choice === 'leave') return null;
	if (choice === 'delete') return { kind: 'delete', forGood: false };
	if (choice !== 'move') return { kind: choice === 'mark-unread' ? 'mark-unread' : 'mark-read' };
	const folder = (panel.read('afterSuccessFolder', '', { extractValue: true }) as string).trim();
	if (!folder || folders.includes(folder)) {
		throw new HelpdeskError('NO_TARGET_FOLDER', folder ? `Handled messages cannot go to ${folder}, which is scanned` : 'No folder for handled messages is chosen', {
			fault: 'settings',
			remedy: 'Choose a folder for handled messages that is not among the scanned ones.',
		});
	}
	return { kind: 'move', folder, createFolder: true };
}
