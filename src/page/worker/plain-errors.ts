/** Errors as plain objects: a structured clone keeps neither their classes nor their fields. */
import {
  BackendError,
  BundleError,
  ConfigError,
  DataError,
  type ErrorParts,
  reasonOf,
  SequenceError,
  ShapeError,
  TrainingError,
} from '../../errors';

export interface PlainError {
  name: string;
  message: string;
  stack?: string;
  /** Of an error of this library. */
  parts?: Omit<ErrorParts, 'cause'> & { during: 'load' | 'save' };
  cause?: PlainError;
}

const classes = { BackendError, BundleError, ConfigError, DataError, ShapeError, TrainingError };

export function toPlain(error: unknown): PlainError {
  const { name = 'Error', stack, cause } = (error ?? {}) as Partial<Error>;
  const plain = { name, message: reasonOf(error), stack, ...(cause !== undefined && { cause: toPlain(cause) }) };
  if (!(error instanceof SequenceError)) return plain;
  const { where, problem, expected, fix } = error;
  const during = error instanceof BundleError ? error.during : 'load';
  return { ...plain, parts: { where, problem, expected, fix, during } };
}

/** @returns an error of the same class, with the stack of where it was thrown */
export function fromPlain({ name, message, stack, parts, cause }: PlainError): Error {
  const options = cause && { cause: fromPlain(cause) };
  const isOurs = parts !== undefined && Object.hasOwn(classes, name);
  const error = isOurs
    ? new classes[name as keyof typeof classes]({ ...parts, ...options })
    : Object.assign(new Error(message, options), { name });
  if (stack !== undefined) error.stack = stack;
  return error;
}
