/** The monitored metric on groups of the validation examples, for the standard error of a difference. */
import type { AnyTaskModel } from '../index';
import { MIN_GROUPS } from './comparison';

/** Groups of examples, or pieces of a few long ones. */
const GROUPS = 20;

/** The monitored metric. @param name of the examples, for the model card */
export async function metricOf(model: AnyTaskModel, examples: readonly object[], name?: string): Promise<number> {
  const metrics: Record<string, unknown> = await model.evaluate(examples, { baselinesFrom: [], name });
  return Number(metrics[model.monitor.metric]);
}

/** @returns the monitored metric of each group; none where there are too few examples for groups */
export async function measureGroups(model: AnyTaskModel, validation: readonly object[]): Promise<number[]> {
  const examples = validation.length < MIN_GROUPS ? piecesOf(model, validation) : validation;
  const values = await (examples.length < MIN_GROUPS ? ofBlocks(model, validation) : ofExamples(model, examples));
  return values.every(Number.isFinite) ? values : [];
}

/** Of a sequence: pieces of equal size, each of which is measured by itself. */
function piecesOf({ kind: { sequence } }: AnyTaskModel, validation: readonly object[]): readonly object[] {
  if (!sequence) return validation;
  const count = Math.ceil(GROUPS / validation.length);
  return validation.flatMap((example) => {
    const size = sequence.sizeOf(example) / count;
    const at = (piece: number) => Math.round(piece * size);
    return Array.from({ length: count }, (_, n) => sequence.cut(example, at(n), at(n + 1)) ?? []).flat();
  });
}

async function ofExamples(model: AnyTaskModel, validation: readonly object[]): Promise<number[]> {
  const count = Math.min(GROUPS, validation.length);
  const values: number[] = [];
  for (let group = 0; group < count; group++) {
    values.push(
      await metricOf(
        model,
        validation.filter((_, i) => i % count === group),
      ),
    );
  }
  return values;
}

/** A few recordings: blocks of steps that follow each other, of which neighbours are alike. */
async function ofBlocks(model: AnyTaskModel, validation: readonly object[]): Promise<number[]> {
  const { task, config } = model;
  if (model.monitor.metric !== 'accuracy' || !task.trueLabels || !task.predictedLabels) return [];
  const predictions = (await model.predict(validation)) as object[];
  const truth = validation.flatMap((example) => task.trueLabels?.(example, config) ?? []);
  const predicted = predictions.flatMap((prediction) => task.predictedLabels?.(prediction) ?? []);
  if (truth.length < GROUPS) return [];
  const bounds = Array.from({ length: GROUPS + 1 }, (_, g) => Math.round((g * truth.length) / GROUPS));
  return bounds.slice(1).map((end, g) => {
    const right = truth.slice(bounds[g], end).filter((label, i) => label === predicted[bounds[g] + i]).length;
    return right / (end - bounds[g]);
  });
}
