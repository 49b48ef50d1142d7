/** Settings of a classifier of frames that follow from its training recordings (docs/decisions/defaults.md). */
import type { LabeledFrames } from '../../../src/data/examples/labeled-frames/example';
import { inferred, type LengthRule, type Note, trainingLength } from '../../inferred-settings';
import { type ClassifierFramesOptions, parseFrames } from './settings';

/** Few recordings: so many updates at least, in smaller batches where an epoch has few, but no more epochs than this. */
const few: Omit<LengthRule, 'epochs' | 'batchSize'> = {
  updates: 2000,
  mostEpochs: 150,
  updatesPerEpoch: 30,
  smallestBatch: 8,
};

/** @throws ConfigError for options */
export function inferFrameOptions(
  examples: readonly LabeledFrames[],
  options: Partial<ClassifierFramesOptions>,
  note: Note,
): Partial<ClassifierFramesOptions> {
  const config = parseFrames(options);
  const found = trainingLength(examples.length, options, { ...config, ...few });
  const reason = `${examples.length} ${examples.length === 1 ? 'recording is' : 'recordings are'} few`;
  return { input: 'frames', ...inferred(options, { found, defaults: config, reason }, note) };
}
