/** Which notes sound next: polyphonic music, step by step over the 88 keys of a piano. */
import { frameTagger } from '../../models/sequence-tagger/sequence-tagger';
import type { PianoRoll } from '../../src/data/examples/piano-roll/example';
import { pianoRolls } from '../../src/data/kinds';
import { DataError } from '../../src/errors';
import type { GeneratingModel, TextPiece } from '../model/generating-model';
import type { LoadOptions } from '../options';
import type { Task } from '../task';
import { TaskModel } from '../task-model';
import { polyphonyBaselines } from './baselines';
import { followingSteps, type GenerateMusicOptions, parseMusicOptions } from './generation';
import { PolyphonyPredictor } from './predictor';
import { KEYS, pitchesOf, type PolyphonyInput, PolyphonyPreprocessor } from './preprocessor';
import { polyphonySpace } from './search-space';
import { parsePolyphony, type PolyphonyOptions, polyphonySettings } from './settings';
import type { PolyphonyTypes } from './types';

export type { GenerateMusicOptions } from './generation';
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
export class PolyphonyModel extends TaskModel<PolyphonyTypes> implements GeneratingModel {
  /** Tells TypeScript which model `load` has given. */
  readonly taskName = 'polyphony';

  /** @throws ConfigError for an option that is unknown or out of range. */
  constructor(options: PolyphonyOptions = {}) {
    super(polyphony, options);
  }

  /** For the command line. */
  readonly continuesPrompt = false; // the whole piece is generated, its beginning too
  readonly startLabels = [];
  readonly textForm = 'piano roll';

  /**
   * The steps that follow a beginning, which is not among them; the first step of a piece was never predicted, so there has to be
   * one. Keys are drawn each for itself.
   *
   *     for await (const pitches of model.generate({ notes: [[48, 55, 64, 72]] }, { length: 32, seed: 7 })) play(pitches);
   *
   * @returns for each step the MIDI numbers that sound
   * @throws DataError for a beginning without a step, or a note that a piano has not; ConfigError for options.
   */
  async *generate(
    beginning: PolyphonyInput,
    options: GenerateMusicOptions = {},
  ): AsyncGenerator<number[], void, undefined> {
    const parsed = parseMusicOptions('PolyphonyModel.generate', options);
    const { network, preprocessor } = this.ready('generate').predictor as PolyphonyPredictor;
    const { keys } = preprocessor.encodeBeginning(beginning, 'beginning');
    const stepper = network.stepper();
    try {
      yield* followingSteps(stepper, keys, parsed);
    } finally {
      stepper.dispose();
    }
  }

  /** A whole piece as JSON, by a request of the command line: the prompt is its beginning. @throws as `generate`. */
  async *generatePieces(prompt: string | undefined, request: GenerateMusicOptions): AsyncGenerator<TextPiece> {
    if (prompt === undefined) throw noBeginning();
    parseMusicOptions('PolyphonyModel.generate', request);
    const { keys, steps } = new PolyphonyPreprocessor().encodeBeginning(prompt, 'prompt');
    const notes = Array.from({ length: steps }, (_, t) => pitchesOf(keys.subarray(t * KEYS, (t + 1) * KEYS)));
    let text = `{"notes": [${notes.map((step) => JSON.stringify(step)).join(', ')}`;
    yield { text };
    for await (const step of this.generate({ notes }, request)) {
      const piece = `, ${JSON.stringify(step)}`;
      text += piece;
      yield { text: piece };
    }
    const ended = request.signal?.aborted ? 'aborted' : 'length';
    yield { text: ']}', result: { text: `${text}]}`, ended } };
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<PolyphonyModel> {
    const model = new PolyphonyModel();
    await model.restore(location, options);
    return model;
  }
}

const beginning = '{"notes": [[48, 55, 64, 72]]}';

const noBeginning = () =>
  new DataError({
    where: 'prompt',
    problem: 'there is no beginning',
    expected: 'at least the first step of the piece, which is never predicted',
    fix: ({ choose }) => `Give it as JSON: ${choose(beginning, `--prompt '${beginning}'`)}`,
  });
