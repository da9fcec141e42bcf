import type { IDataObject, INode, INodeExecutionData, ITriggerFunctions, INodeType, IVersionedNodeType } from 'n8n-workflow';
import { CORE_NODES } from '../../runner/coreNodes';
import { makeCredentialsHelper, type CredentialStore } from '../../runner/credentials';
import { prepareEngine } from '../../runner/engine';
import { additionalDataFor, makeWorkflow, type ExecutionSetting } from '../../runner/execution';
import { nodeTypesOf } from '../../runner/nodeTypes';

export interface ContextOptions {
	node: INode;
	type: INodeType | IVersionedNodeType;
	credentials: CredentialStore;
	dataFolder: string;
	staticData?: IDataObject;
	onEmit: (items: INodeExecutionData[]) => void;
	onError: (error: Error) => void;
}

/** n8n's real trigger context over its real binary store in filesystem mode; what is emitted goes to the benchmark instead of into an execution. */
export async function triggerContext(options: ContextOptions): Promise<ITriggerFunctions> {
	process.env.N8N_DEFAULT_BINARY_DATA_MODE = 'filesystem';
	const engine = await prepareEngine(options.dataFolder);
	const nodeTypes = nodeTypesOf({ ...CORE_NODES.nodes, [options.node.type]: options.type });
	const setting: ExecutionSetting = {
		engine,
		file: { name: 'bench', nodes: [options.node], connections: {}, staticData: options.staticData },
		nodeTypes,
		credentials: makeCredentialsHelper(engine, {}, nodeTypes, options.credentials),
		watch: {},
	};
	const workflow = makeWorkflow(setting);
	return new engine.core.TriggerContext(
		workflow,
		workflow.nodes[options.node.name] ?? options.node,
		additionalDataFor(setting, 'bench', 'trigger'),
		'trigger',
		'activate',
		(data) => options.onEmit(data[0] ?? []),
		options.onError,
		options.onError,
	);
}
