/**
 * Factors of inverted dropout from four streams of sfc32 (src/random.ts), drawn side by side: number i is the next one
 * of stream i mod 4. The same numbers as src/layers/dropout-mask.ts draws one by one.
 */
import { DropoutMaskJob } from '../../jobs/tensor-operations';
import { address, real, word } from '../job';
import { storeSome } from '../math/vector';

export function dropoutMask(job: usize): void {
  const states = address(job, DropoutMaskJob.states);
  let a = v128.load(states);
  let b = v128.load(states, 16);
  let c = v128.load(states, 32);
  let counter = v128.load(states, 48);
  const limit = i32x4.splat(word(job, DropoutMaskJob.limit));
  const kept = f32x4.splat(real(job, DropoutMaskJob.kept));
  const one = i32x4.splat(1);
  let target = address(job, DropoutMaskJob.target);
  for (let left = word(job, DropoutMaskJob.size); left > 0; left -= 4) {
    const drawn = i32x4.add(i32x4.add(a, b), counter);
    counter = i32x4.add(counter, one);
    a = v128.xor(b, i32x4.shr_u(b, 9));
    b = i32x4.add(c, i32x4.shl(c, 3));
    c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), drawn);
    storeSome(target, v128.and(i32x4.ge_u(drawn, limit), kept), left);
    target += 16;
  }
}
