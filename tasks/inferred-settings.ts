/**
 * Settings that follow from how many training examples there are, for `Task.inferOptions`. A number of epochs that is
 * right for ten thousand examples is a handful of updates for forty: the network is still near its start when the run ends.
 */

/** Called with a sentence for the user: which settings follow from the training data, and why. */
export type Note = (sentence: string) => void;

/** How long to train, and in how large batches. */
export interface TrainingLength {
  epochs: number;
  batchSize: number;
}

/** A task's defaults, and how few examples change them. */
export interface LengthRule extends TrainingLength {
  /** Least updates of a run: more epochs than the default where an epoch has few. */
  updates: number;
  /** So many epochs at most, for the sake of those few updates. */
  mostEpochs: number;
  /** Least updates of an epoch: batches are halved until there are so many. */
  updatesPerEpoch: number;
  /** Batches are not halved below this size. */
  smallestBatch: number;
}

/**
 * @param examples number of training examples, or of the windows that they are cut into
 * @param given settings of the user, which are taken as they are
 */
export function trainingLength(examples: number, given: Partial<TrainingLength>, rule: LengthRule): TrainingLength {
  const batchSize = given.batchSize ?? batchSizeFor(examples, rule);
  const needed = Math.ceil(rule.updates / updatesPerEpoch(examples, batchSize));
  return { batchSize, epochs: given.epochs ?? Math.max(rule.epochs, Math.min(needed, rule.mostEpochs)) };
}

/** The rule's batch size, or the largest half, quarter, … of it with enough updates an epoch. */
function batchSizeFor(examples: number, { batchSize, updatesPerEpoch: enough, smallestBatch }: LengthRule): number {
  let size = batchSize;
  while (size / 2 >= smallestBatch && updatesPerEpoch(examples, size) < enough) size = Math.ceil(size / 2);
  return size;
}

const updatesPerEpoch = (examples: number, batchSize: number) => Math.max(1, Math.ceil(examples / batchSize));

/**
 * The settings among `found` that the user left out. Those that differ from the defaults go into a note.
 * @param reason why they differ: `40 training examples are few`
 */
export function inferred<Settings extends object>(
  given: object,
  { found, defaults, reason }: { found: Settings; defaults: object; reason: string },
  note: Note,
): Partial<Settings> {
  const values = new Map<string, unknown>(Object.entries(given));
  const usual = new Map<string, unknown>(Object.entries(defaults));
  const left = Object.entries(found).filter(([name]) => values.get(name) === undefined);
  const changed = left.filter(([name, value]) => usual.get(name) !== value);
  if (changed.length) note(`${changed.map(([name, value]) => `${name}=${String(value)}`).join(', ')}: ${reason}`);
  return Object.fromEntries(left) as Partial<Settings>;
}
