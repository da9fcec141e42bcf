import type { UploadedFile } from './form';
import { denied, duplicate, internal, noValue, Refusal, RestrictedFile, wrongId } from './failures';
import { asAnswered, decoded, decodedIfEncoded, inEntities, storable, stored, storedFileName } from './stored';
import { emptyFields, livingRecord, moduleOfPrefix, type DoubleModule, type DoubleRecord, type DoubleUser, type VtigerState } from './VtigerState';

const NUMBERS: Record<string, { field: string; prefix: string }> = {
	HelpDesk: { field: 'ticket_no', prefix: 'TT' },
	Contacts: { field: 'contact_no', prefix: 'CON' },
	Accounts: { field: 'account_no', prefix: 'ACC' },
	Documents: { field: 'note_no', prefix: 'DOC' },
};

/** Set by Vtiger, whatever is sent; `from_portal` steers the notifications and stays 0 (captures B3, B4). `source` may be sent when a record is made, and never after (captures D0, D1). */
const FIXED = new Set(['from_portal', 'createdtime', 'modifiedtime', 'modifiedby', 'creator', 'id', 'ticket_no', 'contact_no', 'account_no', 'note_no', 'filesize', 'filetype', 'filename']);
const NUMERIC = new Set(['hours', 'days']);

export const vtigerNow = (state: VtigerState): string => state.now().toISOString().slice(0, 19).replace('T', ' ');

function nextId(state: VtigerState, module: DoubleModule): string {
	state.lastNumber += 1;
	return `${module.idPrefix}x${state.lastNumber}`;
}

