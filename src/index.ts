/** The platform-free door: everything but saving, loading and backends that need a place to run. */
export * from './errors';
export { Random } from './random';
