import { DeskError } from '../DeskError';
import { asStored, keepableText } from './keepableText';

/** Operators that Vtiger's query language has and that are known to work (no NOT, no IS NULL, no brackets). */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Condition =
	| { field: string; is: Operator; value: string }
	| { field: string; in: string[] }
	| { field: string; startsWith: string }
	| { field: string; endsWith: string }
	| { field: string; contains: string };

export interface Query {
	fields: string[] | '*';
	from: string;
	/** Any of these groups, of which all conditions hold: AND binds before OR, and there are no brackets. */
	where?: Condition[][];
	orderBy?: { field: string; descending?: boolean };
	/** At most 100, as Vtiger gives no more. */
	limit?: number;
}

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const MOST_ROWS = 100;

function named(name: string): string {
	if (!NAME.test(name)) {
		throw new DeskError('VTIGER_QUERY', 'A query names a field or module that cannot be', { fault: 'settings', remedy: 'Use the names of fields as Vtiger describes them.' });
	}
	return name;
}

/** The value as the database holds it. */
function lookedUp(value: string): string {
	const text = asStored(keepableText(value).text);
	if (text === '') {
		throw new DeskError('VTIGER_QUERY', 'Vtiger cannot be asked for an empty value', { fault: 'message', remedy: 'Leave the condition away.' });
	}
	return text;
}

/** A value in quotes. `''` alone crashes Vtiger (capture 43), and one backslash at the end hides the error as "nothing found" (42k). */
function quoted(value: string): string {
	const text = lookedUp(value);
	return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Wildcards of LIKE as themselves. A backslash is read twice there: once in the quoted text, once as LIKE's own escape. */
function literalInLike(value: string): string {
	return value.replaceAll('\\', '\\\\').replaceAll('%', '\\%').replaceAll('_', '\\_');
}

/** In LIKE, `\%` must reach the database as it is, so only quotes and real backslashes are escaped again. */
function quotedLike(before: string, value: string, after: string): string {
	const text = lookedUp(value);
	return `'${before}${literalInLike(text).replaceAll('\\\\', '\\\\\\\\').replaceAll("'", "''")}${after}'`;
}

function conditionText(condition: Condition): string {
	const field = named(condition.field);
	if ('in' in condition) {
		return `${field} IN (${condition.in.map(quoted).join(',')})`;
	}
	if ('is' in condition) {
		return `${field} ${condition.is} ${quoted(condition.value)}`;
	}
	if ('startsWith' in condition) {
		return `${field} LIKE ${quotedLike('', condition.startsWith, '%')}`;
	}
	return 'endsWith' in condition ? `${field} LIKE ${quotedLike('%', condition.endsWith, '')}` : `${field} LIKE ${quotedLike('%', condition.contains, '%')}`;
}

/** The query as Vtiger reads it, with the compulsory semicolon. Throws `VTIGER_QUERY` for what it would answer with a crash or a false "nothing found". */
export function queryText({ fields, from, where = [], orderBy, limit = MOST_ROWS }: Query): string {
	const columns = fields === '*' ? '*' : fields.map(named).join(',');
	const groups = where.filter((group) => group.length > 0).map((group) => group.map(conditionText).join(' AND '));
	const condition = groups.length > 0 ? ` WHERE ${groups.join(' OR ')}` : '';
	const order = orderBy ? ` ORDER BY ${named(orderBy.field)}${orderBy.descending ? ' DESC' : ''}` : '';
	return `SELECT ${columns} FROM ${named(from)}${condition}${order} LIMIT 0,${Math.min(Math.max(1, limit), MOST_ROWS)};`;
}
