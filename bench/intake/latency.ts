import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile, rounded, type Figures } from '../figures';
import { benchServer } from './mailbox';
import { smallMail } from './mails';
import { startProxy } from './proxy';
import { startScannerWorkflow, TRIGGER } from './scannerWorkflow';

const FOLDERS = ['INBOX', 'Sales', 'Billing'];
const LONGEST_WAIT_MS = 20_000;

/**
 * How soon a message that arrives starts its execution, with three folders watched: from its delivery into the mailbox, and from the line with which the server
 * announces it. Messages come one at a time, so that each announcement is known.
 */
export async function measureLatency(messages: number, say: (line: string) => void): Promise<Figures> {
	const server = await benchServer(FOLDERS.slice(1));
	const dataFolder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-bench-data-'));
	let announcedAt = 0;
	const proxy = await startProxy({
		port: server.port,
		onServerData: (chunk) => {
			if (announcedAt === 0 && /(?:^|\n)\* \d+ EXISTS\r\n/.test(chunk.toString('latin1'))) announcedAt = performance.now();
		},
	});
	let emitted: (at: number) => void = () => undefined;
	const running = await startScannerWorkflow({
		port: proxy.port,
		folders: FOLDERS,
		firstStart: 'only-new',
		dataFolder,
		watch: { before: (node) => (node === TRIGGER || node === 'Nothing' ? emitted(performance.now()) : undefined) },
	});
	const fromExists: number[] = [];
	const fromDelivery: number[] = [];
	try {
		// n8n loads what an execution needs at the first one; this measures the hundredth.
		for (let index = -5; index < messages; index++) {
			await pause(300 + (index % 7) * 50);
			announcedAt = 0;
			const deliveredAt = performance.now();
			const at = await new Promise<number>((resolve, reject) => {
				const late = setTimeout(() => reject(new Error('A message did not arrive')), LONGEST_WAIT_MS);
				emitted = (now) => {
					clearTimeout(late);
					resolve(now);
				};
				server.deliver(FOLDERS[(index + 6) % FOLDERS.length] ?? 'INBOX', smallMail(index + 1_000));
			});
			emitted = () => undefined;
			await running.idle();
			if (index < 0) continue;
			fromDelivery.push(at - deliveredAt);
			if (announcedAt > 0) fromExists.push(at - announcedAt);
		}
	} finally {
		await running.stop();
		proxy.close();
		await server.stop();
		rmSync(dataFolder, { recursive: true, force: true });
	}
	const describe = (values: number[]) => `median ${percentile(values, 50).toFixed(0)} ms, p95 ${percentile(values, 95).toFixed(0)} ms`;
	say(`  from delivery: ${describe(fromDelivery)} over ${fromDelivery.length} messages`);
	say(`  from EXISTS:   ${describe(fromExists)} over ${fromExists.length} messages`);
	return {
		'intake.exists_to_emit_p95_ms': rounded(percentile(fromExists, 95)),
		'intake.delivery_to_emit_p95_ms': rounded(percentile(fromDelivery, 95)),
	};
}

async function pause(ms: number): Promise<void> {
	await new Promise<void>((resolve) => setTimeout(resolve, ms));
}
