import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readCorpus } from './CorpusEntry';
import { scoreCorpus } from './scoreCorpus';

const HELP = `Scores what the project reads out of a corpus of mails.

  npm run corpus -- --index FILE [--json FILE] [--failures]

  --index FILE   index.json of a corpus; the files it names lie beside it
  --json FILE    writes {"<metric>": {"hits": n, "total": n}, ...}
  --failures     names the entries that missed, for working on the rules
  --help         shows this

One line for each metric: name, hits/total.
A hit is a success, with three exceptions: of reply_wrongly_empty (text was expected, none came), bounce_false_positives
(a mail that is neither a bounce nor a complaint was called a bounce) and throws, hits count the faults, so 0 is best.

  reply_text            the new text is the expected one, white space folded; also for each source
  bounce_recall         class "bounce" for a mail that is one
  bounce_status         class (2, 4 or 5) of the status; bounce_recipient: the address; once for each mail
  complaint, automatic, may_answer, sender, message_id
  subject               the same but where the expectation holds U+FFFD, for which any one character is right; subject_strict: there too
  bounce_false_positives  as the corpus defines it: a mail that nobody labelled counts as no bounce, even if it is a delivery report;
                        ..._unproven: of these, the ones whose bytes hold no delivery status (RFC 3464) that says failed or delayed
  attachment_names, attachment_digests   attachments one by one
`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			index: { type: 'string' },
			json: { type: 'string' },
			failures: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help || values.index === undefined) {
		process.stdout.write(HELP);
		process.exitCode = values.help ? 0 : 2;
		return;
	}
	const { metrics, failures } = await scoreCorpus(readCorpus(values.index));
	for (const [name, { hits, total }] of Object.entries(metrics)) {
		const missed = values.failures ? (failures[name] ?? []).map((id) => `\n    ${id}`).join('') : '';
		process.stdout.write(`${name} ${String(hits)}/${String(total)}${missed}\n`);
	}
	if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(metrics, null, '\t')}\n`);
}

void main();
