/**
 * Stop strings across the borders of tokens, for a text that comes in pieces. What may be the beginning of a stop string
 * is held back until it is known; everything else is given out at once. How the text is divided changes nothing: it
 * ends before the stop string that is complete first, of several at that point before the longest.
 */
import { ConfigError, show } from '../errors';

/** What may be shown after a piece. */
export interface StopOutput {
  /** The next part of the text; empty while it is held back. */
  text: string;
  /** The stop string that ended it. */
  stop?: string;
}

/** Looks for stop strings in a text that comes in pieces. */
export class StopStrings {
  private held = '';
  private found?: string;

  /** @param stops none is a text that goes on. @throws ConfigError for an empty one. */
  constructor(private readonly stops: readonly string[]) {
    const wrong = stops.find((stop) => typeof stop !== 'string' || stop === '');
    if (wrong === undefined) return;
    throw new ConfigError({
      where: 'StopStrings',
      problem: `a stop string is ${show(wrong)}`,
      expected: 'texts of at least one character',
      fix: 'Leave it out',
    });
  }

  /** The stop string that was met. */
  get stop(): string | undefined {
    return this.found;
  }

  /** @throws ConfigError for a piece after a stop string. */
  push(piece: string): StopOutput {
    if (this.found !== undefined) throw afterStop(this.found);
    const text = this.held + piece;
    const first = firstComplete(text, this.stops);
    if (first) {
      this.found = first.stop;
      this.held = '';
      return { text: text.slice(0, first.start), stop: first.stop };
    }
    const known = text.length - openLength(text, this.stops);
    this.held = text.slice(known);
    return { text: text.slice(0, known) };
  }

  /** What is still held back, at the end of the text. */
  flush(): string {
    const rest = this.held;
    this.held = '';
    return rest;
  }

  /** For a text that branches here. */
  fork(): StopStrings {
    const copy = new StopStrings(this.stops);
    copy.held = this.held;
    copy.found = this.found;
    return copy;
  }
}

function firstComplete(text: string, stops: readonly string[]): { start: number; stop: string } | undefined {
  let first: { start: number; stop: string } | undefined;
  for (const stop of stops) {
    const start = text.indexOf(stop);
    if (start < 0) continue;
    const end = start + stop.length;
    const firstEnd = first ? first.start + first.stop.length : Infinity;
    if (end < firstEnd || (end === firstEnd && start < first!.start)) first = { start, stop };
  }
  return first;
}

/** Length of the longest ending of the text that a stop string begins with. */
function openLength(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(stop.slice(0, length))) longest = length;
    }
  }
  return longest;
}

const afterStop = (stop: string) =>
  new ConfigError({
    where: 'StopStrings',
    problem: `a piece comes after the stop string ${show(stop)}`,
    expected: 'no more text after it',
    fix: 'Stop generating when push returns stop',
  });
