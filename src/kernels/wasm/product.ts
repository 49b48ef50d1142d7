/**
 * Matrix products of any size on a runtime: c [m,n] = op(a) op(b), where op is nothing or the transpose. The right side
 * is packed first, by one thread; then the threads share the rows of c, or its columns where there are more.
 */
import { Layout, withBlock } from './layout';
import { MultiplyJob, Operation, PackJob, PANEL, SCRATCH_ROWS } from './operations';
import type { Runtime } from './runtime';

/** Matrices as byte offsets into the runtime's heap, rows one after another. */
export interface MatrixProduct {
  /** [m,k], or [k,m] with `transposeA` */
  a: number;
  /** [k,n], or [n,k] with `transposeB` */
  b: number;
  /** [m,n], not overlapping a or b */
  c: number;
  m: number;
  k: number;
  n: number;
  transposeA?: boolean;
  transposeB?: boolean;
  /** Adds to what c holds. */
  add?: boolean;
}

/** Below so many multiplications waking threads takes longer than they save. */
const WORTH_WAKING = 500_000;

/** @throws BackendError where memory runs out or a thread fails. */
export function multiply(runtime: Runtime, product: MatrixProduct): void {
  const { a, b, c, m, k, n, transposeA = false, transposeB = false, add = false } = product;
  const threads = m * k * n < WORTH_WAKING ? 1 : runtime.threads;
  const layout = new Layout();
  const panels = layout.add(packedSize(k, n));
  const scratch = transposeA ? layout.add(threads * SCRATCH_ROWS * k) : 0;
  const job = layout.add(WORDS);
  withBlock(runtime.heap, layout.bytes, ({ offset }) => {
    const words = runtime.heap.ints(offset + job, WORDS);
    words[PackJob.b] = b;
    words[PackJob.transposed] = Number(transposeB);
    words[PackJob.k] = k;
    words[PackJob.n] = n;
    words[PackJob.panels] = offset + panels;
    runtime.run(Operation.pack, offset + job, 1);
    words[MultiplyJob.a] = a;
    words[MultiplyJob.transposed] = Number(transposeA);
    words[MultiplyJob.panels] = offset + panels;
    words[MultiplyJob.c] = c;
    words[MultiplyJob.m] = m;
    words[MultiplyJob.k] = k;
    words[MultiplyJob.n] = n;
    words[MultiplyJob.add] = Number(add);
    words[MultiplyJob.scratch] = offset + scratch;
    runtime.run(Operation.multiply, offset + job, threads);
  });
}

/** Of either job. */
const WORDS = 16;

/** Numbers of a packed right side [k,n]: whole panels. */
export const packedSize = (k: number, n: number) => Math.ceil(n / PANEL) * PANEL * k;
