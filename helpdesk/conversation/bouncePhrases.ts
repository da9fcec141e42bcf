/** Subjects that mail servers give to reports of failure, from their beginning; in lower case. A reply or a forward by a person does not begin so. */
export const BOUNCE_SUBJECTS: RegExp[] = [
	/^undelivered mail returned to sender/,
	/^undeliver(?:able|ed)\b/,
	/^non[ -]?deliver(?:y|able)\b/,
	/^delivery (?:status )?notification\b/,
	/^delivery (?:has )?fail(?:ed|ure)\b/,
	/^delivery report\b/,
	/^delivery delay/,
	/^mail delivery (?:fail(?:ed|ure)|error|problem|status|system|unsuccessful)/,
	/^(?:mail )?delivery (?:incomplete|error|unsuccessful)/,
	/^mail (?:could not be delivered|delayed|not delivered|system error)/,
	/^(?:your )?message (?:could not be|was not|not) delivered/,
	/^message (?:delayed|delivery (?:failure|has been delayed))/,
	/^fail(?:ed|ure) (?:notice|delivery|mail|to deliver)/,
	/^returned mail\b/,
	/^returned (?:email|message)\b/,
	/^warning: (?:could not send|message .{1,80} delayed)/,
	/^unable to deliver/,
	/^\[bounce\]/,
	/^mail fail(?:ed|ure)\b/,
	/^(?:failure notice|permanent delivery failure)\b/,
	/^undeliverable:/,
	/^there was an error sending your mail/,
	/^message frozen\b/,
	/^error\(s\) in forwarding or filtering/,
	/^(?:notice: mail delivery status|warning: delayed mail)/,
	/^delayed mail\b/,
	/^delivery_failure\b/,
	/^fml status report/,
	/^unzustellbar\b/,
	/^nicht zustellbar\b/,
	/^zustellung fehlgeschlagen/,
	/^non remis\b/,
	/^échec de (?:la )?(?:remise|distribution)/,
	/^non recapitabile/,
	/^no se puede entregar/,
	/^onbestelbaar\b/,
	/^kunde inte levereras/,
	/^kan inte levereras|^det går inte att leverera|^olevererbar/,
	/^kan ikke levere/,
	/^toimittamatta\b/,
	/^viestiä ei voi(?:tu|da) toimittaa/,
	/^ei voitu toimittaa|^toimitus epäonnistui/,
	/^niedostarcz(?:ona|alne|ono)/,
	/^nedoručite[lľ]n[áeéý]/,
	/^nedoručen[áoeéý]/,
	/^nekézbesíthető|^kézbesíthetetlen|^sikertelen kézbesítés/,
	/^teslim edilem/,
	/^nelivrabil|^nu se poate livra/,
	/^kättetoimetamatu|^ei saa kohale toimetada/,
	/^neisporučivo|^ni mogoče dostaviti|^nedostavljivo/,
	/^не вдалося доставити|^неможливо доставити/,
	/^δεν είναι δυνατή η παράδοση|^μη παραδοτέο/,
	/^配達不能|^未传递|^未傳遞|^배달되지 않음|^배달할 수 없음/,
	/^недоставлен/,
	/^配信不能/,
	/^メールエラー通知/,
	/^メール配信に失敗/,
	/^メッセージを配信できません/,
	/^(?:送信|配信)(?:エラー|できませんでした|に失敗)/,
	/^配送错误|^系统退信|^邮件发送失败|^無法傳遞|^无法送达/,
	/^недоставленное/,
	/^avis de non[ -]remise/,
	/^mancato recapito|^messaggio non recapitabile/,
	/^notificación de estado de entrega|^no entregable/,
	/^não é possível entregar|^falha na entrega/,
	/^退信/,
];

/** Phrases of a report's own text that say a delivery failed for good or for now. Compared with the lower-case beginning of the body. */
export const BOUNCE_TEXTS: RegExp[] = [
	/(?:message|mail|e-mail|email) (?:that )?(?:you sent )?(?:could|can) ?not be delivered/,
	/could not be delivered to (?:one or more|the following|all)/,
	/delivery to the following (?:recipients?|address(?:es)?) (?:has )?(?:been )?(?:failed|delayed)/,
	/your message (?:wasn't|was not|hasn't been|has not been) delivered/,
	/the following address(?:es)? (?:had|failed|have)/,
	/i'm afraid i wasn't able to deliver your message/,
	/undeliverable (?:message|mail|to)/,
	/returned to (?:the )?sender/,
	/did not reach the following recipient/,
	/unable to deliver (?:your )?(?:message|mail)/,
	/message (?:is|was) (?:not |un)deliver(?:able|ed)/,
	/permanent (?:fatal )?errors?/,
	/delivery (?:has )?failed/,
	/(?:address not found|user unknown|unknown user|no such user|mailbox (?:is )?full|over quota|host unknown|recipient rejected)/,
	/smtp error from remote/,
	/could not be delivered to/,
	/not member article from|original mail as follows/,
	/(?:送信|配信|お届け)(?:することが)?でき(?:ません|なかった)|宛先不明/,
	/无法(?:送达|投递)|無法(?:傳遞|投遞)/,
];

