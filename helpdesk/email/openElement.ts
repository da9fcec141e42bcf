import type { OpenLink } from './linkTexts';
import type { ListMarks } from './listMarks';
import { LAYOUTS, type Layout } from './textLayout';

/** An element of HTML that is open while its text is written. */
export class OpenElement {
	layout: Layout | null = null;
	isListItem = false;
	/** It is an item of the list around it, also if it is no `<li>`. */
	inItem = false;
	link: OpenLink | null = null;
	/** Of a list. */
	marks: ListMarks | null = null;
	list = 0;
	width = 0;
	isNested = false;
	/** The next one inward, used again and again: a million elements need no more than are open at once. */
	inner: OpenElement | null = null;

	constructor(readonly outer: OpenElement | null = null) {}

	open(name: string): OpenElement {
		const inner = (this.inner ??= new OpenElement(this));
		inner.layout = LAYOUTS.get(name) ?? null;
		inner.isListItem = name === 'li';
		inner.inItem = false;
		inner.link = null;
		inner.marks = null;
		return inner;
	}
}
