import type { IDataObject } from 'n8n-workflow';
import { HelpdeskError, scanNow, wakeScanner } from '../../helpdesk';
import type { Journal, ScannerState } from '../../helpdesk';

/** A scanner that has said nothing for so long is not running. */
const SILENT_PROCESS_MS = 120_000;

/** Scanners with this name, or all. A name that no scanner has is a fault of the settings, not an empty list. */
async function scannersNamed(journal: Journal, name: string): Promise<ScannerState[]> {
	const states = await journal.states();
	const named = states.filter((state) => name === '' || state.name === name);
	if (named.length > 0) return named;
	const known = [...new Set(states.map((state) => `"${state.name}"`))].join(', ');
	throw new HelpdeskError('NO_SCANNER', name === '' ? 'No scanner has ever run with this store' : `No scanner is called "${name}"`, {
		fault: 'settings',
		remedy: known ? `Known scanners: ${known}.` : 'Activate a workflow with an IMAP Scanner Trigger, and use the same Store Name here.',
	});
}

/** Messages put aside: cause, attempts and where they lie, without subject and text. */
export async function listQuarantine(journal: Journal, name: string): Promise<IDataObject[]> {
	const messages = await journal.quarantinedMessages();
	return messages
		.filter(({ scanner }) => name === '' || scanner === name)
		.map(({ key, scanner, account, folder, uid, uidValidity, messageId, attempts, lastError }) => {
			return { key, scanner, account, folder, uid, uidValidity, messageId, attempts, cause: lastError };
		});
}

/** Lets a message be tried again from its first try; every scanner that put it aside does. */
export async function release(journal: Journal, key: string, now: Date): Promise<IDataObject> {
	const holders = (await journal.quarantinedMessages()).filter((message) => message.key === key);
	let released = false;
	for (const scope of new Set(holders.map((message) => message.scope))) {
		if (await journal.release(scope, key, now.toISOString())) released = true;
		// A scanner in another process hears of it through the store.
		await journal.askForLook(scope, now.toISOString());
		wakeScanner(scope);
	}
	return { key, released, reason: released ? 'The scanner tries it again' : 'No message with this key is put aside' };
}

export async function scan(journal: Journal, name: string, waitSeconds: number): Promise<IDataObject[]> {
	const reports = await scanNow(journal, await scannersNamed(journal, name), waitSeconds * 1000, () => new Date());
	return reports.map((report) => ({ ...report }));
}

/** What each scanner last said of itself, with the counts of now. `running` is about executions, `active` about the trigger. */
export async function health(journal: Journal, name: string, now: Date): Promise<IDataObject[]> {
	const states = await scannersNamed(journal, name);
	return await Promise.all(
		states.map(async ({ scope, account, health: said, updatedAt }) => {
			const active = now.getTime() - Date.parse(updatedAt) < SILENT_PROCESS_MS;
			const { dueSince, ...counts } = await journal.counts(scope, now.toISOString());
			const lagSeconds = dueSince ? Math.round((now.getTime() - Date.parse(dueSince)) / 1000) : 0;
			const known = JSON.parse(said) as IDataObject;
			return { ...known, connected: active && known.connected === true, ...counts, lagSeconds, account, active, updatedAt };
		}),
	);
}
