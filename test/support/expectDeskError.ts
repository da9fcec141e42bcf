import { DeskError } from '../../helpdesk/desk/DeskError';

const rejection = async (work: Promise<unknown>): Promise<unknown> => await work.then(
	() => null,
	(error: unknown) => error,
);

/** Expects a `DeskError` with one of these codes. */
export async function expectDeskError(work: Promise<unknown>, ...codes: string[]): Promise<DeskError> {
	const error = await rejection(work);
	expect(error).toBeInstanceOf(DeskError);
	expect(codes).toContain((error as DeskError).code);
	return error as DeskError;
}
