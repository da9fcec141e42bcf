import { startHelpdeskRun, type HelpdeskRun } from '../support/helpdeskRun';
import { plainMail } from '../support/plainMail';

let run: HelpdeskRun;
let robot: NodeJS.Timeout | undefined;
beforeEach(async () => {
	run = await startHelpdeskRun();
});
afterEach(async () => {
	clearInterval(robot);
	await run.stop();
});

/** A machine that answers every mail of ours, and gives no sign that it is one. */
function startRobot(answer: (count: number, subject: string) => Buffer | string): void {
	let answered = 0;
	robot = setInterval(() => {
		for (; answered < run.sink.messages.length; answered += 1) run.server.deliver('INBOX', answer(answered + 1, run.sink.messages[answered]?.subject ?? ''));
	}, 50);
}

const robotMail = (count: number, subject: string) => plainMail({ id: `<robot-${String(count)}@robot.example>`, from: 'robot@robot.example', subject });

test('a machine that answers each acknowledgement with a new mail comes to an end: what is over the limit waits for a person', async () => {
	await run.start((_workflow, node) => {
		node('Create/Update Ticket').parameters.options = { newTicketsOfSender: 3 };
	});
	startRobot((count) => robotMail(count, `We got your mail, number ${String(count)}`));
	run.server.deliver('INBOX', robotMail(0, 'Hello'));
	const alone = () => run.server.messages('INBOX').length === 1 && run.server.messages('INBOX')[0]?.flags.includes('\\Flagged') === true;
	await run.until(() => run.server.messages('Handled').length === 3 && alone(), 'three messages are moved and the fourth is flagged');
	expect(await run.desk.listTickets()).toHaveLength(3);
	expect(run.sink.messages).toHaveLength(3);
});

test('where every update is answered too, a machine gets one answer for its ticket and day', async () => {
	await run.start((workflow) => {
		const connections = workflow.connections as Record<string, { main: Array<Array<{ node: string }> | null> }>;
		const outputs = connections['Create/Update Ticket']?.main ?? [];
		// Created and Updated both lead to the answer.
		outputs[1] = outputs[0] ?? null;
	});
	startRobot((count, subject) => robotMail(count, `Re: ${subject}`));
	run.server.deliver('INBOX', robotMail(0, 'Hello'));
	await run.until(async () => run.server.messages('Handled').length === 2 && (await run.settled()), 'the answer of the machine is handled');
	expect(run.sink.messages).toHaveLength(1);
	expect(await run.tickets()).toMatchObject([{ comments: [expect.any(String)] }]);
});
