/** Providers that refuse the account's own password to mail programs, with what they want instead. */
const PROVIDERS: ReadonlyArray<{ host: RegExp; remedy: string }> = [
	{
		host: /(?:^|\.)(?:gmail|googlemail)\.com$/,
		remedy: 'Gmail wants an app password (Google account > Security > 2-Step Verification > App passwords), or the Google OAuth2 credential of this package.',
	},
	{ host: /(?:^|\.)(?:yahoo|aol)\.com$/, remedy: 'Yahoo and AOL want an app password, made in the security settings of the account.' },
	{ host: /(?:^|\.)(?:me|icloud)\.com$/, remedy: 'iCloud wants an app-specific password, made at account.apple.com.' },
	{ host: /(?:^|\.)fastmail\.com$/, remedy: 'Fastmail wants an app password, made under Settings > Privacy & Security.' },
];

/** What to do about a password that this host refused, or null when nothing is known about it. */
export function appPasswordRemedy(host: string): string | null {
	return PROVIDERS.find((provider) => provider.host.test(host.toLowerCase()))?.remedy ?? null;
}

/** Hosts of Microsoft, which has switched passwords off. */
export function isMicrosoft(host: string): boolean {
	return /(?:^|\.)(?:outlook|office365|hotmail|live)\.com$/.test(host.toLowerCase());
}
