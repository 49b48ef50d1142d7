/** Sets of pairs on which defaults of translation are chosen: two corpora in part, and generated exercises. */
import type { ParallelText } from '../../../src/data/examples/parallel-text';
import { openParallelText } from '../../../src/node';
import { Random } from '../../../src/random';
import type { Panel, Part } from './on-panel';

const VALIDATION_PAIRS = 300;

const shuffled = <T>(list: readonly T[], seed: number) => Random.fromSeed(seed).shuffle<T, T[]>([...list]);

const part = (name: string, count: number) => async (): Promise<Part<ParallelText>> => {
  const { splits } = await openParallelText(name);
  const { train, validation = [] } = splits;
  return {
    train: shuffled(train, 7).slice(0, count),
    validation: shuffled(validation, 8).slice(0, VALIDATION_PAIRS),
  };
};

export const pairPanel: Panel<ParallelText> = {
  'multi30k-en-de, 200 pairs': part('multi30k-en-de', 200),
  'multi30k-en-de, 1,000 pairs': part('multi30k-en-de', 1000),
  'multi30k-en-de, 1/10': part('multi30k-en-de', 2900),
  'multi30k-en-de, 1/3': part('multi30k-en-de', 9667),
  'tatoeba-fra-eng, 1,000 pairs': part('tatoeba-fra-eng', 1000),
  'tatoeba-fra-eng, 1/10': part('tatoeba-fra-eng', 5011),
  'dates, 200 pairs': part('dates', 200),
  'dates, 1,000 pairs': part('dates', 1000),
  'addition:reversed, 1,000 pairs': part('addition:reversed', 1000),
};
