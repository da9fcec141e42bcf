import type { World } from './world';

/** One way in which the world goes wrong. */
export interface Fault {
	name: string;
	what: string;
	/** Changes mails and settings before the first start. */
	prepare?(world: World): void;
	/** Takes the place of the first start. */
	begin?(world: World): Promise<void>;
	/** Runs while the mails come in; leaves the world well. */
	inject?(world: World): Promise<void>;
}
