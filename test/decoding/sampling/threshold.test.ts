import { weightThreshold } from '../../../src/decoding/sampling/threshold';
import { Random } from '../../../src/random';

/** The same by sorting. */
function sorted(keys: number[], weights: number[], target: number): number {
  const order = [...keys.keys()].sort((a, b) => keys[b] - keys[a]);
  let sum = 0;
  for (const i of order) {
    sum += weights[i];
    if (sum >= target) return keys[i];
  }
  return keys[order[order.length - 1]];
}

it('is the key at which the weights of larger ones reach the target', () => {
  const random = Random.fromSeed(2);
  for (let n = 0; n < 3000; n++) {
    const size = 1 + random.integer(40);
    const keys = Array.from({ length: size }, () => (n % 2 ? random.integer(6) : random.normal()));
    const weights = Array.from({ length: size }, () => random.integer(5)); // sums are exact
    const target = 0.5 + random.integer(2 * size);
    expect(weightThreshold(Float64Array.from(keys), Float64Array.from(weights), target)).toBe(
      sorted(keys, weights, target),
    );
  }
});

it('takes steps in proportion to the number of keys, also of equal and of sorted ones', () => {
  for (const keys of [new Float64Array(1e6), Float64Array.from({ length: 1e6 }, (_, i) => i)]) {
    const size = keys.length;
    expect(weightThreshold(keys.slice(), new Float64Array(size).fill(1), 1)).toBe(keys[size - 1]);
    expect(weightThreshold(keys.slice(), new Float64Array(size).fill(1), size)).toBe(keys[0]);
  }
});
