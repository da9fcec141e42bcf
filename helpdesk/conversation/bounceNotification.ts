import type { EmailFacts } from '../email/Email';
import type { DeliveryReport } from './bounce';

/** What a notice of Amazon SES says; a complaint has no outcome of a delivery. */
export type ServiceNotice = { kind: 'complaint' } | { kind: 'delivery'; report: DeliveryReport };

type Json = Record<string, unknown>;

/** Longer than any notice, which ends at 256 KB; the JSON of one is read whole or not at all. */
const MAX_NOTICE = 300_000;

const OUTCOMES: Readonly<Record<string, DeliveryReport['outcome']>> = { bounce: 'failed', delivery: 'delivered', deliverydelay: 'delayed' };

/** Of a bounce without a status: Amazon's own words for hard and soft. */
const STATUS_OF_TYPE: Readonly<Record<string, string>> = { permanent: '5.0.0', transient: '4.0.0', undetermined: '5.0.0' };

function objectOf(value: unknown): Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.slice(0, 2_000) : '';
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? (value as unknown[]) : [];
}

function parse(text: string): Json {
	try {
		return objectOf(JSON.parse(text));
	} catch {
		return {};
	}
}

/** A line that was too long for a mail server is broken by `!`, line end, blank (sendmail), or by the line end alone; JSON has no line end inside a string. */
function noticeIn(text: string): Json {
	const start = text.indexOf('{');
	const end = text.lastIndexOf('}');
	if (start === -1 || end <= start || text.length > MAX_NOTICE || text.slice(0, start).trim() !== '') return {};
	const outer = parse(text.slice(start, end + 1).replace(/!\n /g, '').replace(/\n/g, ''));
	const inner = textOf(outer['Type']) === 'Notification' && typeof outer['Message'] === 'string' ? parse(outer['Message']) : outer;
	return inner;
}

function originalIdOf(mail: Json): string | null {
	const common = textOf(objectOf(mail['commonHeaders'])['messageId']);
	const header = listOf(mail['headers'])
		.map(objectOf)
		.find(({ name }) => textOf(name).toLowerCase() === 'message-id');
	const id = /<[^<>\s]{3,998}>/.exec(common || textOf(header?.['value']))?.[0];
	return id ?? null;
}

/**
 * Reads a notice that Amazon SES sends through SNS: a bounce, a complaint, a delivery or a delay as JSON in plain text, with the recipient, the status and the
 * original Message-ID (Amazon SES, "notification contents"). Null for everything else; believed only from Amazon's own domains, so that nobody who pastes
 * such a text is taken for it. Never throws.
 */
export function readServiceNotice(facts: EmailFacts): ServiceNotice | null {
	if (!/[@.]amazon(?:aws|ses)\.com(?:\.cn)?$/.test(facts.from.address)) return null;
	const notice = noticeIn(facts.text);
	const type = (textOf(notice['notificationType']) || textOf(notice['eventType'])).toLowerCase();
	if (type === 'complaint') return { kind: 'complaint' };
	const outcome = OUTCOMES[type];
	if (outcome === undefined) return null;
	const bounce = objectOf(notice['bounce']);
	const delay = objectOf(notice['deliveryDelay']);
	const delivery = objectOf(notice['delivery']);
	const first = objectOf(listOf(bounce['bouncedRecipients'])[0] ?? listOf(delay['delayedRecipients'])[0]);
	const status = textOf(first['status']) || (outcome === 'failed' ? (STATUS_OF_TYPE[textOf(bounce['bounceType']).toLowerCase()] ?? '') : '');
	const mail = objectOf(notice['mail']);
	return {
		kind: 'delivery',
		report: {
			outcome,
			because: 'It is a notice of Amazon SES',
			status,
			hard: outcome === 'failed' && textOf(bounce['bounceType']).toLowerCase() === 'permanent',
			recipient: (textOf(first['emailAddress']) || textOf(listOf(delivery['recipients'])[0]) || textOf(listOf(mail['destination'])[0])).toLowerCase(),
			originalMessageId: originalIdOf(mail),
		},
	};
}
