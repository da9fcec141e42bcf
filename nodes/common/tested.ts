import type { INodeCredentialTestResult } from 'n8n-workflow';
import { HelpdeskError } from '../../helpdesk';

/** What the test button of a credential says: what `check` says of success, or what is wrong and what to do. */
export async function tested(check: () => Promise<string>): Promise<INodeCredentialTestResult> {
	try {
		return { status: 'OK', message: await check() };
	} catch (error) {
		const message = error instanceof HelpdeskError ? `${error.message.replace(/[^.!?]$/, '$&.')} ${error.remedy}`.trim() : 'The server could not be tried.';
		return { status: 'Error', message };
	}
}
