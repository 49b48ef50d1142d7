/** Exit codes of the command line. */
import { isInputError } from '../display/error-report';

export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** 2 for wrong usage and bad input, 1 for what failed while working. */
export const exitCodeOf = (error: unknown): number => (isInputError(error) ? exitCodes.usage : exitCodes.failed);
