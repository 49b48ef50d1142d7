/** Which notes sound next: polyphonic music, step by step over the 88 keys of a piano. */
import { frameTagger } from '../../models/sequence-tagger/sequence-tagger';
import type { PianoRoll } from '../../src/data/examples/piano-roll/example';
import { pianoRolls } from '../../src/data/kinds';
import type { LoadOptions } from '../options';
import type { Task } from '../task';
import { TaskModel } from '../task-model';
import { polyphonyBaselines } from './baselines';
import { PolyphonyPredictor } from './predictor';
import { KEYS, PolyphonyPreprocessor } from './preprocessor';
import { polyphonySpace } from './search-space';
import { parsePolyphony, type PolyphonyOptions, polyphonySettings } from './settings';
import type { PolyphonyTypes } from './types';

export type { PolyphonyInput } from './preprocessor';
export type { PolyphonyPrediction } from './types';

export const polyphony: Task<PolyphonyTypes, PolyphonyPreprocessor> = {
  name: 'polyphony',
  className: 'PolyphonyModel',
  monitor: () => ({ metric: 'nats', mode: 'min' }),
  kinds: [pianoRolls],
  prediction: () => 'numbers',
  commandExamples: ['train polyphony --data jsb-chorales --out runs/chorales'],
  settings: polyphonySettings,
  parseConfig: parsePolyphony,
  searchSpace: polyphonySpace,
  inputExample: () => '{ notes: [[60, 64, 67], [62, 65]] }',
  fitPreprocessor: () => new PolyphonyPreprocessor(),
  restorePreprocessor: () => new PolyphonyPreprocessor(),
  createPredictor(config, preprocessor, random) {
    const sizes = { embedder: { columns: KEYS }, tags: KEYS, bidirectional: false };
    const network = frameTagger({ ...config, ...sizes, activation: 'sigmoid' }, random);
    return new PolyphonyPredictor(network, preprocessor, config);
  },
  metricSignatures: (pieces) => ({ nats: measuredOn(pieces) }),
  baselines: polyphonyBaselines,
};

function measuredOn(pieces: readonly PianoRoll[]): string {
  const steps = pieces.reduce((sum, { notes }) => sum + notes.length - 1, 0);
  const count = steps.toLocaleString('en');
  return `summed over ${KEYS} keys, the mean of ${count} steps of ${pieces.length} pieces, the first of each left out`;
}

/**
 * Learns which notes follow which.
 *
 *     const model = new PolyphonyModel();
 *     await model.fit(pieces, { validation }); // { notes: [[60, 64, 67], [62, 65], …] }
 *     await model.predict({ notes: [[60, 64, 67], [62, 65]] }); // { values: [9.1], nats: 9.1 }
 */
export class PolyphonyModel extends TaskModel<PolyphonyTypes> {
  /** Tells TypeScript which model `load` has given. */
  readonly taskName = 'polyphony';

  /** @throws ConfigError for an option that is unknown or out of range. */
  constructor(options: PolyphonyOptions = {}) {
    super(polyphony, options);
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<PolyphonyModel> {
    const model = new PolyphonyModel();
    await model.restore(location, options);
    return model;
  }
}
