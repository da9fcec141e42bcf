import type { IncomingMessage } from 'node:http';

export interface UploadedFile {
	part: string;
	fileName: string;
	type: string;
	content: Buffer;
}

export interface Form {
	values: Record<string, string>;
	files: UploadedFile[];
}

function valueIn(header: string, name: string): string | null {
	const found = new RegExp(`[ ;]${name}="([^"]*)"`).exec(header)?.[1] ?? null;
	return found === null ? null : found.replaceAll('%22', '"');
}

function readMultipart(body: Buffer, boundary: string): Form {
	const form: Form = { values: {}, files: [] };
	const line = Buffer.from(`--${boundary}`);
	for (let at = body.indexOf(line); at !== -1; ) {
		const next = body.indexOf(line, at + line.length);
		if (next === -1) {
			break;
		}
		const part = body.subarray(at + line.length + 2, next - 2);
		const end = part.indexOf('\r\n\r\n');
		const header = part.subarray(0, end).toString('utf8');
		const content = part.subarray(end + 4);
		const name = valueIn(header, 'name') ?? '';
		const fileName = valueIn(header, 'filename');
		if (fileName === null) {
			form.values[name] = content.toString('utf8');
		} else {
			form.files.push({ part: name, fileName, type: /content-type: *([^\r\n]+)/i.exec(header)?.[1] ?? '', content: Buffer.from(content) });
		}
		at = next;
	}
	return form;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) {
		chunks.push(chunk as Buffer);
	}
	return Buffer.concat(chunks);
}

/** Form fields of a POST; a GET has none. */
export async function readForm(request: IncomingMessage): Promise<Form> {
	const body = await bodyOf(request);
	const type = request.headers['content-type'] ?? '';
	const boundary = /multipart\/form-data;.*boundary="?([^";]+)/i.exec(type)?.[1];
	return boundary === undefined ? { values: Object.fromEntries(new URLSearchParams(body.toString('utf8'))), files: [] } : readMultipart(body, boundary);
}
