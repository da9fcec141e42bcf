import type { StoredFile } from './Desk';

/** What both desks keep of a file in the store. */
export interface FileColumns {
	file_name: string;
	mime_type: string;
	size: number;
	sha256: string;
	inline: number;
	content_id: string;
}

export function fileFacts(row: FileColumns): Omit<StoredFile, 'id' | 'ticketId' | 'commentId'> {
	return { fileName: row.file_name, mimeType: row.mime_type, size: row.size, sha256: row.sha256, inline: row.inline === 1, contentId: row.content_id };
}
