/** Settings of a classifier of sound that follow from its training recordings (docs/decisions/defaults.md). */
import type { LabeledAudio } from '../../../src/data/examples/labeled-audio/example';
import { inferred, type LengthRule, type Note, trainingLength } from '../../inferred-settings';
import { type ClassifierAudioOptions, parseAudio } from './settings';

/** Few recordings: so many updates at least, in smaller batches where an epoch has few, but no more epochs than this. */
const few: Omit<LengthRule, 'epochs' | 'batchSize'> = {
  updates: 1500,
  mostEpochs: 100,
  updatesPerEpoch: 15,
  smallestBatch: 4,
};

/** @throws ConfigError for options */
export function inferAudioOptions(
  examples: readonly LabeledAudio[],
  options: Partial<ClassifierAudioOptions>,
  note: Note,
): Partial<ClassifierAudioOptions> {
  const config = parseAudio(options);
  const found = trainingLength(examples.length, options, { ...config, ...few });
  const reason = `${examples.length} ${examples.length === 1 ? 'recording is' : 'recordings are'} few`;
  return { input: 'audio', ...inferred(options, { found, defaults: config, reason }, note) };
}
