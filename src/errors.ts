import { inCode, type Text, worded, type Wording } from './wording';

/**
 * The one family of errors. Every message says, in this order: where it happened, what was wrong (with the value),
 * what was expected, what to do.
 */
export interface ErrorParts {
  /** Function, file and line, option: whatever a reader needs to find the spot. */
  where: string;
  /** What was wrong, with the offending value. */
  problem: Text;
  /** What would have been right. */
  expected?: Text;
  /** What the reader can do about it. */
  fix?: Text;
  cause?: unknown;
}

/** The base of all errors of this library: where, what is wrong, what is expected, what to do. */
export abstract class SequenceError extends Error {
  /** Written out in every class, since minifiers shorten their names; on the prototype, where stack traces read it. */
  abstract override readonly name: string;
  readonly where: string;
  readonly problem: string;
  readonly expected: string | undefined;
  readonly fix: string | undefined;

  readonly #parts: ErrorParts;

  constructor(parts: ErrorParts) {
    super(messageOf(parts, inCode), parts.cause === undefined ? undefined : { cause: parts.cause });
    const { where, problem, expected, fix } = parts;
    this.#parts = parts;
    this.where = where;
    this.problem = worded(problem, inCode);
    this.expected = expected && worded(expected, inCode);
    this.fix = fix && worded(fix, inCode);
  }

  /** The message for another reader than one who writes code: with flags in place of the names of options. */
  messageIn(wording: Wording): string {
    return messageOf(this.#parts, wording);
  }

  /** What it was made of, for an error that says more. */
  get parts(): ErrorParts {
    return this.#parts;
  }
}

function messageOf({ where, problem, expected, fix }: ErrorParts, wording: Wording): string {
  const sentences = [
    `${where}: ${worded(problem, wording)}`,
    expected && `expected ${worded(expected, wording)}`,
    fix && worded(fix, wording),
  ];
  return sentences.filter(Boolean).map(endWithStop).join(' ');
}

/** An option or a combination of options that cannot work. */
export class ConfigError extends SequenceError {
  override get name() {
    return 'ConfigError' as const;
  }
}
/** A tensor or array of the wrong rank, size or content for an equation. */
export class ShapeError extends SequenceError {
  override get name() {
    return 'ShapeError' as const;
  }
}
/** A file, a line, an example that cannot be read or used. */
export class DataError extends SequenceError {
  override get name() {
    return 'DataError' as const;
  }
}
/** A bundle or checkpoint that cannot be read (`during: 'load'`) or written (`during: 'save'`). */
export class BundleError extends SequenceError {
  override get name() {
    return 'BundleError' as const;
  }
  readonly during: 'load' | 'save';
  constructor(parts: ErrorParts & { during: 'load' | 'save' }) {
    super(parts);
    this.during = parts.during;
  }
}
/** A tfjs backend that is missing or lacks something. */
export class BackendError extends SequenceError {
  override get name() {
    return 'BackendError' as const;
  }
}
/** Training that cannot go on: a loss that is not a number, for example. The last good weights are kept. */
export class TrainingError extends SequenceError {
  override get name() {
    return 'TrainingError' as const;
  }
}

function endWithStop(sentence: string | undefined): string {
  const text = (sentence ?? '').trim();
  const capital = text.startsWith('expected ') ? 'E' + text.slice(1) : text;
  return /[.!?]$/.test(capital) ? capital : capital + '.';
}

/** A value as it is shown inside an error message: short, one line, strings quoted. */
export function show(value: unknown, limit = 60): string {
  const text = typeof value === 'number' || value === undefined ? `${value}` : (toJSON(value) ?? typeof value);
  return text.length > limit ? text.slice(0, limit - 1) + '…' : text;
}

function toJSON(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined; // a cycle or a bigint: its type has to do
  }
}

/** What a thrown value says. Not by `instanceof Error`: it may come from another realm (an iframe, jest). */
export function reasonOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' && message !== '' ? message : String(error);
}
