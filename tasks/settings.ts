/**
 * Configurations: a flat object per task, checked by a schema as a whole before any work starts. The keys that every
 * task shares (how it is trained) are here; a task adds its own.
 */
import * as v from 'valibot';
import type { BundleInfo } from '../src/bundle/manifest';
import { ConfigError, show } from '../src/errors';
import { numberOfAtLeast, parse, positiveNumber, unknownOption, wholeNumber } from '../src/validation';
import { oneOf } from '../src/display/format';
import { type CellFactory, isRegisteredCell, registerCell, type RegisteredCell } from '../models/recurrent-stack';

/** A probability that leaves something: in [0, 1). */
export const rate = v.pipe(
  v.number('a number in [0, 1)'),
  v.check((x) => x >= 0 && x < 1, 'a number in [0, 1)'),
);
export const count = wholeNumber(1);
export const countOrZero = wholeNumber(0);
/** Sizes of a network, bounded: a bundle states them, and layers are made before their weights can be compared. */
export const layerSize = wholeNumber(1, 2 ** 20);
export const layerCount = wholeNumber(1, 128);
export const seedNumber = v.pipe(v.number('a whole number'), v.safeInteger('a whole number'));

const cellNames = ['lstm', 'gru', 'simple-rnn'] as const;
const ownCell = 'a cell of your own (registerCell)';
const expectedCell = `${oneOf(cellNames)}, or ${ownCell}`;
const isOwnCell = (value: unknown) =>
  typeof value === 'function' || (typeof value === 'string' && isRegisteredCell(value));
/** One of the package's, or one's own: the function that makes it, or what `registerCell` gave for that. */
export const cellName = v.union(
  [
    v.picklist(cellNames),
    v.pipe(
      v.custom<CellFactory | RegisteredCell>(isOwnCell, ownCell),
      v.transform((cell): RegisteredCell => (typeof cell === 'function' ? registerCell(cell) : cell)),
    ),
  ],
  expectedCell,
);

/** How a model is trained; every task has these keys. */
export const trainingEntries = {
  /** Random seed: initial weights, order of the examples, dropout and everything else random follow from it. */
  seed: v.optional(seedNumber, 1),
  /** Passes over the training examples. */
  epochs: v.optional(count, 6),
  /** Examples in a batch; they have similar lengths. */
  batchSize: v.optional(count, 32),
  /** Update rule of a training step. `adamw` is Adam with `weightDecay` (Loshchilov & Hutter 2019). */
  optimizer: v.optional(v.picklist(['adam', 'adamw', 'sgd', 'rmsprop']), 'adam'),
  /** Step size of the optimizer; with a schedule its largest value. */
  learningRate: v.optional(positiveNumber, 2e-3),
  /**
   * Learning rate over the run: `cosine` rises over the first steps (`warmup`) and then falls to 0; `triangular` rises and
   * falls in straight lines, to a 32nd; `plateau` halves it when the monitored metric stops improving.
   */
  schedule: v.optional(v.picklist(['constant', 'cosine', 'triangular', 'plateau']), 'cosine'),
  /** Fraction of all steps over which the learning rate rises (with `cosine` and `triangular`). */
  warmup: v.optional(rate, 0),
  /** Decoupled weight decay (with `adamw`). */
  weightDecay: v.optional(numberOfAtLeast(0), 0.01),
  /** Largest global norm of a step's gradients; 0 switches clipping off. */
  clipNorm: v.optional(numberOfAtLeast(0), 1),
  /** Decay of the moving average of the weights that is evaluated and kept; 0 keeps the weights themselves. */
  averaging: v.optional(rate, 0.995),
  /**
   * Early stopping: epochs without a better value of the monitored metric until training stops; 0 never stops early.
   */
  patience: v.optional(countOrZero, 0),
  /** Steps between checkpoints inside an epoch; 0 writes them at the end of epochs only. */
  checkpointEvery: v.optional(countOrZero, 0),
};

export type TrainingConfig = v.InferOutput<v.ObjectSchema<typeof trainingEntries, undefined>>;

/** Stacked recurrent layers; tasks on labels and tags have these keys, with `hiddenSize` of their own. */
export const recurrentEntries = {
  /** Cell of the recurrent layers. */
  cell: v.optional(cellName, 'lstm'),
  /** GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open. */
  resetAfter: v.optional(v.boolean(), false),
  /** A second recurrent layer reads from the end; without it a step knows only what came before. */
  bidirectional: v.optional(v.boolean(), true),
  /** How the outputs of the two directions are joined: concatenated, summed, averaged or multiplied. */
  merge: v.optional(v.picklist(['concat', 'sum', 'ave', 'mul']), 'concat'),
  /** Number of stacked recurrent layers. */
  layers: v.optional(layerCount, 1),
  /** Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016). */
  recurrentDropout: v.optional(rate, 0),
};

