import type { Address } from './Email';
import { parseAddresses } from './addresses';
import { domainOf } from './freemail';
import { firstValue, type RawField } from './headerBlock';

const NOBODY: Address = { address: '', name: '' };

/** Where the sender is looked for, in this order, when From names no address. */
const FALLBACKS = ['reply-to', 'sender', 'return-path'] as const;

function firstWithAddress(fields: readonly RawField[], name: string, hint: string): Address | undefined {
	return parseAddresses(firstValue(fields, name), hint).find((entry) => entry.address !== '');
}

/**
 * A mailing list or group of the mailbox's own domain rewrites From to itself and keeps the sender in X-Original-From. From a foreign domain
 * the field proves nothing (anybody can write a participant's address there), so it is believed only where From is of the own domain.
 */
function originalSender(fields: readonly RawField[], from: Address, mailboxAddress: string, hint: string): Address | undefined {
	const ownDomain = domainOf(mailboxAddress);
	if (ownDomain === '' || domainOf(from.address) !== ownDomain) return undefined;
	return firstWithAddress(fields, 'x-original-from', hint);
}

/**
 * Who wrote the mail: From; where From names no address, Reply-To, Sender or Return-Path (Zammad's order), keeping the name that From gave;
 * X-Original-From for a list of the own domain. Both parts empty when nobody is named.
 */
export function readSender(fields: readonly RawField[], mailboxAddress: string, hint = ''): Address {
	const named = parseAddresses(firstValue(fields, 'from'), hint);
	const from = named.find((entry) => entry.address !== '');
	if (from !== undefined) return originalSender(fields, from, mailboxAddress, hint) ?? from;
	const name = named[0]?.name ?? '';
	for (const field of FALLBACKS) {
		const found = firstWithAddress(fields, field, hint);
		if (found !== undefined) return { address: found.address, name: name === '' ? found.name : name };
	}
	return name === '' ? NOBODY : { address: '', name };
}
