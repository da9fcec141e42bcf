import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How n8n itself sees the triggers of a workflow: `activated`, or `failed` when it has given one up. Read from its database: the API does not tell. */
export function publicationStates(n8nUserFolder: string, workflowId: string): string[] {
	const database = new DatabaseSync(join(n8nUserFolder, '.n8n', 'database.sqlite'), { readOnly: true, timeout: 5000 });
	try {
		const rows = database.prepare('select status from workflow_publication_trigger_status where workflowId = ? order by nodeId').all(workflowId);
		return rows.map(({ status }) => String(status));
	} finally {
		database.close();
	}
}
