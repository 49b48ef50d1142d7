/**
 * Processors that change or cut a distribution, whatever was generated before: temperature, top-k, top-p, min-p, typical.
 * What is cut gets the score −Infinity. Equal scores at the edge of a cut all stay. Scores are logits or
 * log-probabilities: a constant added to all of them changes nothing.
 *
 * Each gives what the class of the same name in Hugging Face transformers gives (test/golden/decoding).
 */
import { weightThreshold } from './threshold';

/** Changes the scores of the next token [V] in place. */
export type LogitsProcessor = (scores: Float64Array, tokens: readonly number[], row: number) => void;

/** s → s / τ; below 1 sharper, above 1 flatter. A τ so small that quotients overflow leaves the largest scores alone. */
export function divideByTemperature(temperature: number): LogitsProcessor {
  return (scores) => {
    const largest = largestOf(scores);
    const shift = Number.isFinite(largest / temperature) ? 0 : largest;
    for (let v = 0; v < scores.length; v++) scores[v] = (scores[v] - shift) / temperature;
  };
}

/** Only the k largest (Fan et al. 2018). */
export function keepTopK(k: number): LogitsProcessor {
  return (scores) => {
    const keys = finiteOf(scores);
    if (k < keys.length) cutBelow(scores, weightThreshold(keys, new Float64Array(keys.length).fill(1), k));
  };
}

/** Only the fewest that have p of the probability together: the nucleus (Holtzman et al. 2020). */
export function keepTopP(p: number): LogitsProcessor {
  return (scores) => {
    const { keys, weights, total } = probabilitiesOf(scores);
    cutBelow(scores, weightThreshold(keys, weights, p * total));
  };
}

/** Only those with at least p times the probability of the most probable one (Nguyen et al. 2024). */
export function keepMinP(p: number): LogitsProcessor {
  return (scores) => cutBelow(scores, largestOf(scores) + Math.log(p));
}

/**
 * Locally typical sampling (Meister et al. 2023): only the fewest with a mass of the probability together whose
 * information −ln p_v is nearest to the entropy H = −Σ p_v ln p_v. The most probable token may be cut.
 */
export function keepTypical(mass: number): LogitsProcessor {
  return (scores) => {
    const { keys, weights, total, largest } = probabilitiesOf(scores);
    const logTotal = largest + Math.log(total);
    let entropy = 0;
    for (let i = 0; i < keys.length; i++) entropy -= (weights[i] / total) * (keys[i] - logTotal);
    const nearness = (score: number) => -Math.abs(logTotal - score - entropy);
    const least = weightThreshold(keys.map(nearness), weights, mass * total);
    for (let v = 0; v < scores.length; v++) if (!(nearness(scores[v]) >= least)) scores[v] = -Infinity;
  };
}

/** −Infinity without a score above it. */
export function largestOf(scores: Float64Array): number {
  let largest = -Infinity;
  for (let v = 0; v < scores.length; v++) if (scores[v] > largest) largest = scores[v];
  return largest;
}

function cutBelow(scores: Float64Array, least: number): void {
  for (let v = 0; v < scores.length; v++) if (scores[v] < least) scores[v] = -Infinity;
}

/** The scores that are left, a copy. */
function finiteOf(scores: Float64Array): Float64Array {
  const keys = new Float64Array(scores.length);
  let count = 0;
  for (let v = 0; v < scores.length; v++) if (scores[v] > -Infinity) keys[count++] = scores[v];
  return keys.subarray(0, count);
}

/** Of the scores that are left: they, e^(s − largest), and the sum of these. */
function probabilitiesOf(scores: Float64Array) {
  const largest = largestOf(scores);
  const keys = finiteOf(scores);
  const weights = new Float64Array(keys.length);
  let total = 0;
  for (let i = 0; i < keys.length; i++) total += weights[i] = Math.exp(keys[i] - largest);
  return { keys, weights, total, largest };
}
