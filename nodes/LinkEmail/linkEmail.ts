import { isOwn, writerOf } from '../../helpdesk';
import type { Desk, Email, Effect, MailLink, NewFile } from '../../helpdesk';
import { messageRecord } from '../common/messageRecord';

export type LinkTo = 'contactByFrom' | 'contactByTo' | 'organizationByFrom' | 'organizationByTo';

/** Somebody to whom the message belongs. */
export interface Linked {
	target: MailLink['target'];
	id: string;
	name: string;
	/** By which it was found. */
	address: string;
	effect: Effect | 'would be linked';
}

/** Far more than a mail to people has; a mailing to thousands is nobody's correspondence. */
const MOST_RECIPIENTS = 100;

function addressesOf(email: Email, linkTo: LinkTo): string[] {
	const own = [email.mailbox.address];
	const people = linkTo.endsWith('From') ? [writerOf(email, own)] : [...email.to, ...email.cc].filter(({ address }) => !isOwn(address, own));
	return [...new Set(people.map(({ address }) => address))].filter((address) => address !== '').slice(0, MOST_RECIPIENTS);
}

/** The contacts or organisations that the desk knows, each once. */
async function found(desk: Desk, email: Email, linkTo: LinkTo): Promise<Array<Omit<Linked, 'effect'>>> {
	const target = linkTo.startsWith('contact') ? 'contact' : 'organization';
	const all = new Map<string, Omit<Linked, 'effect'>>();
	for (const address of addressesOf(email, linkTo)) {
		const person = await desk.findPerson(address);
		const record = target === 'contact' ? person.contact : person.organization;
		if (record && !all.has(record.id)) all.set(record.id, { target, id: record.id, name: record.name, address });
	}
	return [...all.values()];
}

/** Adds a message to the people or organisations that it came from or went to (A9), each once. `files` is read only when somebody was found. */
export async function linkEmail(desk: Desk, email: Email, linkTo: LinkTo, { files, simulate }: { files: () => Promise<NewFile[]>; simulate: boolean }): Promise<Linked[]> {
	const people = await found(desk, email, linkTo);
	if (simulate || people.length === 0) return people.map((person) => ({ ...person, effect: 'would be linked' }));
	const content = { message: messageRecord(email), text: email.text, html: email.html, files: await files() };
	const linked: Linked[] = [];
	for (const person of people) {
		const { target, id } = person;
		const { effect } = await desk.linkMail({ key: email.mailbox.key, action: `link-mail/${target}/${id}` }, { target, id, ...content });
		linked.push({ ...person, effect });
	}
	return linked;
}
