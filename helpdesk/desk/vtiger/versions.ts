/** Where Vtigers differ in what this desk uses; read off their sources: the web service of 7.1 and 8.0 is the same but for these. */
export interface VtigerFeatures {
	/** A document shows by an id of its attachment that its file was kept (7.3 and newer). */
	showsAttachments: boolean;
	/** Has the operation `add_related` (7.1 and newer). */
	relatesRecords: boolean;
}

/** What a Vtiger of this version can. A fork that counts otherwise is taken for a new one. */
export function featuresOf(version: string): VtigerFeatures {
	const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(version) ?? [];
	const isOlderThan = (wanted: number): boolean => major === '7' && Number(minor) < wanted;
	return { showsAttachments: !isOlderThan(3), relatesRecords: !isOlderThan(1) };
}
