import type { Generated } from 'kysely';

import type { OutboxRow } from '../outbox/Outbox';
import type { JournalMessage, NodeFailure } from './Journal';

export interface JournalTables {
	scanner_scopes: { scope: string; started_at: string };
	folder_cursors: {
		scope: string;
		folder: string;
		uid_validity: string;
		contiguous_uid: number;
		newest_received_at: string | null;
	};
	journal_messages: {
		scope: string;
		folder: string;
		uid_validity: string;
		uid: number;
		state: JournalMessage['state'];
		attempts: number;
		next_try_at: string;
		key: string | null;
		message_id: string | null;
		server_id: string | null;
		shared_id: string | null;
		last_error: string;
		owner: string | null;
	};
	/** `health` is JSON of the scanner's making. */
	scanner_states: { scope: string; name: string; account: string; health: string; updated_at: string; asked_at: string | null; looked_at: string | null };
	/** `beats` is counted up while the run is alive. */
	scanner_runs: { owner: string; beats: number };
	handled_messages: { scope: string; key: string; at: string; server_id: string | null; shared_id: string | null };
	node_failures: { id: Generated<number>; key: string; node: string; message: string; fault: NodeFailure['fault'] };
	/** `action` is a `TidyAction` as JSON. */
	tidy_requests: { id: Generated<number>; key: string; action: string };
	/** `envelope` is an `Envelope` and `place` a `MessagePlace`, both as JSON; `source` the raw bytes, kept where nobody else has them. */
	taken_away: { key: string; envelope: string; place: string | null; source: Uint8Array | null };
	outbox: {
		claim: string;
		message_id: string;
		state: OutboxRow['state'];
		attempts: number;
		response: string;
		created_at: string;
		sent_at: string | null;
	};
}
