import type { ImapFrontOptions } from './imapFront';

/** What one client asks about folders, as `startImapFront` hears it. */
export interface FolderCommands {
	/** `SELECT Team`, `STATUS INBOX`, `UNSELECT` ... in their order, names as on the wire without their quotes. */
	heard: string[];
	/** Those that no client may send: STATUS of the folder that is selected (RFC 9051 section 6.3.11). True only of a client with one connection. */
	forbidden: string[];
	/** For the front: hears, and changes nothing. */
	hear: Required<Pick<ImapFrontOptions, 'ask' | 'greet'>>;
}

export function hearFolderCommands(): FolderCommands {
	let selected = '';
	const heard: string[] = [];
	const forbidden: string[] = [];
	return {
		heard,
		forbidden,
		hear: {
			greet() {
				selected = '';
				return null;
			},
			ask(line) {
				const [, command, quoted, atom] = /^\S+ (SELECT|EXAMINE|STATUS|UNSELECT)\b(?: "([^"]*)"| ([^\s(]+))?/i.exec(line) ?? [];
				if (command === undefined) return line;
				const folder = quoted ?? atom ?? '';
				heard.push(`${command} ${folder}`.trim());
				if (command === 'STATUS' && folder === selected) forbidden.push(line.trim());
				if (command !== 'STATUS') selected = folder;
				return line;
			},
		},
	};
}
