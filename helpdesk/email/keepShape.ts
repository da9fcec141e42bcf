const kept: object[] = [];

/**
 * Keeps one object of a class alive for as long as the process runs. V8 notes for its compiled code which objects the code has met, but only for as long as
 * there are any: a garbage collection between two mails, when none of them lives, throws the notes away, and the code with them. A mail of 100,000 lines was
 * then read at half the speed. Called once by a file whose objects live no longer than the reading of one mail, with one that is made as all are.
 */
export function keepShape(specimen: object): void {
	kept.push(specimen);
}
