import { createHash } from 'node:crypto';

/** A Vtiger and who signs in there. */
export interface VtigerAccount {
	/** Address of the Vtiger, with its sub-directory if it has one. */
	url: string;
	user: string;
	/** Of the user's preferences; never shown or logged. */
	accessKey: string;
}

/**
 * Where a Vtiger's web service is: what people copy out of their browser is accepted, such as the address of the sign-in page or of `webservice.php`
 * itself. Null for what is no http address, and for one with a password in it, which would end up in logs.
 */
export function webServiceUrl(address: string): URL | null {
	const text = address.trim();
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
		return null;
	}
	const url = new URL(text);
	if (url.username !== '' || url.password !== '') {
		return null;
	}
	url.search = '';
	url.hash = '';
	const folder = url.pathname.replace(/\/+$/, '').replace(/\/[^/]*\.php$/i, '');
	url.pathname = `${folder}/webservice.php`;
	return url;
}

/** Names a Vtiger in the store's tables: the same for all users of it, and for all ways of writing its address. */
export function deskName(address: string): string {
	const url = webServiceUrl(address);
	const place = url ? `${url.host}${url.pathname}` : address;
	return `vtiger-${createHash('sha256').update(place.toLowerCase()).digest('hex').slice(0, 24)}`;
}
