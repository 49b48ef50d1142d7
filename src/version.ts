import { version as packageVersion } from '../package.json';

/** The version of this package, written into bundles. */
export const version: string = packageVersion;
