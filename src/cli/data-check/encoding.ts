/** What a task with its defaults makes of examples: tokens that become unknown, texts that are cut, what is refused. */
import type { AnyTask } from '../../../tasks';
import type { StreamedDataset } from '../../data/datasets/dataset';
import type { SplitName } from '../../data/datasets/splits';
import { DataError } from '../../errors';
import { onCommandLine } from '../../wording';

/** Training examples that are held to learn a vocabulary and labels from. */
const MAX_HELD = 200_000;

export interface EncodingOfSplits {
  /** By split, a sentence each. */
  warnings: Record<string, string[]>;
  /** What could not be encoded: how many, and the first. */
  refused: Record<string, { count: number; first: string }>;
  /** Sizes: of the vocabulary, of labels. */
  summary: Record<string, number>;
  config: Readonly<Record<string, unknown>>;
  /** Whether only the first training examples were learnt from. */
  isPartial: boolean;
}

/** @throws DataError, ConfigError for training examples that no model can be made for, such as a single label */
export async function encodeWithDefaults(
  base: AnyTask,
  { splits }: StreamedDataset<object>,
): Promise<EncodingOfSplits> {
  const held: object[] = [];
  let isPartial = false;
  for await (const example of splits.train) {
    isPartial = held.length === MAX_HELD;
    if (isPartial) break;
    held.push(example);
  }
  const task = base.variant?.({}, held[0]) ?? base;
  const notes: string[] = [];
  const config = task.parseConfig({ ...task.inferOptions?.(held, {}, (note) => notes.push(note)) });
  const preprocessor = await task.fitPreprocessor(held, config);
  const result: EncodingOfSplits = { warnings: {}, refused: {}, summary: {}, config: { ...config }, isPartial };
  preprocessor.drainWarnings();
  for (const name of ['train', 'validation', 'test'] as const satisfies SplitName[]) {
    const source = name === 'train' ? held : splits[name];
    if (source === undefined) continue;
    for await (const example of source) {
      try {
        preprocessor.encode(example, `${name} example`);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        const refused = (result.refused[name] ??= { count: 0, first: error.messageIn(onCommandLine) });
        refused.count++;
      }
    }
    const warnings = preprocessor.drainWarnings();
    result.warnings[name] = name === 'train' ? [...notes, ...warnings] : warnings;
  }
  result.summary = preprocessor.summary();
  return result;
}
