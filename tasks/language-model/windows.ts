/**
 * Truncated back-propagation through time over parallel streams. The training text is one row of N + 1 ids, of which
 * all but the first are predicted. It is cut into B streams of L = ⌈N / B⌉ targets each, one after the other, and these
 * into windows, the same for all streams; a window begins where the one before ended, and so does the state.
 *
 *   stream b reads ids bL … bL + L − 1 and predicts ids bL + 1 … bL + L
 */
import type { Random } from '../../src/random';
import { DataError } from '../../src/errors';
import type { EncodedText } from './preprocessor';

/** A part of one stream: ids [1 + T], of which the last T are predicted. */
export interface StreamWindow extends EncodedText {
  stream: number;
}

/** The texts one after the other: each begins behind the end (or the last token) of the one before. */
export function joinTexts(texts: readonly EncodedText[]): Int32Array {
  if (texts.length === 1) return texts[0].ids;
  const ids = new Int32Array(1 + texts.reduce((sum, one) => sum + one.ids.length - 1, 0));
  ids[0] = texts[0].ids[0];
  let at = 1;
  for (const one of texts) {
    ids.set(one.ids.subarray(1), at);
    at += one.ids.length - 1;
  }
  return ids;
}

export interface WindowOptions {
  streams: number;
  window: number;
  /** Windows of random lengths. */
  random?: Random;
}

/** For each window its parts, one a stream; streams that have ended are left out, which are the last ones. */
export function windowsOf(ids: Int32Array, { streams, window, random }: WindowOptions): StreamWindow[][] {
  const targets = ids.length - 1;
  if (targets < window) throw tooShort(targets, window);
  const length = Math.ceil(targets / streams);
  const windows: StreamWindow[][] = [];
  for (let start = 0; start < length;) {
    const steps = random ? randomLength(window, random) : window;
    const parts: StreamWindow[] = [];
    for (let b = 0; b < streams; b++) {
      const from = b * length + start;
      const to = Math.min(b * length + Math.min(start + steps, length), targets);
      if (to > from) parts.push({ ids: ids.subarray(from, to + 1), characters: 0, bytes: 0, unknown: 0, stream: b });
    }
    windows.push(parts);
    start += steps;
  }
  return windows;
}

/** As AWD-LSTM (Merity et al. 2018, section 5): N(T, T/14), in one of twenty windows N(T/2, T/14); there T is 70. */
function randomLength(window: number, random: Random): number {
  const base = random.uniform() < 0.95 ? window : window / 2;
  return Math.max(1, Math.round(base + (random.normal() * window) / 14));
}

const tooShort = (tokens: number, window: number) =>
  new DataError({
    where: 'training data',
    problem: `the text has ${tokens} tokens, fewer than one window of ${window}`,
    expected: `at least ${window}`,
    fix: ({ choose }) =>
      choose(`Lower window (window: ${tokens}), or add text`, `Lower it (--set window=${tokens}), or add text`),
  });
