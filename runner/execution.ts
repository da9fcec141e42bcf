import type {
	ICredentialsHelper,
	INode,
	INodeExecutionData,
	INodeTypes,
	IRun,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Engine } from './engine';

/** A workflow file as the editor exports it; `id` and the rest of a saved workflow are made up where they are missing. */
export type WorkflowFile = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> & Partial<IWorkflowBase>;

/** Called around every node of every execution; what it throws ends the execution there, as a crash of n8n at this point would. */
export interface NodeWatch {
	before?(nodeName: string, executionId: string): Promise<void> | void;
	after?(nodeName: string, executionId: string): Promise<void> | void;
}

/** What all executions of one workflow share. */
export interface ExecutionSetting {
	engine: Engine;
	file: WorkflowFile;
	nodeTypes: INodeTypes;
	credentials: ICredentialsHelper;
	watch: NodeWatch;
}

/** A fresh `Workflow`, as n8n makes one for each execution: nodes must not share state through it. */
export function makeWorkflow({ engine, file, nodeTypes }: ExecutionSetting): Workflow {
	return new engine.workflow.Workflow({
		id: file.id ?? 'runner',
		name: file.name,
		nodes: structuredClone(file.nodes),
		connections: structuredClone(file.connections),
		active: true,
		nodeTypes,
		staticData: file.staticData,
		settings: file.settings ?? {},
	});
}

const refused = (what: string) => async (): Promise<never> => {
	throw new Error(`The runner has no ${what}.`);
};

/** What n8n's engine wants to know around the workflow. Nothing listens on the addresses. */
export function additionalDataFor({ engine, file, credentials, watch }: ExecutionSetting, executionId: string, mode: WorkflowExecuteMode) {
	const nowhere = 'http://127.0.0.1:0/';
	const workflowData: IWorkflowBase = {
		active: true,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		activeVersionId: null,
		...file,
		id: file.id ?? 'runner',
	};
	const hooks = new engine.core.ExecutionLifecycleHooks(mode, executionId, workflowData);
	if (watch.before) hooks.addHandler('nodeExecuteBefore', async (name) => await watch.before?.(name, executionId));
	if (watch.after) hooks.addHandler('nodeExecuteAfter', async (name) => await watch.after?.(name, executionId));
	const timeout = file.settings?.executionTimeout ?? 0;
	const additionalData: IWorkflowExecuteAdditionalData = {
		...(timeout > 0 ? { executionTimeoutTimestamp: Date.now() + timeout * 1000 } : {}),
		credentialsHelper: credentials,
		executionId,
		hooks,
		externalSecretsProxy: new engine.core.ExternalSecretsProxy(),
		executeWorkflow: refused('sub-workflows'),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		startRunnerTask: refused('task runners'),
		currentNodeExecutionIndex: 0,
		restApiUrl: nowhere,
		instanceBaseUrl: nowhere,
		formBaseUrl: nowhere,
		formWaitingBaseUrl: nowhere,
		formTestBaseUrl: nowhere,
		webhookBaseUrl: nowhere,
		webhookWaitingBaseUrl: nowhere,
		webhookTestBaseUrl: nowhere,
		mcpBaseUrl: nowhere,
		mcpTestBaseUrl: nowhere,
		workflowId: workflowData.id,
		variables: {},
		logAiEvent: () => undefined,
	};
	return additionalData;
}

/** Runs the workflow from its trigger with what the trigger emitted. Resolves also for an execution that failed: see its `status`. */
export async function executeFrom(setting: ExecutionSetting, trigger: INode, data: INodeExecutionData[][], executionId: string): Promise<IRun> {
	const { engine } = setting;
	const workflow = makeWorkflow(setting);
	const runData = engine.workflow.createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node: workflow.nodes[trigger.name] ?? trigger, data: { main: data }, source: null }] },
	});
	const execution = new engine.core.WorkflowExecute(additionalDataFor(setting, executionId, 'trigger'), 'trigger', runData);
	return await execution.processRunExecutionData(workflow);
}

/** What "Execute workflow" in the editor does: the trigger fetches by hand, and what it emits runs through the workflow in mode `manual`. */
export async function executeByHand(setting: ExecutionSetting, trigger: INode, executionId: string): Promise<IRun> {
	const { engine } = setting;
	const workflow = makeWorkflow(setting);
	const execution = new engine.core.WorkflowExecute(additionalDataFor(setting, executionId, 'manual'), 'manual');
	return await execution.run({ workflow, startNode: workflow.nodes[trigger.name] ?? trigger });
}
