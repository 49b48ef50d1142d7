/** `predict` of one input or of an array, in which inputs that cannot be read may be left out. */
import { DataError } from '../../src/errors';
import { predictInBatches } from '../batched-prediction';
import type { PredictOptions } from '../options';
import type { PredictionOptions, Predictor, Preprocessor, TaskTypes } from '../task';

interface InputOptions extends Pick<PredictOptions, 'locations' | 'onInvalid'> {
  /** The task's own. */
  options: PredictionOptions;
}

/**
 * @returns a prediction for one input; for an array one at the place of each, null where `onInvalid` got the error of it
 * @throws DataError for an input that cannot be read
 */
export async function predictInputs<T extends TaskTypes>(
  { preprocessor, predictor }: { preprocessor: Preprocessor<T>; predictor: Predictor<T> },
  input: T['input'] | readonly T['input'][],
  { locations, onInvalid, options }: InputOptions,
): Promise<T['prediction'] | (T['prediction'] | null)[]> {
  const nameOf = (index: number) => (isList(input) ? (locations?.[index] ?? `input ${index + 1}`) : 'input');
  const inputs: readonly T['input'][] = isList(input) ? input : [input];
  const encoded: T['encoded'][] = [];
  const indices: number[] = [];
  for (const [index, one] of inputs.entries()) {
    try {
      encoded.push(preprocessor.encodeInput(one, nameOf(index)));
      indices.push(index);
    } catch (error) {
      if (!onInvalid || !isList(input) || !(error instanceof DataError)) throw error;
      onInvalid(error, index);
    }
  }
  const predictions = await predictInBatches(predictor, encoded, options, (i) => nameOf(indices[i]));
  if (!isList(input)) return predictions[0];
  const all = new Array<T['prediction'] | null>(inputs.length).fill(null);
  indices.forEach((index, i) => (all[index] = predictions[i]));
  return all;
}

const isList = <Input>(input: Input | readonly Input[]): input is readonly Input[] => Array.isArray(input);
