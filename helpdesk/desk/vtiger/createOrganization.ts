import { normaliseAddress } from '../../email/addresses';
import { isFreemailDomain } from '../../email/freemail';
import type { Claim, Effect, NewOrganization, Organization } from '../Desk';
import { DeskError } from '../DeskError';
import { noteClaim, underClaim } from './claims';
import type { VtigerContext } from './context';
import { noteRecord } from './highestRecord';
import { cutToCharacters, keepableText } from './keepableText';
import { makeOnce } from './makeOnce';
import { markerOf } from './marker';
import { getOrganization, organizationOf } from './people';
import { refuse } from './refuse';

const LONGEST_NAME = 100;

async function elementOf(context: VtigerContext, { name, domains, addresses }: NewOrganization): Promise<Record<string, string>> {
	const { userId } = await context.client.session.signedIn();
	const [website = ''] = domains;
	const [email1 = '', email2 = ''] = addresses.map(normaliseAddress);
	return { accountname: cutToCharacters(keepableText(name).text, LONGEST_NAME).text, website: website.trim().toLowerCase(), email1, email2, assigned_user_id: userId };
}

/** A new organisation; its domain goes into the website, which is where Vtiger has room for one. Throws `DOMAIN_FREEMAIL`, and `DESK_CANNOT` for more than Vtiger keeps. */
export async function createOrganization(context: VtigerContext, claim: Claim, wanted: NewOrganization): Promise<{ organization: Organization; effect: Effect }> {
	if (wanted.domains.some((domain) => isFreemailDomain(domain.trim().toLowerCase()))) {
		throw new DeskError('DOMAIN_FREEMAIL', 'Everybody can have an address in this domain', { fault: 'settings', remedy: 'Use a domain that only this organization has.' });
	}
	if (wanted.domains.length > 1 || wanted.addresses.length > 2) {
		refuse('keep more than one domain and two addresses of an organization');
	}
	return await underClaim<{ organization: Organization; effect: Effect }>(context, { claim, kind: 'organization', marker: markerOf(claim, null) }, {
		earlier: async ({ organization_id: id }) => {
			const organization = await getOrganization(context, id ?? '');
			return { organization: organization ?? { id: id ?? '', name: wanted.name, addresses: [], domains: [], fields: {} }, effect: 'existing' };
		},
		work: async (held) => {
			const { record } = await makeOnce(context, held, 'Accounts', await elementOf(context, wanted));
			const organization = organizationOf(record, await context.modules.of('Accounts'));
			await context.store.transaction(async (trx) => {
				await noteClaim(context, held, { organization_id: organization.id, state: 'made' }, trx);
				await noteRecord(trx, context.desk, organization.id);
			});
			context.organizations.set(organization.id, organization);
			return { organization, effect: 'created' };
		},
	});
}
