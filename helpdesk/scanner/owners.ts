import { randomUUID } from 'node:crypto';

/**
 * Scanner runs of this process that still hold messages. A message in state `running` whose owner is not among them was in hand when a
 * process died, and is delivered again. Lives here, in the one bundle of the domain, so that it exists once per process.
 */
const live = new Set<string>();

export function registerOwner(): { id: string; release(): void } {
	const id = randomUUID();
	live.add(id);
	return { id, release: () => live.delete(id) };
}

export function liveOwners(): string[] {
	return [...live];
}
