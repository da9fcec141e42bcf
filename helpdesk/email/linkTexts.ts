import { keepShape } from './keepShape';

/** A link that is open. */
export class OpenLink {
	/** So much of the address is its text so far. */
	matched = 0;

	constructor(
		readonly address: string,
		/** Texts that were written before it. */
		readonly textsBefore: number,
	) {}
}

/** Compares what is written in links with their addresses, piece by piece, so that no text has to be kept. */
export class LinkTexts {
	private texts = 0;
	/** Those whose text is the beginning of their address so far, the innermost last. */
	private readonly matching: OpenLink[] = [];

	open(address: string): OpenLink {
		const link = new OpenLink(address, this.texts);
		this.matching.push(link);
		return link;
	}

	/** Words that were written, with a blank between each two; the blanks do not count. */
	add(words: string): void {
		this.texts++;
		if (this.matching.length === 0) return;
		const text = words.replaceAll(' ', '');
		let kept = 0;
		for (const link of this.matching) {
			if (!link.address.startsWith(text, link.matched)) continue;
			link.matched += text.length;
			this.matching[kept++] = link;
		}
		this.matching.length = kept;
	}

	/** What is to be written after the text of the innermost link: its address, unless that was its text. */
	close(link: OpenLink): string {
		const isMatching = this.matching.at(-1) === link;
		if (isMatching) this.matching.pop();
		if (link.textsBefore === this.texts) return link.address;
		return isMatching && link.matched === link.address.length ? '' : ` <${link.address}>`;
	}
}

keepShape(new LinkTexts());
keepShape(new OpenLink('', 0));
