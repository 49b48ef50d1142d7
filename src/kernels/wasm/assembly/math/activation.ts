/** The functions of math.ts over arrays. */
import { ActivateJob, Activation } from '../../jobs/operations';
import { address, word } from '../job';
import { exp, relu, sigmoid, tanh } from './math';
import { bytes, loadSome, storeSome } from './vector';

/** y = f(x). Threads share the values. */
export function activate(job: usize, thread: i32, threads: i32): void {
  const count = word(job, ActivateJob.count);
  const each = ((count + threads - 1) / threads + 3) & ~3;
  const end = min(count, (thread + 1) * each);
  for (let i = thread * each; i < end; i += 4) {
    const at = bytes(i);
    const x = loadSome(address(job, ActivateJob.x) + at, end - i);
    storeSome(address(job, ActivateJob.y) + at, activated(word(job, ActivateJob.activation), x), end - i);
  }
}

function activated(activation: i32, x: v128): v128 {
  switch (activation) {
    case Activation.exp:
      return exp(x);
    case Activation.sigmoid:
      return sigmoid(x);
    case Activation.tanh:
      return tanh(x);
    default:
      return relu(x);
  }
}

// In place; `count` is a multiple of 4, and not 0: a loop that tests at its end lets V8 keep the constants of math.ts in
// registers, which makes these functions 1.6 times as fast.

export function sigmoidEach(at: usize, count: i32): void {
  const end = at + bytes(count);
  do v128.store(at, sigmoid(v128.load(at)));
  while ((at += 16) < end);
}

export function tanhEach(at: usize, count: i32): void {
  const end = at + bytes(count);
  do v128.store(at, tanh(v128.load(at)));
  while ((at += 16) < end);
}

export function reluEach(at: usize, count: i32): void {
  const end = at + bytes(count);
  do v128.store(at, relu(v128.load(at)));
  while ((at += 16) < end);
}
