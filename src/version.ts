/** The version of this package, written into bundles. */
export { version } from '../package.json';
