/** Extensions for attachments without a name, by MIME type. Anything else becomes `bin`, unknown text `txt`. */
const EXTENSIONS: Readonly<Record<string, string>> = {
	'application/gzip': 'gz',
	'application/json': 'json',
	'application/msword': 'doc',
	'application/ms-tnef': 'dat',
	'application/pdf': 'pdf',
	'application/pgp-encrypted': 'asc',
	'application/pgp-keys': 'asc',
	'application/pgp-signature': 'asc',
	'application/pkcs7-mime': 'p7m',
	'application/pkcs7-signature': 'p7s',
	'application/rtf': 'rtf',
	'application/vnd.ms-excel': 'xls',
	'application/vnd.ms-outlook': 'msg',
	'application/vnd.ms-powerpoint': 'ppt',
	'application/vnd.oasis.opendocument.spreadsheet': 'ods',
	'application/vnd.oasis.opendocument.text': 'odt',
	'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
	'application/x-pkcs7-mime': 'p7m',
	'application/x-pkcs7-signature': 'p7s',
	'application/xml': 'xml',
	'application/zip': 'zip',
	'audio/mpeg': 'mp3',
	'audio/ogg': 'ogg',
	'audio/wav': 'wav',
	'audio/x-wav': 'wav',
	'image/bmp': 'bmp',
	'image/gif': 'gif',
	'image/heic': 'heic',
	'image/jpeg': 'jpg',
	'image/jpg': 'jpg',
	'image/png': 'png',
	'image/svg+xml': 'svg',
	'image/tiff': 'tif',
	'image/webp': 'webp',
	'message/delivery-status': 'txt',
	'message/global': 'eml',
	'message/rfc822': 'eml',
	'text/calendar': 'ics',
	'text/css': 'css',
	'text/csv': 'csv',
	'text/html': 'html',
	'text/plain': 'txt',
	'text/rtf': 'rtf',
	'text/vcard': 'vcf',
	'text/x-vcard': 'vcf',
	'text/xml': 'xml',
	'video/mp4': 'mp4',
	'video/quicktime': 'mov',
};

/** File extension, without dot, for a MIME type in lower case. */
export function extensionOf(mimeType: string): string {
	return EXTENSIONS[mimeType] ?? (mimeType.startsWith('text/') ? 'txt' : 'bin');
}

/** Types that say more than a file name can: what a part is to the mail that holds it. */
const OF_PARTS_ONLY = /^message\/(?:delivery-status|global)$|^application\/(?:pgp-|x-)|^image\/jpg$/;

const TYPES: ReadonlyMap<string, string> = new Map(
	Object.entries(EXTENSIONS).flatMap(([type, extension]): [string, string][] => (OF_PARTS_ONLY.test(type) ? [] : [[extension, type]])),
);

/** MIME type by the extension of a file name, for files that come without one; `application/octet-stream` where it says nothing. */
export function typeOfFileName(name: string): string {
	return TYPES.get(/\.([a-z0-9]{1,8})$/i.exec(name.slice(-10))?.[1]?.toLowerCase() ?? '') ?? 'application/octet-stream';
}