/** Phrases by which a diagnostic says that the address itself is dead: no use in trying it again. */
export const DEAD_ADDRESS =
	/user unknown|unknown user|no such user|unknown recipient|recipient unknown|unknown local.?part|no such (?:recipient|mailbox|address|person|domain|host)|(?:user|mailbox|account|address|recipient)[^.\n]{0,80}(?:(?:does |do )?not exist|doesn't exist|not found|unknown|no longer (?:exists|available|valid)|is disabled|has been disabled|inactive)|(?:user|recipient) (?:doesn't|does not) have an? [^\s.]{1,60}(?:\.[a-z]{2,9})? account|invalid (?:recipient|mailbox|address|user)|not a known user|no mailbox here|host (?:unknown|not found)|unknown host|unrouteable address|domain (?:not found|does not exist)|name or service not known|host \S{1,200} not found|name is not recogni[sz]ed|may not exist|not listed in/i;

/** Phrases of reports that a delivery is late and is still being tried. */
export const DELAY_TEXTS =
	/^(?:warning: could not send|delivery delay|mail delayed|message delayed|.{0,60}\(delay(?:ed)?\))|(?:will (?:continue to )?(?:be )?(?:try|retry|retried|tried|keep trying)|no action is required on your part|this is a warning message only|has not yet been delivered|delivery (?:has been|is) delayed|temporarily (?:delayed|deferred))/i;

/** Phrases by which a server gives up because it ran out of time: X.4.7 of RFC 3463, and no proof that the address is dead. */
export const EXPIRED_TEXTS =
	/retry timeout exceeded|(?:delivery|message|envelope|queue)[^.\n]{0,40} (?:expired|timed out)|(?:too long|time limit) (?:in|on|for) (?:the )?queue|retry limit (?:was )?exceeded|gave up (?:after|trying)/i;

/** The line below which reports in plain text return the message. */
export const RETURNED_MESSAGE =
	/^[ \t]{0,8}(?:-{2,60} {0,3})?(?:this is a copy of (?:the|your) message|below this line is a copy of the message|original message(?: follows| headers?)?|returned message|the (?:header|original message)s? (?:follows|was)|message headers? follows?|(?:included|below) is a copy of (?:the|your) (?:original )?message|original mail as follows|unsent message below|returned text follows)\b|^(?:received|return-path):[ \t]{0,4}\S/im;

/** Where reports in plain text name the recipient, from the surest to the vaguest; the first group holds the address and perhaps more. */
export const RECIPIENT_LINES: RegExp[] = [
	/\b(?:could not be delivered to|error delivering your mail to|mailbox is full):? {1,3}<([^<>\s]{3,318})>/i,
	/^[ \t]{0,8}\* {1,3}([^\s<>:;,"'@]{1,128}@[^\s<>:;,"']{1,190})[ \t]{0,8}$/m,
	/^[ \t>]{0,8}<([^<>\s]{3,318})>:?[ \t]{0,8}(?:$|\(|[a-z\d])/im,
	/^[ \t>]{0,8}"?([^\s<>:;,"'@]{1,128}@[^\s<>:;,"']{1,190})"?(?::?[ \t]{0,8}$|[ \t]{1,8}\[|[ \t]on[ \t]|:[ \t]{0,8}\d)/m,
	/\b(?:recipient(?: address)?|address|(?:mail|message|rcpt) to|unknown user|user unknown)[ :]{1,4}<?([^\s<>:;,"'@]{1,128}@[^\s<>:;,"'\])]{1,190})/i,
	/^[ \t>]{0,8}To:[ \t]{0,8}(\S.{2,400})$/m,
	/^[ \t]{0,8}(?:delivery|message|mail|sending)[^:\n@]{0,40}:[ \t]{1,4}<?([^\s<>:;,"'@]{1,128}@[^\s<>:;,"']{1,190})>?[ \t]{0,8}$/im,
];
