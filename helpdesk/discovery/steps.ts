import { serverOfAutoconfig } from './autoconfig';
import { providerOfDomain, providerOfExchanger } from './providers';
import { serverOfRecords, SERVICES } from './serviceRecords';
import type { FoundSettings, Lookups, Protocol } from './Settings';

/** One way to find a server. */
export interface Step {
	/** For people: what was tried. */
	title: (domain: string, protocol: Protocol) => string;
	/** Null when this way leads nowhere. Rejects with what the lookup rejects with. */
	find: (domain: string, protocol: Protocol, lookups: Lookups) => Promise<FoundSettings | null>;
}

const PAGES = [(domain: string) => `https://autoconfig.${domain}/mail/config-v1.1.xml`, (domain: string) => `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`];

/** In the order in which they are believed: our own list, the domain's DNS, the domain's web server, and last whoever takes in the domain's mail. */
export const STEPS: readonly Step[] = [
	{
		title: () => 'the list of known providers',
		find: async (domain, protocol) => {
			const provider = providerOfDomain(domain);
			return provider && { ...provider[protocol], source: `known provider ${provider.name}`, domain };
		},
	},
	...(['imap', 'smtp'] as const).flatMap((wanted) =>
		SERVICES[wanted].map(
			({ service, security }): Step => ({
				title: (domain, protocol) => (protocol === wanted ? `the SRV record ${service}.${domain}` : ''),
				find: async (domain, protocol, lookups) => {
					if (protocol !== wanted) return null;
					const server = serverOfRecords(await lookups.serviceRecords(`${service}.${domain}`), security);
					return server && { ...server, source: `SRV record of ${domain}`, domain };
				},
			}),
		),
	),
	...PAGES.map(
		(urlFor): Step => ({
			title: (domain) => urlFor(domain),
			find: async (domain, protocol, lookups) => {
				const page = await lookups.page(urlFor(domain));
				const server = page === null ? null : serverOfAutoconfig(page, domain, protocol);
				return server && { ...server, source: `autoconfig of ${domain}`, domain };
			},
		}),
	),
	{
		title: (domain) => `the provider that receives the mail of ${domain}`,
		find: async (domain, protocol, lookups) => {
			for (const exchanger of await lookups.mailExchangers(domain)) {
				const provider = providerOfExchanger(exchanger);
				if (provider) return { ...provider[protocol], source: `${provider.name} receives the mail of ${domain}`, domain };
			}
			return null;
		},
	},
];
