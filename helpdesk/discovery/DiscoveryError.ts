import { HelpdeskError } from '../errors';

/** The server could not be found from the address. Codes: `ADDRESS_UNUSABLE`, `PROVIDER_WITHOUT_SERVER`, `SETTINGS_NOT_FOUND`, `SETTINGS_LOOKUP_FAILED`. */
export class DiscoveryError extends HelpdeskError {}
