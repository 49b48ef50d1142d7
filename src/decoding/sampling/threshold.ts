/** Selection by weight without sorting: expected time linear in the number of keys (quickselect, Hoare 1961). */

/**
 * The largest key t such that the keys of at least t have a weight of `target` together; the smallest key if all of them
 * have less. Both arrays are reordered, alike.
 *
 * @param keys at least one, not NaN @param weights one a key, from 0 on @param target above 0
 */
export function weightThreshold(keys: Float64Array, weights: Float64Array, target: number): number {
  let [low, high] = [0, keys.length]; // keys before `low` count, those from `high` on do not
  let missing = target;
  for (;;) {
    const pivot = middleOf(keys[low], keys[(low + high) >> 1], keys[high - 1]);
    let [larger, equal] = [0, 0]; // weights
    let [i, above, below] = [low, low, high]; // [low, above) > pivot, [above, i) = pivot, [below, high) < pivot
    while (i < below) {
      if (keys[i] > pivot) {
        larger += weights[i];
        swap(keys, i, above);
        swap(weights, i++, above++);
      } else if (keys[i] < pivot) {
        swap(keys, i, --below);
        swap(weights, i, below);
      } else equal += weights[i++];
    }
    if (larger >= missing) high = above;
    else if (larger + equal >= missing || below === high) return pivot;
    else {
      missing -= larger + equal;
      low = below;
    }
  }
}

const middleOf = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

function swap(array: Float64Array, i: number, j: number): void {
  const kept = array[i];
  array[i] = array[j];
  array[j] = kept;
}
