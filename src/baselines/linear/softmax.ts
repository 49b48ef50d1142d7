/** Softmax in place: exp(scores) / Σ exp(scores). Returns ln Σ exp(scores). */
export function softmaxInPlace(scores: Float64Array): number {
  let largest = -Infinity;
  for (let k = 0; k < scores.length; k++) if (scores[k] > largest) largest = scores[k];
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += scores[k] = Math.exp(scores[k] - largest);
  for (let k = 0; k < scores.length; k++) scores[k] /= sum;
  return largest + Math.log(sum);
}
