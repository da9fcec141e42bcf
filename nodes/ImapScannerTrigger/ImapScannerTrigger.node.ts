import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { startScanner } from '../../helpdesk';
import type { RunningScanner } from '../../helpdesk';
import { toNodeError } from '../common/failure';
import { loadFolders, mailboxOf, mailHelpdeskImapTest, searchFolders } from '../common/mailbox';
import { knowledgeOf, mailHelpdeskPostgresTest } from '../common/store';
import { description } from './description';
import { scannerHost } from './host';
import { runMessages } from './runMessages';
import { panelOf, settingsOf, storeOf } from './settings';

/** Activations by a person may fail loudly; n8n gives up for good on one that fails at start-up. */
const BY_A_PERSON = new Set(['activate', 'update', 'create', 'manual']);
const FIRST_LOOK_MS = 10_000;
const START_AGAIN_MS = 30_000;

export class ImapScannerTrigger implements INodeType {
	description: INodeTypeDescription = description;

	methods = {
		loadOptions: { loadFolders },
		listSearch: { searchFolders },
		credentialTest: { mailHelpdeskImapTest, mailHelpdeskPostgresTest },
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		try {
			return await listen(this);
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}

	/** n8n runs a node that has both as the first one of every execution: those that `trigger` has started, and those by hand. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runMessages(this);
	}
}

/**
 * Listens until n8n closes the trigger. No fault of network, server or store is ever thrown at n8n, which would switch the trigger off for good;
 * only what a person must mend (sign-in refused, folder missing) is said at once, while that person is activating.
 */
async function listen(context: ITriggerFunctions): Promise<ITriggerResponse> {
	if (BY_A_PERSON.has(context.getActivationMode())) {
		const scanner = await start(context);
		const problem = await Promise.race([scanner.firstLook, new Promise<null>((resolve) => setTimeout(() => resolve(null), FIRST_LOOK_MS).unref())]);
		if (problem?.fault === 'settings') {
			await scanner.stop();
			throw problem;
		}
		return { closeFunction: async () => await scanner.stop() };
	}
	const starting = startForEver(context);
	return { closeFunction: starting.stop };
}

async function start(context: ITriggerFunctions): Promise<RunningScanner> {
	const panel = panelOf(context);
	const authentication = panel.read('authentication', 'password') as string;
	const account = async () => await mailboxOf(context, authentication);
	const opened = await account();
	const settings = settingsOf(panel, opened);
	const store = await storeOf(context);
	return startScanner({
		settings,
		account,
		knowledge: knowledgeOf(store, [opened.address]),
		journal: store.journal,
		host: scannerHost(context),
		now: () => new Date(),
		random: Math.random,
	});
}

/** At n8n's own start nobody reads an error: what keeps the scanner from starting (a store that is locked, a disk that is full) is waited out. */
function startForEver(context: ITriggerFunctions): { stop: () => Promise<void> } {
	const end = new AbortController();
	const begin = async (): Promise<RunningScanner | null> => {
		while (!end.signal.aborted) {
			try {
				return await start(context);
			} catch (error) {
				context.logger.error(`IMAP Scanner Trigger: ${error instanceof Error ? error.message : 'could not start'}. It is tried again.`);
			}
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, START_AGAIN_MS);
				timer.unref();
				end.signal.addEventListener('abort', () => {
					clearTimeout(timer);
					resolve();
				}, { once: true });
			});
		}
		return null;
	};
	const scanner = begin();
	return {
		async stop() {
			end.abort();
			await (await scanner)?.stop();
		},
	};
}
