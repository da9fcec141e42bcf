import type { SmtpAccount } from './Outbox';
import { OutboxError } from './OutboxError';

/** Servers that take no mail for sending on port 25, or only from elsewhere, with what they want instead (C8). */
const PROVIDERS: ReadonlyArray<{ name: string; host: RegExp; instead: string }> = [
	{ name: 'Google', host: /(?:^|\.)(?:gmail|googlemail|google)\.com$/, instead: 'smtp.gmail.com with TLS on port 465, or STARTTLS on port 587' },
	{ name: 'Office 365', host: /(?:^|\.)office(?:365)?\.com$/, instead: 'smtp.office365.com with STARTTLS on port 587' },
	{ name: 'Outlook', host: /(?:^|\.)(?:outlook|hotmail|live)\.com$/, instead: 'smtp-mail.outlook.com with STARTTLS on port 587' },
];

/** Throws `PORT_25` for Google, Outlook and Office 365 with port 25, which would only end in a time-out. */
export function refusePort25({ host, port }: Pick<SmtpAccount, 'host' | 'port'>): void {
	if (port !== 25) return;
	const name = host.trim().toLowerCase().replace(/\.$/, '');
	const provider = PROVIDERS.find((candidate) => candidate.host.test(name));
	if (provider === undefined) return;
	throw new OutboxError('PORT_25', `${provider.name} takes no mail for sending on port 25.`, { fault: 'settings', remedy: `Use ${provider.instead}.` });
}
