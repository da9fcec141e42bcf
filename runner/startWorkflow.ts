import type { ICredentialType, INode, INodeExecutionData, INodeTypes, IRun, Logger, WorkflowActivateMode } from 'n8n-workflow';
import { chooseCredentials, makeCredentialsHelper, type CredentialStore } from './credentials';
import { occupyEngine, prepareEngine, useLogger } from './engine';
import { additionalDataFor, executeByHand, executeFrom, makeWorkflow, type ExecutionSetting, type NodeWatch, type WorkflowFile } from './execution';
import { nodeTypesOf, type TypeCatalogue } from './nodeTypes';

export interface StartOptions {
	/** The workflow file's JSON; it is not changed. */
	workflow: WorkflowFile;
	/** Decrypted credential data by name, id or type. Nodes that name no credential get the one of the type they need. */
	credentials: CredentialStore;
	types: TypeCatalogue;
	/** n8n's user folder. */
	dataFolder: string;
	logger?: Logger;
	/** Default `activate`, as on publishing; `init` is n8n's own start. */
	activation?: WorkflowActivateMode;
	watch?: NodeWatch;
	/** Called as each execution ends, before the trigger hears of it. */
	onRun?: (run: RecordedRun) => void;
	/** Default true; false for benchmarks, which would otherwise hold every message in memory. */
	keepRuns?: boolean;
}

/** One execution. `run` is null while it runs, and when the engine refused to start it (`error` says why). */
export interface RecordedRun {
	id: string;
	mode: 'trigger' | 'manual';
	deduplicationKey: string | null;
	emitted: INodeExecutionData[][];
	run: IRun | null;
	error: Error | null;
}

export interface RunningWorkflow {
	/** In the order in which they were started. */
	readonly runs: RecordedRun[];
	/** What the trigger reported by `saveFailedExecution`. */
	readonly failedExecutions: Error[];
	/** What the trigger reported by `emitError`: in n8n each one switches the workflow off. */
	readonly triggerErrors: Error[];
	/** Emits that started nothing because an execution with their key existed. */
	readonly duplicateEmits: string[];
	/** Resolves when no execution is running. */
	idle(): Promise<void>;
	/** Emits into the workflow as the trigger would; resolves as its `donePromise` does. */
	emit(data: INodeExecutionData[][], deduplicationKey?: string): Promise<IRun | undefined>;
	/** What "Execute workflow" in the editor does. */
	runManually(options?: { node?: string }): Promise<IRun>;
	/** Calls the trigger's close function and waits for the executions that are still running. A second call does nothing more. */
	stop(): Promise<void>;
}

function triggerOf(nodes: INode[], nodeTypes: INodeTypes, name?: string): INode {
	const triggers = nodes.filter((node) => {
		return !node.disabled && (name === undefined || node.name === name) && nodeTypes.getByNameAndVersion(node.type, node.typeVersion).trigger;
	});
	const [trigger] = triggers;
	if (!trigger || triggers.length > 1) throw new Error(`The runner wants a workflow with one trigger; this one has ${triggers.length}.`);
	return trigger;
}

/**
 * Activates a workflow without n8n's server: its trigger runs in a real `TriggerContext`, what it emits runs through `WorkflowExecute`.
 * Promises of n8n that are kept: `donePromise` resolves with the `IRun` of its execution, or with undefined when an execution with the same
 * deduplication key exists, also one that failed. Rejects with what the trigger throws at activation (n8n would try five times).
 */
export async function startWorkflow(options: StartOptions): Promise<RunningWorkflow> {
	const engine = await prepareEngine(options.dataFolder);
	if (options.logger) await useLogger(options.logger);
	const nodeTypes = nodeTypesOf(options.types.nodes);
	const file = structuredClone(options.workflow);
	chooseCredentials(engine, file.nodes, nodeTypes, options.credentials);
	const credentials = makeCredentialsHelper(engine, options.types.credentials satisfies Record<string, ICredentialType>, nodeTypes, options.credentials);
	const setting: ExecutionSetting = { engine, file, nodeTypes, credentials, watch: options.watch ?? {} };
	const trigger = triggerOf(file.nodes, nodeTypes);

	const runs: RecordedRun[] = [];
	const failedExecutions: Error[] = [];
	const triggerErrors: Error[] = [];
	const duplicateEmits: string[] = [];
	const keys = new Set<string>();
	const running = new Set<Promise<unknown>>();
	let count = 0;
	let stopping: Promise<void> | null = null;

	const record = async (mode: RecordedRun['mode'], emitted: INodeExecutionData[][], key: string | null, execute: (id: string) => Promise<IRun>) => {
		count += 1;
		const entry: RecordedRun = { id: String(count), mode, deduplicationKey: key, emitted, run: null, error: null };
		if (options.keepRuns !== false) runs.push(entry);
		const work = execute(entry.id)
			.then((run) => {
				entry.run = run;
				return run;
			})
			.catch((error: unknown) => {
				entry.error = error instanceof Error ? error : new Error(String(error));
				throw entry.error;
			})
			.finally(() => options.onRun?.(entry));
		running.add(work);
		return await work.finally(() => running.delete(work));
	};

	const emit = async (data: INodeExecutionData[][], key?: string): Promise<IRun | undefined> => {
		if (key !== undefined) {
			if (keys.has(key)) {
				duplicateEmits.push(key);
				return undefined;
			}
			keys.add(key);
		}
		return await record('trigger', data, key ?? null, async (id) => await executeFrom(setting, trigger, data, id));
	};

	const workflow = makeWorkflow(setting);
	const context = new engine.core.TriggerContext(
		workflow,
		workflow.nodes[trigger.name] ?? trigger,
		additionalDataFor(setting, 'activation', 'trigger'),
		'trigger',
		options.activation ?? 'activate',
		(data, _response, donePromise, key) => {
			emit(data, key).then(
				(run) => donePromise?.resolve(run as IRun),
				(error: unknown) => donePromise?.reject(error as Error),
			);
		},
		(error) => void triggerErrors.push(error),
		(error) => void failedExecutions.push(error),
	);
	const release = occupyEngine();
	const idle = async () => {
		while (running.size > 0) await Promise.allSettled(running);
	};
	try {
		const type = nodeTypes.getByNameAndVersion(trigger.type, trigger.typeVersion);
		const response = await type.trigger?.call(context);
		return {
			runs,
			failedExecutions,
			triggerErrors,
			duplicateEmits,
			idle,
			emit,
			runManually: async ({ node } = {}) => {
				const start = node === undefined ? trigger : triggerOf(file.nodes, nodeTypes, node);
				return await record('manual', [], null, async (id) => await executeByHand(setting, start, id));
			},
			stop: async () => {
				stopping ??= (async () => {
					await response?.closeFunction?.();
					await idle();
					release();
				})();
				await stopping;
			},
		};
	} catch (error) {
		release();
		throw error;
	}
}
