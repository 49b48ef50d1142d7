/** Encoded training examples → the batches of an epoch. */
import { ConfigError } from '../../src/errors';
import type { Random } from '../../src/random';
import { planBatches } from '../../src/training/batches/bucketing';
import type { EpochPlan } from '../../src/training/batches/epoch-plan';
import { loadBatch } from '../../src/training/batches/loading';
import { prefetch } from '../../src/training/batches/prefetch';
import { defaultShuffleBuffer, planStreamedBatches } from '../../src/training/batches/streamed-batches';
import type { EncodedExamples, Predictor, TaskTypes } from '../task';

export class EncodedList<T extends TaskTypes> implements EncodedExamples<T> {
  constructor(private readonly encoded: readonly T['encoded'][]) {}

  planEpoch(predictor: Predictor<T>, batchSize: number, random: Random): EpochPlan<T['encoded'][]> {
    const units = predictor.trainingUnits?.(this.encoded, random.fork('cut')) ?? this.encoded;
    const lengths = () => units.map((one) => predictor.lengthOf(one));
    const batches = predictor.planBatches?.(units, random) ?? planBatches(lengths(), { batchSize, random });
    const unitsOf = (index: number) => Array.from(batches[index], (i) => units[i]);
    const plan: EpochPlan<T['encoded'][]> = {
      length: batches.length,
      batch: unitsOf,
      startsStreams: (index) => predictor.startsStreams?.(unitsOf(index)) ?? false,
    };
    return loading(predictor, plan, (unit) => nameOfTraining(this.encoded.indexOf(unit)));
  }
}

export class EncodedStream<T extends TaskTypes> implements EncodedExamples<T> {
  static readonly defaultBuffer = defaultShuffleBuffer;

  constructor(
    private readonly open: () => AsyncIterable<T['encoded']>,
    private readonly count: number,
    private readonly shuffleBuffer: number,
  ) {}

  planEpoch(predictor: Predictor<T>, batchSize: number, random: Random): EpochPlan<T['encoded'][]> {
    refuseOwnPlan(predictor);
    const { open, count, shuffleBuffer } = this;
    const indices = new WeakMap<T['encoded'], number>();
    const indexed = async function* () {
      let index = 0;
      for await (const encoded of open()) {
        indices.set(encoded, index++);
        yield encoded;
      }
    };
    const plan = planStreamedBatches<T['encoded']>({
      open: predictor.load ? indexed : open,
      count,
      lengthOf: (encoded) => predictor.lengthOf(encoded),
      batchSize,
      random,
      shuffleBuffer,
    });
    return predictor.load
      ? loading(predictor, plan, (encoded) => nameOfTraining(indices.get(encoded) ?? -1))
      : prefetch(plan);
  }
}

function refuseOwnPlan<T extends TaskTypes>(predictor: Predictor<T>): void {
  const own = (['trainingUnits', 'planBatches'] as const).find((name) => predictor[name] !== undefined);
  if (!own) return;
  throw new ConfigError({
    where: 'fit',
    problem: `the predictor has ${own}, which needs all encoded examples`,
    expected: 'a predictor without it, or encodeStream, for a task with preprocessorFitter',
    fix: 'Pass the examples as an array',
  });
}

/** The plan with batches as `loss` takes them; without `load` it stays as it is. */
function loading<T extends TaskTypes>(
  predictor: Predictor<T>,
  plan: EpochPlan<T['encoded'][]>,
  nameOf: (encoded: T['encoded']) => string,
): EpochPlan<T['encoded'][]> {
  const load = predictor.load?.bind(predictor);
  if (!load) return plan;
  return prefetch({
    ...plan,
    async batch(index) {
      const batch = await plan.batch(index);
      return loadBatch(load, batch, (i) => nameOf(batch[i]));
    },
  });
}

/** Parts of examples (`trainingUnits`) have the index -1. */
export const nameOfTraining = (index: number) =>
  index < 0 ? 'part of a training example' : `training example ${index + 1}`;
