/** Plain gradient descent on float64 weights: θ ← θ − η dL/dθ */
import type { Named } from '../cells/cell';
import { type Matrix, matrix } from '../cells/float64';
import { ShapeError } from '../errors';
import { initialize, type ParameterSpec } from '../parameters';
import type { Random } from '../random';
import { sizeOf } from '../shapes';

/** Changes the weights in place. @throws ShapeError for a weight without gradient. */
export function sgd(weights: Named<Matrix>, gradients: Named<Matrix>, learningRate: number): void {
  for (const [name, { values }] of Object.entries(weights)) {
    const gradient = gradients[name]?.values;
    if (gradient?.length !== values.length) {
      throw new ShapeError({
        where: 'sgd',
        problem: `${name} has ${gradient?.length ?? 'no'} gradients`,
        expected: `${values.length}`,
      });
    }
    values.forEach((value, i) => (values[i] = value - learningRate * gradient[i]));
  }
}

/** First values of all parameters, each from its own stream of random numbers. Vectors become one row. */
export function initialWeights(parameters: readonly ParameterSpec[], random: Random): Named<Matrix> {
  return Object.fromEntries(
    parameters.map((spec) => {
      const columns = spec.shape[spec.shape.length - 1];
      return [spec.name, matrix(sizeOf(spec.shape) / columns, columns, initialize(spec, random.fork(spec.name)))];
    }),
  );
}
