import { startDovecot, dovecotMissing, type DovecotServer } from '../../test/support/dovecot';
import { benchMail, smallMail } from './mails';

/** A folder with its number of messages, beside the first one that no reader is asked for. */
export interface BenchFolder {
	folder: string;
	messages: number;
}

/** A real Dovecot. Rejects where there is none: a comparison with a made-up server says nothing. */
export async function benchServer(folders: string[]): Promise<DovecotServer> {
	const server = await startDovecot({ folders: Object.fromEntries(folders.map((folder) => [folder, ''])) });
	if (!server) throw new Error(`The benchmark needs a real mail server: ${dovecotMissing()}.`);
	return server;
}

/** Puts the mixed messages into a folder, always the same ones. */
export function fillFolder(server: DovecotServer, folder: string, messages: number): BenchFolder {
	const date = new Date('2026-11-02T10:00:00Z');
	server.deliver(folder, smallMail(0), { date });
	for (let index = 0; index < messages; index++) server.deliver(folder, benchMail(index), { date });
	return { folder, messages };
}
