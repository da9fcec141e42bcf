import type { ICredentialType, IDataObject, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';

/** Node and credential types by the names that workflows use. */
export interface TypeCatalogue {
	/** By full name, e.g. `n8n-nodes-mail-helpdesk.ruleFilter`. */
	nodes: Record<string, INodeType | IVersionedNodeType>;
	/** By name, e.g. `mailHelpdeskImapApi`. */
	credentials: Record<string, ICredentialType>;
}

/** Joins catalogues; a later one replaces types of the same name, which is how tests put a faulty node in the place of a real one. */
export function joinCatalogues(...catalogues: TypeCatalogue[]): TypeCatalogue {
	return {
		nodes: Object.assign({}, ...catalogues.map((each) => each.nodes)) as TypeCatalogue['nodes'],
		credentials: Object.assign({}, ...catalogues.map((each) => each.credentials)) as TypeCatalogue['credentials'],
	};
}

function ofVersion(type: INodeType | IVersionedNodeType, version?: number): INodeType {
	return 'nodeVersions' in type ? type.getNodeType(version) : type;
}

/** n8n's look-up of node types over a catalogue. An unknown type throws, as n8n does, with the names that are known. */
export function nodeTypesOf(nodes: TypeCatalogue['nodes']): INodeTypes {
	const find = (name: string) => {
		const type = nodes[name];
		if (!type) throw new Error(`The node type ${name} is not known to the runner. Known: ${Object.keys(nodes).sort().join(', ')}`);
		return type;
	};
	return {
		getByName: find,
		getByNameAndVersion: (name, version) => ofVersion(find(name), version),
		getKnownTypes: (): IDataObject => Object.fromEntries(Object.keys(nodes).map((name) => [name, { className: name, sourcePath: '' }])),
	};
}