/** How the layers of a network that begins with trained weights are trained. */
export const layerRateEntries = {
  /**
   * The learning rate of each layer over that of the layer below it, from the embedding to the output (Howard & Ruder 2018:
   * 2.6); 1: the same everywhere.
   */
  layerRateRatio: v.optional(positiveNumber, 1),
  /**
   * `gradual`: the first epoch trains the output layer alone, each further one a layer more, down to the embedding; the
   * others stay as they are.
   */
  unfreezing: v.optional(v.picklist(['none', 'gradual']), 'none'),
};

export type LayerRateConfig = v.InferOutput<v.ObjectSchema<typeof layerRateEntries, undefined>>;

/** @throws ConfigError for a warm-up that a schedule does not have. */
export function refuseIdleWarmup(where: string, { schedule, warmup }: TrainingConfig): void {
  if (schedule === 'cosine' || schedule === 'triangular' || warmup === 0) return;
  throw new ConfigError({
    where,
    problem: `warmup is ${warmup} with the schedule ${schedule}, which has none`,
    expected: 'schedule "cosine" or "triangular" with it',
    fix: 'Leave warmup out, or choose one of these schedules',
  });
}

/** Settings that had another name before 0.1.0: their new name; or the new name of one of their values. */
const renamedKeys: Readonly<Record<string, string>> = { watch: 'monitor' };
const renamedValues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tokenizer: { blanks: 'whitespace' },
};

const newValueOf = (key: string, value: unknown) =>
  typeof value === 'string' && Object.hasOwn(renamedValues, key) && Object.hasOwn(renamedValues[key], value)
    ? renamedValues[key][value]
    : undefined;

/** What was a setting before 0.1.0 and is an option of the data now. */
const movedToData = ['recordingColumn'];

/** How the files of a bundle are read. The first bundles have it among the settings. */
export function dataOptionsOf({ config, dataOptions }: BundleInfo): BundleInfo['dataOptions'] {
  const moved = Object.entries(config).flatMap(([name, value]) =>
    movedToData.includes(name) && typeof value === 'string' ? [[name, value] as const] : [],
  );
  return moved.length ? { ...Object.fromEntries(moved), ...dataOptions } : dataOptions;
}

/** A configuration of a bundle or checkpoint, under the present names. */
export function upgradeConfig(config: object): object {
  const settings = Object.entries(config).filter(([key]) => !movedToData.includes(key));
  const upgraded = settings.map(([key, value]) => [
    Object.hasOwn(renamedKeys, key) ? renamedKeys[key] : key,
    newValueOf(key, value) ?? (value as unknown),
  ]);
  return Object.fromEntries(upgraded) as object;
}

type ConfigSchema = v.GenericSchema<unknown, object> & { entries: v.ObjectEntries };

/**
 * Checks a configuration and fills in the defaults.
 * @throws ConfigError naming the key, its value, what would be right and, for a misspelt key, the nearest one.
 */
export function parseConfig<S extends ConfigSchema>(where: string, schema: S, config: unknown): v.InferOutput<S> {
  const parsed = parse(schema, Array.isArray(config) ? undefined : config, 'config');
  if (parsed.success) return parsed.output;
  const { misfit } = parsed;
  const { keys: [key = 'config'], value, problem, expected } = misfit; // prettier-ignore
  if (misfit.fault === 'unknown') throw unknownKey(where, key, Object.keys(schema.entries));
  const renamed = newValueOf(key, value);
  throw new ConfigError({
    where,
    problem,
    expected,
    fix: renamed ? `It is called ${show(renamed)} now` : `Change ${key}, or leave it out for its default`,
  });
}

/** @throws ConfigError for the convention of a GRU with another cell, which would be passed over. */
export function checkResetAfter(where: string, { cell, resetAfter }: { cell: string; resetAfter: boolean }): void {
  if (!resetAfter || cell === 'gru') return;
  throw new ConfigError({
    where,
    problem: `resetAfter is true, and cell is ${cell}`,
    expected: 'cell gru, which alone has a reset gate',
    fix: 'Set cell to gru, or leave resetAfter out',
  });
}

function unknownKey(where: string, key: string, known: string[]): ConfigError {
  if (movedToData.includes(key)) throw notASetting(where, key);
  const renamed = Object.hasOwn(renamedKeys, key) ? renamedKeys[key] : undefined;
  if (renamed === undefined || !known.includes(renamed)) return unknownOption(where, key, known);
  return new ConfigError({
    where,
    problem: `unknown option ${show(key)}`,
    expected: `one of its ${known.length} options`,
    fix: `It is called ${renamed} now`,
  });
}

const notASetting = (where: string, key: string) =>
  new ConfigError({
    where,
    problem: `${key} is given as a setting`,
    expected: 'an option of the data, which the bundle remembers',
    fix: ({ option, choose }) => choose(`Pass dataOptions: { ${key} } to fit`, `Pass ${option(key)}`),
  });
