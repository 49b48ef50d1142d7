/** Exit codes of the command line, and errors as a user sees them: on stderr, one paragraph, no stack. */
import { BundleError, ConfigError, DataError, SequenceError, ShapeError } from '../errors';

export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** 2 for wrong usage and bad input, 1 for what failed while working. */
export function exitCodeOf(error: unknown): number {
  const isInput =
    error instanceof ConfigError ||
    error instanceof DataError ||
    error instanceof ShapeError ||
    (error instanceof BundleError && error.during === 'load');
  return isInput ? exitCodes.usage : exitCodes.failed;
}

export function describeError(error: unknown): string {
  if (error instanceof SequenceError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
