/** What came back from `webservice.php`, whatever its HTTP status was. */
export type Answer =
	| { kind: 'result'; result: unknown; /** PHP or Vtiger wrote something in front of the JSON. */ preceded: boolean }
	| { kind: 'error'; code: string; text: string }
	/** No JSON of Vtiger's at all. */
	| { kind: 'text'; restricted: boolean };

/** What Vtiger writes when it meets a record or an owner that is not there, after it has stored what was asked. */
const RESTRICTED = /Attempt to access restricted file/i;

function objectIn(text: string): Record<string, unknown> | null {
	try {
		const value = JSON.parse(text) as unknown;
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
	} catch {
		return null;
	}
}

/** The JSON at the end of a body: warnings of PHP, a byte order mark, or a line of Vtiger's may stand in front of it. */
function envelope(body: string): { json: Record<string, unknown>; preceded: boolean } | null {
	const text = body.replace(/^\uFEFF/, '').trim();
	const whole = objectIn(text);
	if (whole) {
		return { json: whole, preceded: false };
	}
	const start = text.lastIndexOf('{"success":');
	const tail = start > 0 ? objectIn(text.slice(start)) : null;
	return tail ? { json: tail, preceded: true } : null;
}

/** Reads a body (vtiger captures 24d, 54d, C8b: a 200 may be text, or text and then JSON). */
export function readAnswer(body: string): Answer {
	const found = envelope(body);
	if (!found || typeof found.json.success !== 'boolean') {
		return { kind: 'text', restricted: RESTRICTED.test(body) };
	}
	if (found.json.success) {
		return { kind: 'result', result: found.json.result, preceded: found.preceded };
	}
	const error = found.json.error as { code?: unknown; message?: unknown } | undefined;
	const code = typeof error?.code === 'string' || typeof error?.code === 'number' ? String(error.code) : '';
	return { kind: 'error', code, text: typeof error?.message === 'string' ? error.message : '' };
}
