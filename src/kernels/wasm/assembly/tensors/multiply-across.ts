/** x [outer,middle,inner] times y [outer,inner], repeated over the middle: dropout over whole sequences, masks of steps. */
import { MultiplyAcrossJob } from '../../jobs/tensor-operations';
import { address, word } from '../job';
import { loadSome, storeSome } from '../math/vector';

export function multiplyAcross(job: usize): void {
  const middle = word(job, MultiplyAcrossJob.middle);
  const inner = word(job, MultiplyAcrossJob.inner);
  let x = address(job, MultiplyAcrossJob.x);
  let y = address(job, MultiplyAcrossJob.y);
  let target = address(job, MultiplyAcrossJob.target);
  for (let i = word(job, MultiplyAcrossJob.outer); i > 0; i--) {
    if (inner == 1) {
      multiplyByNumber(x, load<f32>(y), middle, target);
    } else {
      for (let j: usize = 0; j < <usize>middle; j++) {
        const at = (j * <usize>inner) << 2;
        multiplyRow(x + at, y, inner, target + at);
      }
    }
    x += (<usize>(middle * inner)) << 2;
    target += (<usize>(middle * inner)) << 2;
    y += (<usize>inner) << 2;
  }
}

function multiplyRow(x: usize, y: usize, size: i32, target: usize): void {
  for (let left = size; left > 0; left -= 4) {
    storeSome(target, f32x4.mul(loadSome(x, left), loadSome(y, left)), left);
    x += 16;
    y += 16;
    target += 16;
  }
}

function multiplyByNumber(x: usize, factor: f32, size: i32, target: usize): void {
  const factors = f32x4.splat(factor);
  for (let left = size; left > 0; left -= 4) {
    storeSome(target, f32x4.mul(loadSome(x, left), factors), left);
    x += 16;
    target += 16;
  }
}
