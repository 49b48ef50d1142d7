/** Where lines go that cannot be used. */
import { DataError } from '../../errors';

/**
 * Takes why a row cannot be used.
 * @param isFurther of the same example as the one before: another line of a sentence
 */
export type OnInvalid = (error: DataError, isFurther?: boolean) => void;

export interface InvalidRowOptions {
  /** Default: the first one is thrown. */
  onInvalid?: OnInvalid;
}

/** What `make` makes, or nothing where it throws a DataError that somebody takes. */
export function orInvalid<Made>({ onInvalid }: InvalidRowOptions, make: () => Made): Made | undefined {
  try {
    return make();
  } catch (error) {
    if (!onInvalid || !(error instanceof DataError)) throw error;
    onInvalid(error);
    return undefined;
  }
}

/** What is wrong with the lines of an example that has several, such as a sentence: it counts as one. */
export class InvalidLines {
  /** Whether there was any in this example. */
  found = false;

  constructor(private readonly onInvalid: OnInvalid | undefined) {}

  /** @throws the error where nobody takes it */
  add(error: unknown): void {
    if (!this.onInvalid || !(error instanceof DataError)) throw error;
    this.onInvalid(error, this.found);
    this.found = true;
  }

  /** What `make` makes of a line, or nothing where the line cannot be used. */
  attempt<Made>(make: () => Made): Made | undefined {
    try {
      return make();
    } catch (error) {
      this.add(error);
      return undefined;
    }
  }

  /** The example has ended. @returns whether it can be used */
  end(): boolean {
    const { found } = this;
    this.found = false;
    return !found;
  }
}
