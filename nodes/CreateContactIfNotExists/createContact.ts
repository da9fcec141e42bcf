import type { IDataObject } from 'n8n-workflow';
import { writerOf } from '../../helpdesk';
import type { Contact, Desk, Email, Organization } from '../../helpdesk';

export interface ContactChoices {
	/** Desk fields of a new contact, by name. */
	fields: Record<string, string>;
	/** Senders of automatic mail become contacts too. */
	automaticMail: boolean;
	/** Show what would happen, change nothing. */
	simulate: boolean;
}

/** What the item says about its sender; `status` tells what was done. */
export interface ContactResult {
	contact: (Partial<Contact> & { status: 'found' | 'created' | 'would be created' | 'none'; reason: string }) | null;
	organization: Organization | null;
}

/**
 * Finds the sender's contact by address, or creates it (A3, A4). The claim is the address itself, so two mails of one new sender at the same
 * time make one contact. Mail without a sender, and automatic mail unless chosen, makes none: MAILER-DAEMON is nobody's customer. Of a web form that
 * writes in the name of the help desk the visitor in Reply-To counts.
 */
export async function createContactIfNotExists(desk: Desk, email: Email, choices: ContactChoices): Promise<ContactResult> {
	const { address, name } = writerOf(email, [email.mailbox.address]);
	if (!address) return { contact: { status: 'none', reason: 'The message names no sender' }, organization: null };
	const { contact, organization } = await desk.findPerson(address);
	if (contact) return { contact: { ...contact, status: 'found', reason: `${address} is a known contact` }, organization };
	if (email.automatic.isAutomatic && !choices.automaticMail && address === email.from.address) {
		return { contact: { status: 'none', reason: `Automatic mail (${email.automatic.class}) makes no contact` }, organization };
	}
	const wanted = { address, name, fields: choices.fields };
	if (choices.simulate) {
		return { contact: { name: name || address, addresses: [address], status: 'would be created', reason: 'Test: nothing was changed' }, organization };
	}
	const made = await desk.createContact({ key: address.toLowerCase(), action: 'create-contact' }, wanted);
	const found = made.contact.organizationId ? await desk.getOrganization(made.contact.organizationId) : organization;
	return {
		contact: { ...made.contact, status: made.effect === 'created' ? 'created' : 'found', reason: `${address} was not a contact yet` },
		organization: found,
	};
}

export function asJson(result: ContactResult): IDataObject {
	return { contact: result.contact, organization: result.organization };
}
