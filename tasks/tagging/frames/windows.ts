/** Parts of recordings: what training sees of long ones. */
import type { Random } from '../../../src/random';
import type { EncodedFrames } from '../../inputs/frames';
import type { InputAndTarget } from '../../joined-preprocessor';
import type { EncodedTags } from '../../targets/tags';

export type EncodedRecording = InputAndTarget<EncodedFrames, EncodedTags>;

/** Frames `from` to `to`, without the latter. */
export function framesBetween({ xs, steps, ...rest }: EncodedFrames, from: number, to: number): EncodedFrames {
  const F = xs.length / steps;
  return { ...rest, steps: to - from, xs: xs.subarray(from * F, to * F) };
}

export interface WindowOptions {
  /** Frames that count. */
  window: number;
  /** Frames that are read before and after them. */
  before: number;
  after: number;
}

/**
 * Windows of a recording, one after the other; together they count every frame once. The first may be shorter, so that
 * their borders fall elsewhere in each epoch.
 */
export function windowsOf(
  { input, target }: EncodedRecording,
  { window, before, after }: WindowOptions,
  random: Random,
): EncodedRecording[] {
  const T = input.steps;
  const first = T > window ? random.integer(window) : 0;
  const windows: EncodedRecording[] = [];
  for (let start = first - window; start < T; start += window) {
    const [from, to] = [Math.max(0, start), Math.min(T, start + window)];
    if (from >= to) continue;
    const [read, last] = [Math.max(0, from - before), Math.min(T, to + after)];
    const ids = target.ids
      .slice(read, last)
      .fill(-1, 0, from - read)
      .fill(-1, to - read);
    windows.push({ input: framesBetween(input, read, last), target: { ids, gold: [] } });
  }
  return windows;
}
