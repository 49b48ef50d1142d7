/**
 * Truncated back-propagation through time over parallel streams. The training text is one row of N + 1 ids, of which
 * all but the first are predicted. It is cut into B streams of L = ⌈N / B⌉ targets each, one after the other, and these
 * into windows, the same for all streams; a window begins where the one before ended, and so does the state.
 *
 *   stream b reads ids bL … bL + L − 1 and predicts ids bL + 1 … bL + L
 */
import type { Random } from '../../../src/random';
import { DataError } from '../../../src/errors';
import type { EncodedText } from '../preprocessor';
import type { LanguageModelConfig } from '../settings';

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

/** @param random for windows of random lengths, if the settings ask for them */
export const windowOptions = (
  { batchSize, window, windowLength }: Pick<LanguageModelConfig, 'batchSize' | 'window' | 'windowLength'>,
  random: Random,
): WindowOptions => ({ streams: batchSize, window, ...(windowLength === 'random' && { random }) });

/**
 * Where the windows of every stream begin, in targets from the start of the stream, and where the last one ends.
 * @throws DataError for a text that is shorter than one window
 */
export function windowBorders(targets: number, { streams, window, random }: WindowOptions): number[] {
  if (targets < window) throw tooShort(targets, window);
  const length = Math.ceil(targets / streams);
  const borders: number[] = [];
  for (let start = 0; start < length; start += random ? randomLength(window, random) : window) borders.push(start);
  return [...borders, length];
}

/** A part of a stream: ids from … to − 1 of the row, of which the first is read only. */
export interface Part {
  stream: number;
  from: number;
  to: number;
}

/** Of window n, a part of each stream; streams that have ended are left out, which are the last ones. */
export function partsOf(borders: readonly number[], n: number, targets: number): Part[] {
  const length = borders[borders.length - 1];
  const parts: Part[] = [];
  for (let stream = 0; stream * length + borders[n] < targets; stream++) {
    const from = stream * length + borders[n];
    parts.push({ stream, from, to: 1 + Math.min(stream * length + borders[n + 1], targets) });
  }
  return parts;
}

export const streamWindow = (ids: Int32Array, stream: number): StreamWindow => ({
  ...{ ids, characters: 0, bytes: 0, unknown: 0, stream },
});

/** For each window its parts, one a stream. @throws DataError as `windowBorders`. */
export function windowsOf(ids: Int32Array, options: WindowOptions): StreamWindow[][] {
  const targets = ids.length - 1;
  const borders = windowBorders(targets, options);
  return Array.from({ length: borders.length - 1 }, (_, n) =>
    partsOf(borders, n, targets).map(({ stream, from, to }) => streamWindow(ids.subarray(from, to), stream)),
  );
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
