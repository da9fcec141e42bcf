import { parentPort } from 'node:worker_threads';
import { createTicketSigner, type TicketSigner } from '../conversation/signedId';
import { readEmail } from './readEmail';
import { apart, asBuffer, movable, READY, type Answer, type Job } from './threadJobs';

/** The whole program of a reading thread: one answer for each job, in the order in which they came. It becomes dist/mailThread.js. */

const signers = new Map<string, TicketSigner>();

function signerOf(secret: string | null): TicketSigner | null {
	if (secret === null) return null;
	const signer = signers.get(secret) ?? createTicketSigner(Buffer.from(secret, 'base64'));
	signers.set(secret, signer);
	return signer;
}

async function answerTo({ id, mail, knowledge, secret }: Job): Promise<Answer> {
	const source = asBuffer(mail.source);
	const { bodyPrefix } = mail.context;
	const context = bodyPrefix ? { ...mail.context, bodyPrefix: asBuffer(bodyPrefix) } : mail.context;
	try {
		const { email, attachments } = await readEmail({ ...mail, source, context }, { ...knowledge, signer: signerOf(secret) });
		// A file that is a part of the source (8bit, binary) shares its memory with it on the other side as well.
		const contents = attachments.map(({ content }) =>
			!Buffer.isBuffer(content) || content.buffer === source.buffer || movable([content]).length > 0 ? content : apart(content),
		);
		return { id, email, contents, source };
	} catch {
		return { id, email: null };
	}
}

async function handle(job: Job): Promise<void> {
	const answer = await answerTo(job);
	port?.postMessage(answer, answer.email ? movable([answer.source, ...answer.contents]) : []);
}

const port = parentPort;
let last = Promise.resolve();
port?.on('message', (job: Job) => {
	last = last.then(async () => await handle(job));
});
port?.postMessage(READY);
