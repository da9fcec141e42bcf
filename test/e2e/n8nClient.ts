/** The person whom a fresh n8n gets as its owner. It never leaves this machine. */
export const OWNER = { email: 'owner@helpdesk.example', password: 'Helpdesk-1234', firstName: 'Olive', lastName: 'Owner' };

export interface Credential {
	id: string;
	name: string;
	type: string;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
}

export interface NodeType {
	name: string;
	displayName: string;
}

export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
}

export interface Execution {
	id: string;
	status: string;
	mode: string;
}

/** A parameter of a node whose choices come from a server. */
export interface PanelList {
	/** Name of the parameter, with its collection: `conditions.queue`. */
	parameter: string;
	methodName: string;
	node: Pick<WorkflowNode, 'type' | 'parameters' | 'credentials'>;
	/** What the person has typed into the list's search field. */
	filter?: string;
	paginationToken?: string;
}

/** A conversation with n8n's REST API as its owner. Every method rejects with method, path, status and answer when n8n refuses. */
export interface N8nClient {
	/** Of the session, for a browser. */
	cookie: { name: string; value: string };
	createCredential(credential: { name: string; type: string; data: Record<string, unknown> }): Promise<Credential>;
	/** n8n's own test of a credential: what the button in the editor shows. */
	testCredential(credential: Credential, data: Record<string, unknown>): Promise<{ status: string; message: string }>;
	/** Imports a workflow as it is, and returns its id. n8n finds the credentials it names by type and name. */
	importWorkflow(workflow: Workflow): Promise<string>;
	/** Publishes a workflow. n8n answers before the trigger has started. */
	activate(workflowId: string): Promise<void>;
	deactivate(workflowId: string): Promise<void>;
	executions(workflowId: string): Promise<Execution[]>;
	/** Cancels a running execution, as the button in the editor does. */
	stopExecution(executionId: string): Promise<void>;
	/** Deletes all executions of a workflow, as "Delete selected" in the editor does. */
	deleteExecutions(workflowId: string): Promise<void>;
	/** What n8n shows for a failed execution: node and message. */
	failureOf(executionId: string): Promise<string>;
	/** What a list, a drop-down or a field mapper of a panel is filled with, asked for as the editor does. */
	panelList<T>(kind: 'options' | 'resource-locator-results' | 'resource-mapper-fields', list: PanelList): Promise<T>;
	/** The node types that n8n knows, named with their package's prefix. */
	nodeTypes(): Promise<NodeType[]>;
}

/** Signs in as `OWNER`, and makes a fresh n8n's owner of it first. */
export async function signIn(url: string): Promise<N8nClient> {
	const post = async (path: string, body: unknown) => await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
	const known = await post('/rest/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });
	const answer = known.ok ? known : await post('/rest/owner/setup', OWNER);
	if (!answer.ok) throw new Error(`POST /rest/owner/setup: ${answer.status} ${await answer.text()}`);
	const [name = '', value = ''] = (answer.headers.getSetCookie()[0] ?? '').split(';')[0]?.split(/=(.*)/s) ?? [];
	const headers = { 'content-type': 'application/json', cookie: `${name}=${value}`, 'push-ref': 'mail-helpdesk-e2e' };

	async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await fetch(url + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
		const text = await answer.text();
		if (answer.ok && text === '') return undefined as T;
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
		return (JSON.parse(text) as { data: T }).data;
	}

	const nodeTypes = async () => (await (await fetch(`${url}/types/nodes.json`, { headers })).json()) as NodeType[];

	return {
		cookie: { name, value },
		nodeTypes,
		createCredential: async (credential) => await call<Credential>('POST', '/rest/credentials', credential),
		testCredential: async (credential, data) => await call('POST', '/rest/credentials/test', { credentials: { ...credential, data } }),
		importWorkflow: async (workflow) => (await call<{ id: string }>('POST', '/rest/workflows', workflow)).id,
		activate: async (workflowId) => {
			const { versionId } = await call<{ versionId: string }>('GET', `/rest/workflows/${workflowId}`);
			await call('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
		},
		deactivate: async (workflowId) => {
			await call('POST', `/rest/workflows/${workflowId}/deactivate`, {});
		},
		executions: async (workflowId) => {
			const filter = encodeURIComponent(JSON.stringify({ workflowId }));
			return (await call<{ results: Execution[] }>('GET', `/rest/executions?filter=${filter}&limit=100`)).results;
		},
		stopExecution: async (executionId) => {
			await call('POST', `/rest/executions/${executionId}/stop`, {});
		},
		deleteExecutions: async (workflowId) => {
			await call('POST', '/rest/executions/delete', { deleteBefore: new Date(), filters: { workflowId } });
		},
		panelList: async (kind, { parameter, node, ...more }) =>
			await call('POST', `/rest/dynamic-node-parameters/${kind}`, {
				path: `parameters.${parameter}`,
				nodeTypeAndVersion: { name: node.type, version: 1 },
				currentNodeParameters: node.parameters,
				credentials: node.credentials,
				...more,
			}),
		failureOf: async (executionId) => {
			const { data } = await call<{ data: string }>('GET', `/rest/executions/${executionId}`);
			const { resultData } = unflatten(data) as { resultData: { lastNodeExecuted?: string; error?: { message?: string; description?: string } } };
			return [resultData.lastNodeExecuted, resultData.error?.message, resultData.error?.description].join(': ');
		},
	};
}

/** n8n stores run data in the format of the package `flatted`: one array, in which every string inside an object is the index of a value. */
function unflatten(text: string): unknown {
	const values = JSON.parse(text) as unknown[];
	const revive = (value: unknown, depth: number): unknown => {
		if (typeof value !== 'object' || value === null || depth > 6) return value;
		const entries = Object.entries(value).map(([key, at]) => [key, typeof at === 'string' ? revive(values[Number(at)], depth + 1) : at] as const);
		return Object.fromEntries(entries);
	};
	return revive(values[0], 0);
}
