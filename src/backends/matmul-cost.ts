/**
 * Which way to a matrix product [M,K]·[K,N] is the cheapest on the wasm backend. The unit is one multiplication of
 * stock's plain loop, about 1 ns; the weights were measured on 2 cores of an AMD EPYC with Node 20.
 */

/** XNNPACK needs a tenth of the plain loop for the same product. */
const FAST_MULTIPLY = 0.1;
/** It first packs its right factor, at this price a number. */
const PACK = 4;
/** Making and freeing temporary tensors and XNNPACK's operator. */
const OVERHEAD = 10_000;

export type Way = 'plain' | 'direct' | 'swapped';

/**
 * `plain`: stock's loop. `direct`: transpose the factors in memory, then multiply fast. `swapped`: C = (op(B)ᵀ·op(A)ᵀ)ᵀ,
 * which packs A, not B, so it is the better one for a small A, as in the step of a recurrent layer.
 */
export function cheapestWay(
  M: number,
  K: number,
  N: number,
  [transposeA, transposeB]: readonly [boolean, boolean],
): Way {
  const [A, B, C] = [M * K, K * N, M * N];
  const fast = OVERHEAD + FAST_MULTIPLY * M * K * N;
  const plain = M * K * N;
  const direct = fast + PACK * B + (transposeA ? A : 0) + (transposeB ? B : 0);
  const swapped = fast + PACK * A + (transposeA ? 0 : A) + (transposeB ? 0 : B) + C;
  if (plain <= Math.min(direct, swapped)) return 'plain';
  return direct <= swapped ? 'direct' : 'swapped';
}
