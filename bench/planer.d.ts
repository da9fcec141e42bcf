declare module 'planer' {
	/** The part of the library's interface that the benchmark uses. */
	export function extractFrom(body: string, contentType: 'text/plain'): string;
}
