/** Numbers drawn from a seed: the same seed gives the same run again. */
export interface Random {
	/** 0 <= x < 1. */
	next(): number;
	/** A whole number from `low` to `high`, both included. */
	between(low: number, high: number): number;
	chance(probability: number): boolean;
	pick<T>(from: readonly T[]): T;
	/** Letters and digits. */
	word(length: number): string;
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Mulberry32: small, fast, good enough to draw faults. `stream` gives each run of a seed numbers of its own. */
export function createRandom(seed: number, stream = 0): Random {
	let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
	return {
		next,
		between,
		chance: (probability) => next() < probability,
		pick: <T>(from: readonly T[]) => from[between(0, from.length - 1)] as T,
		word: (length) => Array.from({ length }, () => LETTERS[between(0, LETTERS.length - 1)]).join(''),
	};
}
