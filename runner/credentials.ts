import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	ICredentialsHelper,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	INodeTypes,
} from 'n8n-workflow';
import type { Engine } from './engine';

/** Decrypted data of credentials, by the name that the workflow gives, by its id, or by credential type. */
export type CredentialStore = Record<string, ICredentialDataDecryptedObject>;

/** The store's key for what a node refers to: name before id before type. */
function keyOf(store: CredentialStore, reference: INodeCredentialsDetails | undefined, type: string): string {
	const candidates = [reference?.name, reference?.id, type];
	const key = candidates.find((each): each is string => typeof each === 'string' && each in store);
	if (key === undefined) throw new Error(`No credential "${reference?.name ?? type}" of type ${type} was given to the runner.`);
	return key;
}

function propertiesOf(types: Record<string, ICredentialType>, name: string): INodeProperties[] {
	const type = types[name];
	if (!type) return [];
	const inherited = (type.extends ?? []).flatMap((parent) => propertiesOf(types, parent));
	return [...inherited.filter((each) => !type.properties.some((own) => own.name === each.name)), ...type.properties];
}

/**
 * Gives the nodes their credentials as n8n does: defaults of the type filled in, expressions resolved (`={{ $json.x }}` sees the item of the node that asks).
 * Renewed OAuth2 tokens are kept in `store`.
 */
export function makeCredentialsHelper(
	engine: Engine,
	types: Record<string, ICredentialType>,
	nodeTypes: INodeTypes,
	store: CredentialStore,
): ICredentialsHelper {
	const { workflow: w, core } = engine;
	const parentsOf = (name: string): string[] => (types[name]?.extends ?? []).flatMap((parent) => [parent, ...parentsOf(parent)]);
	const stub: INode = { id: 'credential', name: 'Credential', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [0, 0], parameters: {} };

	class RunnerCredentials extends w.ICredentialsHelper {
		override getParentTypes(name: string) {
			return parentsOf(name);
		}

		override isCredentialUsableByNode() {
			return true;
		}

		override async authenticate(...[, , options]: Parameters<ICredentialsHelper['authenticate']>) {
			return options as Awaited<ReturnType<ICredentialsHelper['authenticate']>>;
		}

		override async preAuthentication() {
			return undefined;
		}

		override async runPreAuthentication() {
			return undefined;
		}

		override getCredentialsProperties(name: string) {
			return propertiesOf(types, name);
		}

		override async getCredentials(reference: INodeCredentialsDetails, type: string) {
			const credentials = new core.Credentials(reference, type);
			await credentials.setData(store[keyOf(store, reference, type)] ?? {});
			return credentials;
		}

		override async getDecrypted(...[additional, reference, type, mode, executeData, raw, values]: Parameters<ICredentialsHelper['getDecrypted']>) {
			const stored = structuredClone(store[keyOf(store, reference, type)] ?? {});
			if (raw) return stored;
			const defaulted = w.NodeHelpers.getNodeParameters(propertiesOf(types, type), stored as INodeParameters, true, false, null, null);
			const data = { ...stored, ...defaulted } as INodeParameters;
			if (values) {
				const keys = core.getAdditionalKeys(additional, mode, values.runExecutionData);
				const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = values;
				const resolved = workflow.expression.getParameterValue(
					data, runExecutionData, runIndex, itemIndex, node.name, connectionInputData, mode, keys, executeData, false, data,
				);
				return resolved as ICredentialDataDecryptedObject;
			}
			const alone = new w.Workflow({ nodes: [stub], connections: {}, active: false, nodeTypes });
			const keys = core.getAdditionalKeys(additional, mode, null);
			return alone.expression.getComplexParameterValue(stub, data, mode, keys, undefined, undefined, data) as ICredentialDataDecryptedObject;
		}

		override async updateCredentials(reference: INodeCredentialsDetails, type: string, data: ICredentialDataDecryptedObject) {
			store[keyOf(store, reference, type)] = data;
		}

		override async updateCredentialsOauthTokenData(reference: INodeCredentialsDetails, type: string, data: ICredentialDataDecryptedObject) {
			const key = keyOf(store, reference, type);
			store[key] = { ...store[key], oauthTokenData: data.oauthTokenData ?? {} };
		}
	}
	return new RunnerCredentials();
}

/**
 * Fills in what a person chooses in the editor after importing a workflow: nodes that need a credential and name none get the one given for its type.
 * Works on the given nodes in place.
 */
export function chooseCredentials(engine: Engine, nodes: INode[], nodeTypes: INodeTypes, store: CredentialStore): void {
	const { displayParameter, getNodeParameters } = engine.workflow.NodeHelpers;
	for (const node of nodes) {
		const { description } = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const parameters = getNodeParameters(description.properties, node.parameters, true, false, node, description) ?? {};
		for (const wanted of description.credentials ?? []) {
			const chosen = node.credentials?.[wanted.name];
			const shown = displayParameter(parameters, wanted, node, description, parameters);
			if (chosen || !shown || !(wanted.name in store)) continue;
			node.credentials = { ...node.credentials, [wanted.name]: { id: wanted.name, name: wanted.name } };
		}
	}
}
