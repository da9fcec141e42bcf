import { HelpdeskError } from '../errors';

/** A desk could not do what it was asked. */
export class DeskError extends HelpdeskError {}
