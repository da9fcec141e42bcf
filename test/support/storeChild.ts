/**
 * Runs in a process of its own, so that it can hold locks, race, and be killed. The first argument is one of the names below, the second the store's file, or its place as JSON;
 * the others are its own. Prints one line of JSON when it is done.
 */
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { Client } from 'pg';

import { createSqlDesk } from '../../helpdesk/desk/sql/createSqlDesk';
import { createVtigerDesk } from '../../helpdesk/desk/vtiger/createVtigerDesk';
import type { VtigerAccount } from '../../helpdesk/desk/vtiger/VtigerAccount';
import { openStore, type StorePlace } from '../../helpdesk/store/openStore';
import { storeSecret } from '../../helpdesk/store/settings';
import { freshClaim, newTicket } from './deskInput';
import { handleMessage } from './handleMessage';
import { handleVtigerMessage } from './vtigerMessage';

const [role = '', path = '', ...rest] = process.argv.slice(2);

const place: StorePlace = path.startsWith('{') ? (JSON.parse(path) as StorePlace) : { file: path };

function say(value: unknown): void {
	process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Lets two processes do the same thing at the same moment: each waits for a line on its standard input. */
async function untilTold(): Promise<void> {
	say('ready');
	await new Promise<void>((resolve) => process.stdin.once('data', () => resolve()));
	process.stdin.destroy();
}

/** Holds the write lock until it is told to let go. */
async function holdLock(): Promise<void> {
	const database = new DatabaseSync(path);
	database.exec('begin immediate');
	const told = new Promise<void>((resolve) => process.stdin.once('data', () => resolve()));
	say('locked');
	await told;
	process.stdin.destroy();
	database.exec('commit');
	database.close();
}

async function open(): Promise<void> {
	await untilTold();
	const store = await openStore(place);
	say((await storeSecret(store)).toString('hex'));
	await store.close();
}

async function effects(): Promise<string[]> {
	const store = await openStore(place);
	const made = await handleMessage(createSqlDesk(store), rest[0] ?? '');
	await store.close();
	return made;
}

async function handle(): Promise<void> {
	await untilTold();
	say(await effects());
}

/** Handles a message with the Vtiger desk, and dies at so many requests (0: never), before or after the answer. */
async function vtiger(): Promise<void> {
	await untilTold();
	const [account = '', at = '0', when = 'after'] = rest;
	let requests = 0;
	const dying: typeof fetch = async (...request) => {
		requests += 1;
		const dies = requests === Number(at);
		if (dies && when === 'before') {
			process.kill(process.pid, 'SIGKILL');
		}
		const response = await fetch(...request);
		if (dies) {
			process.kill(process.pid, 'SIGKILL');
		}
		return response;
	};
	const store = await openStore(place);
	say(await handleVtigerMessage(createVtigerDesk(store, JSON.parse(account) as VtigerAccount, { fetch: dying, settleMs: 0 })));
	await store.close();
}

/** Makes so many tickets as fast as it can, and says their numbers. */
async function tickets(): Promise<void> {
	const store = await openStore(place);
	const desk = createSqlDesk(store);
	await untilTold();
	const numbers: string[] = [];
	for (let index = 0; index < Number(rest[0]); index += 1) {
		const { ticket } = await desk.createTicket(freshClaim(), newTicket());
		numbers.push(ticket.number);
	}
	await store.close();
	say(numbers);
}

/** Handles a message and is killed right after its n-th statement. Says how many statements there were if it lives. */
async function killed(): Promise<void> {
	const lastStatement = Number(rest[1]);
	let statements = 0;
	const count = (prototype: object, method: string) => {
		const original = Reflect.get(prototype, method) as (...values: unknown[]) => unknown;
		Reflect.set(prototype, method, function (this: unknown, ...values: unknown[]) {
			const result = Reflect.apply(original, this, values);
			statements += 1;
			if (statements === lastStatement) {
				process.kill(process.pid, 'SIGKILL');
			}
			return result;
		});
	};
	count(DatabaseSync.prototype, 'exec');
	count(StatementSync.prototype, 'all');
	count(StatementSync.prototype, 'run');
	if ('postgres' in place) {
		count(Client.prototype, 'query');
	}
	await effects();
	say(statements);
}

const ROLES: Record<string, () => Promise<void>> = { holdLock, open, handle, tickets, killed, vtiger };

void ROLES[role]?.();
