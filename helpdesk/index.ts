/** The one door of the domain for `nodes/`: it becomes dist/helpdesk.js, so that locks, pools and the SQLite handle exist once per process. */
export { HelpdeskError, type FaultOf } from './errors';

export type * from './email/Email';
export { freeBytes } from './freeBytes';
export { htmlToText } from './email/htmlToText';
export { cleanSubject } from './email/subject';
export { removeTicketTag } from './email/ticketTag';
export { REPLY_ABOVE_LINES, replyAboveLine } from './email/replyAboveLines';

export type * from './rules/Rule';
export { RuleError } from './rules/RuleError';
export { evaluateRules } from './rules/evaluateRules';
export { checkRules } from './rules/checkRules';
export { compilePattern, type Pattern, type PatternMatch } from './rules/pattern';

export type * from './conversation/Decision';
export { decide, defaultPolicy, type RecentTraffic } from './conversation/decide';
export { ANSWERS_TO_ADDRESS, brokenLimit, limitInWords, MESSAGES_OF_TICKET, NEW_TICKETS_OF_SENDER, ticketLadder } from './conversation/limits';
export { explain } from './conversation/explain';
export { explainItem } from './conversation/explainItem';
export { isOwn, writerOf } from './conversation/ownMail';
export { createTicketSigner, type TicketSigner } from './conversation/signedId';
export type { UnderstandingKnowledge } from './conversation/understand';

export { openStore, type Store, type StorePlace } from './store/openStore';
export { DEFAULT_SCHEMA, type PostgresSettings } from './store/postgres/PostgresSettings';
export { testPostgres } from './store/postgres/testPostgres';
export { transferStore } from './store/transfer/transferStore';
export { storeFile } from './store/storeFile';
export { storeSecret, systemId } from './store/settings';
export { createJournal } from './store/createJournal';
export { createTraffic, type Traffic, type TrafficEntry } from './store/createTraffic';
export { createOutboxRows } from './store/createOutboxRows';
export type { Journal, JournalCounts, JournalMessage, QuarantinedMessage, ScannerState } from './store/Journal';

export type * from './desk/Desk';
export { DESK_ABILITIES, type DeskAbility, type DeskDescription, type DeskGroup, type DeskPerson, type DeskPriority, type DeskQueue, type FieldDescription } from './desk/DeskDescription';
export type * from './desk/DeskUpkeep';
export { createSqlDesk } from './desk/sql/createSqlDesk';
export { createVtigerDesk } from './desk/vtiger/createVtigerDesk';
export { testVtiger } from './desk/vtiger/testVtiger';
export type { VtigerAccount } from './desk/vtiger/VtigerAccount';

export { accountName, type MailboxAccount } from './mailbox/MailboxAccount';
export type * from './mailbox/MailboxSession';
export { openMailbox } from './mailbox/openMailbox';
export { requestToken } from './mailbox/requestToken';
export { testMailbox } from './mailbox/testMailbox';

export type { FoundSettings } from './discovery/Settings';
export { findServer } from './discovery/findServer';

export type * from './scanner/Scanner';
export { readAgain } from './scanner/readAgain';
export { readNewest } from './scanner/readNewest';
export { readMessage, SPOOLING } from './scanner/readMessage';
export { wakeScanner } from './scanner/runningScanners';
export { scanNow, type ScanReport } from './scanner/scanNow';
export { startScanner, type RunningScanner } from './scanner/startScanner';
export { tidyAtOnce } from './scanner/tidyAtOnce';

export type * from './outbox/Outbox';
export { sendMail } from './outbox/sendMail';
export { verifySmtp } from './outbox/verifySmtp';

export { answerHeaders } from './template/answerHeaders';
export { answerSubject } from './template/answerSubject';
export { NEW_COMMENT_TEMPLATE, NEW_TICKET_TEMPLATE } from './template/defaultTemplates';
export { renderTemplate } from './template/renderTemplate';
export type { TemplateData } from './template/TemplateData';
