/** Whether an error is the user's or ours, and what a user is shown of it: for a terminal, a page or a server alike. */
import { BundleError, ConfigError, DataError, SequenceError, ShapeError } from '../errors';
import { inCode, type Wording } from '../wording';
import { visibleLines, visibleText } from './visible-text';

/** Wrong usage or bad input: the caller can fix it (exit code 2, HTTP 400). All else failed while working. */
export function isInputError(error: unknown): boolean {
  return (
    error instanceof ConfigError ||
    error instanceof DataError ||
    error instanceof ShapeError ||
    (error instanceof BundleError && error.during === 'load')
  );
}

/** One paragraph for an error of this library; for any other, which is a fault of ours, its stack. */
export function describeError(error: unknown, wording: Wording = inCode): string {
  if (error instanceof SequenceError) return visibleText(error.messageIn(wording));
  return visibleLines(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
