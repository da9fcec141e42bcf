import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, ICredentialType, INodeType, ITriggerFunctions } from 'n8n-workflow';
import { CORE_NODES } from '../../runner/coreNodes';
import type { CredentialStore } from '../../runner/credentials';
import { joinCatalogues } from '../../runner/nodeTypes';
import { startWorkflow } from '../../runner/startWorkflow';

/** A trigger's real context in n8n's engine, with one credential. */
export interface OAuthContext {
	context: ITriggerFunctions;
	/** What n8n keeps of the credential now. */
	stored(): ICredentialDataDecryptedObject;
	/** What a person does who edits or reconnects the credential. */
	change(data: ICredentialDataDecryptedObject): void;
	stop(): Promise<void>;
}

export async function openOAuthContext(type: ICredentialType, data: ICredentialDataDecryptedObject): Promise<OAuthContext> {
	const contexts: ITriggerFunctions[] = [];
	const probe: INodeType = {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: ['trigger'],
			version: 1,
			description: '',
			defaults: { name: 'Probe' },
			inputs: [],
			outputs: ['main'],
			credentials: [{ name: type.name, required: true }],
			properties: [],
		},
		async trigger() {
			contexts.push(this);
			return {};
		},
	};
	const store: CredentialStore = { [type.name]: { oauthTokenData: {}, ...data } };
	const dataFolder = mkdtempSync(join(tmpdir(), 'mail-helpdesk-oauth-'));
	const running = await startWorkflow({
		workflow: {
			name: 'Probe',
			nodes: [{ id: 'probe', name: 'Probe', type: 'test.probe', typeVersion: 1, position: [0, 0], parameters: {} }],
			connections: {},
		},
		credentials: store,
		types: joinCatalogues(CORE_NODES, { nodes: { 'test.probe': probe }, credentials: { [type.name]: type } }),
		dataFolder,
	});
	const [context] = contexts;
	if (!context) throw new Error('The probe was not started');
	return {
		context,
		stored: () => store[type.name] ?? {},
		change(changed) {
			store[type.name] = { ...store[type.name], ...changed };
		},
		async stop() {
			await running.stop();
			rmSync(dataFolder, { recursive: true, force: true });
		},
	};
}
