import { ImapFlow } from 'imapflow';
import { readAnswersOurselves } from '../../../helpdesk/mailbox/fetchAnswers';

const line = (text: string) => ({ payload: Buffer.from(text), literals: [] });

/** A client as imapflow makes it, never connected, that notes what gets through to imapflow. */
function clientNoting(seen: string[]) {
	const client = new ImapFlow({ host: '127.0.0.1', port: 1, logger: false });
	const inside = client as unknown as { handleResponse(answer: ReturnType<typeof line>): Promise<boolean> };
	expect(typeof inside.handleResponse).toBe('function');
	inside.handleResponse = async ({ payload }) => seen.push(payload.toString()) > 0;
	return { answers: readAnswersOurselves(client), hear: async (text: string) => await inside.handleResponse(line(text)) };
}

describe('answers to FETCH that imapflow does not see', () => {
	it('are those to a command of ours, as long as it runs', async () => {
		const seen: string[] = [];
		const taken: number[] = [];
		const { answers, hear } = clientNoting(seen);
		await hear('* 1 FETCH (UID 1 FLAGS ())');
		await answers.during(
			({ uid }) => void taken.push(uid),
			async () => {
				for (const text of ['* 2 FETCH (UID 2 FLAGS ())', '* 3 EXISTS', '* 3 FETCH (UID 3 ENVELOPE NIL)']) expect(await hear(text)).toBe(true);
			},
		);
		await hear('* 4 FETCH (UID 4 FLAGS ())');
		expect(taken).toEqual([2]);
		expect(seen).toEqual(['* 1 FETCH (UID 1 FLAGS ())', '* 3 EXISTS', '* 3 FETCH (UID 3 ENVELOPE NIL)', '* 4 FETCH (UID 4 FLAGS ())']);
	});

	it('go imapflow\'s way again after a command that failed', async () => {
		const seen: string[] = [];
		const { answers, hear } = clientNoting(seen);
		await expect(answers.during(() => undefined, async () => await Promise.reject(new Error('refused')))).rejects.toThrow('refused');
		await hear('* 1 FETCH (UID 1 FLAGS ())');
		expect(seen).toHaveLength(1);
	});
});
