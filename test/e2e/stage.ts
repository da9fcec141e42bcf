import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SmtpSink } from '../../runner/smtpSink';
import type { DovecotServer } from '../support/dovecot';
import type { HelpdeskFile } from './helpdeskFile';
import { SUPPORT } from './mails';
import type { N8nClient, Workflow } from './n8nClient';
import type { N8nServer } from './n8nServer';

export const ROOT = join(__dirname, '..', '..');
export const PASSWORD = 'only-on-this-machine';

/** The servers and what the checks know of them. n8n is started more than once. */
export interface Stage {
	n8n: N8nServer;
	client: N8nClient;
	dovecot: DovecotServer;
	sink: SmtpSink;
	helpdesk: HelpdeskFile;
}

/** Data of an IMAP credential for a mailbox on the loopback. */
export function imapData(port: number): Record<string, unknown> {
	return { host: '127.0.0.1', port, security: 'none', user: SUPPORT, password: PASSWORD, address: SUPPORT };
}

export function smtpData(port: number): Record<string, unknown> {
	return { host: '127.0.0.1', port, security: 'none', user: '', password: '', fromAddress: SUPPORT, fromName: 'Help Desk' };
}

export function shippedWorkflow(file = 'two-rule-helpdesk.json'): Workflow {
	return JSON.parse(readFileSync(join(ROOT, 'workflows', file), 'utf8')) as Workflow;
}

export const TRIGGER = 'IMAP Scanner Trigger';

/** The parameters of a workflow's trigger, to be changed before it is imported. */
export function triggerOf({ nodes }: Workflow): Record<string, unknown> {
	const trigger = nodes.find(({ name }) => name === TRIGGER);
	if (trigger === undefined) throw new Error(`The workflow has no "${TRIGGER}".`);
	return trigger.parameters;
}

/** Imports a workflow for a mailbox on a server of its own, with credentials of its own, and returns its id. */
export async function importOn({ client, sink }: Stage, server: DovecotServer, workflow: Workflow): Promise<string> {
	const data: Record<string, Record<string, unknown>> = { mailHelpdeskImapApi: imapData(server.port), mailHelpdeskSmtpApi: smtpData(sink.port) };
	for (const [type, values] of Object.entries(data)) {
		const { id, name } = await client.createCredential({ name: `${type} of "${workflow.name}"`, type, data: values });
		for (const { credentials } of workflow.nodes) if (credentials?.[type]) credentials[type] = { id, name };
	}
	return await client.importWorkflow(workflow);
}