function textOf(value: unknown): string {
	return value === null || value === undefined || value === false ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a reference becomes: only its prefix is checked; one that points nowhere is stored and reads back as empty (captures 24, 24b, 24c). */
function referenceValue(state: VtigerState, field: DoubleModule['fields'][number], value: string): string {
	if (value === '') {
		return '';
	}
	const [, prefix = ''] = /^(\d+)x\d+$/.exec(value) ?? [];
	const module = moduleOfPrefix(state, prefix);
	if (prefix === '') {
		throw denied(' for id');
	}
	if (!module || !(field.type.refersTo ?? []).includes(module.name)) {
		throw new Refusal('REFERENCE_INVALID', `Invalid reference specified for ${field.name}`);
	}
	return value;
}

function checkMandatory(module: DoubleModule, element: Record<string, unknown>, only: ((field: string) => boolean) | null): void {
	// Vtiger looks at the owner first, then at the others as they are described.
	const mandatory = module.fields.filter((field) => field.mandatory).sort((one, other) => Number(other.type.name === 'owner') - Number(one.type.name === 'owner'));
	for (const { name } of mandatory) {
		if ((only === null || only(name)) && name !== 'folderid' && textOf(element[name]) === '') {
			throw noValue(name);
		}
	}
}

/** The values of an element as they are stored. */
function valuesOf(state: VtigerState, module: DoubleModule, element: Record<string, unknown>): Record<string, string> {
	const values: Record<string, string> = {};
	for (const field of module.fields) {
		if (!(field.name in element) || FIXED.has(field.name)) {
			continue;
		}
		const text = textOf(element[field.name]);
		if (field.type.name === 'reference') {
			values[field.name] = referenceValue(state, field, text);
		} else if (NUMERIC.has(field.name)) {
			values[field.name] = Number(text || 0).toFixed(8);
		} else if (field.name === 'is_private' || field.type.name === 'boolean') {
			values[field.name] = ['1', 'true', 'on'].includes(text) ? '1' : '0';
		} else {
			values[field.name] = stored(module.name, field.name, text);
		}
	}
	return values;
}

/** An owner that is no full id becomes the API user; one that does not exist makes a ghost (captures 24d, C8c, C8d). */
function ownerOf(state: VtigerState, user: DoubleUser, wanted: string): { owner: string; exists: boolean } {
	if (!/^\d+x\d+$/.test(wanted)) {
		return { owner: user.id, exists: true };
	}
	const exists = state.users.some(({ id }) => id === wanted) || state.groups.some(({ id }) => id === wanted);
	return { owner: wanted, exists };
}

function setReferences(state: VtigerState, module: DoubleModule, fields: Record<string, string>): Record<string, string> {
	const entries = module.fields.filter(({ type, name }) => type.name === 'reference' && name !== 'folderid' && name !== 'modifiedby' && name !== 'creator').map(({ name }): [string, string] => {
		const value = fields[name] ?? '';
		return [name, value === '' || livingRecord(state, value) ? value : ''];
	});
	return { ...fields, ...Object.fromEntries(entries) };
}

/** A newly installed Vtiger takes each name of an organisation once; deleted ones do not count. */
function checkUnique(state: VtigerState, { name, fields }: DoubleModule, values: Record<string, string>, ownId: string): void {
	for (const field of fields.filter(({ isunique }) => isunique)) {
		const value = values[field.name]?.toLowerCase() ?? '';
		if (value !== '' && [...state.records.values()].some((record) => record.module === name && record.id !== ownId && !record.deleted && record.fields[field.name]?.toLowerCase() === value)) {
			throw duplicate();
		}
	}
}

/** A label is made of what was sent; a long name is cut in its field only. */
function labelOf(fields: Record<string, string>): string {
	const text = fields.ticket_title ?? fields.commentcontent ?? fields.notes_title ?? fields.accountname ?? `${fields.firstname ?? ''} ${fields.lastname ?? ''}`;
	return inEntities(text);
}

/** A record as it is stored, which is what `retrieve` gives. */
export function wholeRecord(record: DoubleRecord): Record<string, string> {
	return { ...record.fields, id: record.id, label: record.label ?? labelOf(record.fields) };
}

function answered(record: DoubleRecord): Record<string, string> {
	const whole = wholeRecord(record);
	const fields = Object.entries(whole).map(([name, value]) => [name, name === 'label' ? value : asAnswered(record.module, value)]);
	return Object.fromEntries(fields) as Record<string, string>;
}

/** What PHP takes for a picture must be one that Vtiger knows, be called one, and have no PHP in it. */
function isRefusedPicture({ content, type }: UploadedFile): boolean {
	const start = content.subarray(0, 300).toString('latin1');
	const known = /^(?:\xff\xd8\xff|\x89PNG|GIF8|BM)/.test(start);
	const isPicture = known || start.includes('<svg') || /^(?:II\*|MM\0\*|8BPS)/.test(start);
	return isPicture && (!known || !/^image\/(?:p?jpe?g|(?:x-)?png|gif|bmp)$/.test(type) || content.includes('<?'));
}

/** The file of a document, or nothing: what looks like a picture of an unknown kind, what is empty, and what has no place is dropped (captures 80c, 80h, 80l). */
function attach(state: VtigerState, module: DoubleModule, fields: Record<string, string>, [file]: UploadedFile[], address: string): Record<string, string> {
	if (module.name !== 'Documents' || !file) {
		return fields.filelocationtype === 'E' ? { ...fields, filename: address } : fields;
	}
	if (fields.filelocationtype !== 'I' || file.content.length === 0) {
		return { ...fields, filelocationtype: '' };
	}
	const named = file.part === 'filename';
	const data: Record<string, string> = named ? { filename: storedFileName(file.fileName), filetype: file.type, filesize: String(file.content.length) } : {};
	if (isRefusedPicture(file)) {
		return { ...fields, ...data };
	}
	return { ...fields, ...data, imageattachmentids: nextId(state, module) };
}

/** Mails that the workflows of a new Vtiger send. */
function notify(state: VtigerState, record: DoubleRecord, element: Record<string, unknown>): void {
	const fromPortal = textOf(element.from_portal) === '1';
	const number = record.id.split('x')[1] ?? '';
	if (record.module === 'HelpDesk') {
		const subject = `${record.fields.ticket_no ?? ''} [ Ticket Id : ${number} ] ${record.fields.ticket_title ?? ''}`;
		state.mails.push({ to: 'owner', subject: fromPortal ? `[From Portal] ${subject}` : `Ticket Number : ${record.fields.ticket_no ?? ''} ${record.fields.ticket_title ?? ''}` });
		if (record.fields.contact_id) {
			state.mails.push({ to: 'contact', subject: fromPortal ? `[From Portal] ${subject}` : subject });
		}
	}
	const ticket = state.records.get(record.fields.related_to ?? '');
	if (record.module === 'ModComments' && ticket && record.fields.is_private !== '1') {
		const id = ticket.id.split('x')[1] ?? '';
		state.mails.push(fromPortal ? { to: 'owner', subject: `Respond to Ticket ID## ${id} ## in Customer Portal - URGENT` } : { to: 'contact', subject: `${ticket.fields.ticket_no ?? ''} [ Ticket Id : ${id} ] ${ticket.fields.ticket_title ?? ''}` });
	}
}

export function createRecord(state: VtigerState, user: DoubleUser, moduleName: string, element: Record<string, unknown>, files: UploadedFile[]): Record<string, string> {
	const module = state.modules.get(moduleName);
	if (!module) {
		throw denied();
	}
	checkMandatory(module, element, null);
	const values = valuesOf(state, module, element);
	const { owner, exists } = ownerOf(state, user, textOf(element.assigned_user_id));
	const at = vtigerNow(state);
	const id = nextId(state, module);
	const numbered = NUMBERS[module.name];
	const own: Record<string, string> = { assigned_user_id: owner, createdtime: at, modifiedtime: at, source: values.source || 'WEBSERVICE' };
	if (numbered) {
		state.counters[module.name] = (state.counters[module.name] ?? 0) + 1;
		own[numbered.field] = `${numbered.prefix}${state.counters[module.name] ?? 0}`;
	}
	own[module.name === 'ModComments' ? 'creator' : 'modifiedby'] = user.id;
	// Not of comments: the undocumented key only steers the notifications (capture B4).
	const missingTicket = module.name === 'ModComments' && !state.records.has(values.related_to ?? '');
	checkUnique(state, module, values, id);
	const fields = attach(state, module, setReferences(state, module, { ...emptyFields(module), ...values, ...own }), files, textOf(element.filename));
	const sent = Object.fromEntries(Object.entries(element).map(([name, value]) => [name, storable(textOf(value))]));
	const record: DoubleRecord = { id, module: module.name, fields, deleted: false, ghost: !exists || missingTicket, label: labelOf({ ...fields, ...sent }), savedBy: [user.id] };
	state.records.set(id, record);
	if (record.ghost) {
		throw new RestrictedFile();
	}
	if (module.name === 'ModComments' && state.records.get(values.related_to ?? '')?.deleted) {
		// It is stored all the same.
		record.fields.related_to = values.related_to ?? '';
		throw internal();
	}
	notify(state, record, element);
	const ticket = state.records.get(fields.related_to ?? '');
	if (module.name === 'ModComments' && ticket) {
		ticket.fields.modifiedtime = at;
	}
	return answered(record);
}

/** The living record of an id, or the refusal that Vtiger gives (captures 26 to 26e). */
export function recordOf(state: VtigerState, id: string): DoubleRecord {
	const [, prefix = '', number = ''] = /^(\d+)x(\d+)$/.exec(id) ?? [];
	const module = moduleOfPrefix(state, prefix);
	if (number === '' || !module) {
		throw denied(prefix === '19' ? '' : ' for id');
	}
	if ([...state.records.values()].some((record) => record.id.split('x')[1] === number && record.module !== module.name && !record.deleted)) {
		throw wrongId();
	}
	const record = livingRecord(state, id);
	if (!record) {
		throw denied();
	}
	return record;
}

export function reviseRecord(state: VtigerState, user: DoubleUser, element: Record<string, unknown>): Record<string, string> {
	const record = recordOf(state, textOf(element.id));
	const module = state.modules.get(record.module);
	if (!module) {
		throw denied();
	}
	checkMandatory(module, element, (field) => field in element);
	const given = valuesOf(state, module, element);
	checkUnique(state, module, given, record.id);
	const values = Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'source' && name !== 'assigned_user_id'));
	const owner: Record<string, string> = 'assigned_user_id' in element ? { assigned_user_id: ownerOf(state, user, textOf(element.assigned_user_id)).owner } : {};
	const by: Record<string, string> = module.name === 'ModComments' ? {} : { modifiedby: user.id };
	const description: Record<string, string> = values.description === undefined ? {} : { description: decoded(values.description) };
	const solution: Record<string, string> = values.solution === undefined ? {} : { solution: decodedIfEncoded(values.solution) };
	record.fields = setReferences(state, module, { ...record.fields, ...values, ...description, ...solution, ...owner, ...by, modifiedtime: vtigerNow(state) });
	const sent = Object.fromEntries(Object.entries(element).map(([name, value]) => [name, storable(textOf(value))]));
	record.label = labelOf({ ...record.fields, ...sent });
	record.savedBy?.push(user.id);
	return answered(record);
}
