import type { FileColumns } from '../store/deskSchema';
import type { StoredFile } from './Desk';

/** A row of the store as a file of the desk; whose it is, each desk keeps in its own way. */
export function fileFacts(row: FileColumns): Omit<StoredFile, 'id' | 'ticketId' | 'commentId'> {
	return { fileName: row.file_name, mimeType: row.mime_type, size: row.size, sha256: row.sha256, inline: row.inline === 1, contentId: row.content_id };
}
