import type { Address } from '../email/Email';

/**
 * Whether a mail comes from the help desk itself, by its From address. A web form that writes in the name of the help desk and puts the visitor in Reply-To is
 * not our own mail: taking it for one would lose a customer.
 */
export function isFromOurselves(mail: { from: Address; replyTo: Address[] }, ownAddresses: string[]): boolean {
	return isOwn(mail.from.address, ownAddresses) && !isForm(mail, ownAddresses);
}

/** From an address of ours, on behalf of somebody else in Reply-To. */
export function isOwnForm(mail: { from: Address; replyTo: Address[] }, ownAddresses: string[]): boolean {
	return isOwn(mail.from.address, ownAddresses) && isForm(mail, ownAddresses);
}

/** Who wrote: From, or the visitor in Reply-To where a web form writes in the name of the help desk (A12). */
export function writerOf(mail: { from: Address; replyTo: Address[] }, ownAddresses: string[]): Address {
	if (!isOwnForm(mail, ownAddresses)) return mail.from;
	return mail.replyTo.find(({ address }) => address.includes('@') && !isOwn(address, ownAddresses)) ?? mail.from;
}

/** Whether an address is one of ours; a `+detail` in the local part is ignored. */
export function isOwn(address: string, ownAddresses: string[]): boolean {
	const wanted = withoutDetail(address);
	return wanted !== '' && ownAddresses.some((own) => withoutDetail(own) === wanted);
}

function isForm(mail: { replyTo: Address[] }, ownAddresses: string[]): boolean {
	return mail.replyTo.some(({ address }) => address.includes('@') && !isOwn(address, ownAddresses));
}

function withoutDetail(address: string): string {
	const lower = address.trim().toLowerCase();
	const at = lower.lastIndexOf('@');
	const plus = lower.indexOf('+');
	return plus > 0 && plus < at ? lower.slice(0, plus) + lower.slice(at) : lower;
}
