/** Where Vtigers differ in what this desk uses; read off their sources: the web service of 7.1 and 8.0 is the same but for these. */
export interface VtigerFeatures {
	/** A document shows by an id of its attachment that its file was kept (7.4 and newer). */
	showsAttachments: boolean;
	/** Has the operation `add_related` (7.1 and newer). */
	relatesRecords: boolean;
}

/** What a Vtiger of this version can. Of a fork that counts otherwise nobody knows whether it shows attachments; it can relate records. */
export function featuresOf(version: string): VtigerFeatures {
	const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(version) ?? [];
	const isSeven = major === '7';
	return { showsAttachments: /^[89]$/.test(major) || (isSeven && Number(minor) >= 4), relatesRecords: !isSeven || Number(minor) >= 1 };
}
