/**
 * Matrix products of any size on a runtime: c [m,n] = op(a) op(b), where op is nothing or the transpose. The right side
 * is packed first, by one thread; then the threads share the rows of c, or its columns where there are more.
 */
import { jobSize, writeJob } from './jobs';
import { Layout } from '../runtime/layout';
import { MultiplyJob, Operation, PackJob, PANEL, PRODUCT_SCRATCH } from './operations';
import { type Runtime, worthOf } from '../runtime/runtime';

/** Matrices as byte offsets into the runtime's allocator, rows one after another. */
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

export const threadsFor = ({ threads }: Runtime, m: number, k: number, n: number): number =>
  worthOf(m * k * n) > 0 ? threads : 1;

/** @throws BackendError where memory runs out or a thread fails. */
export function multiply(runtime: Runtime, product: MatrixProduct): void {
  const { a, b, c, m, k, n, transposeA = false, transposeB = false, add = false } = product;
  const threads = threadsFor(runtime, m, k, n);
  const layout = new Layout();
  const packJob = layout.add(jobSize(PackJob));
  const job = layout.add(jobSize(MultiplyJob));
  const panels = layout.add(packedSize(k, n));
  const scratch = layout.add(threads * PRODUCT_SCRATCH);
  layout.during(runtime.allocator, () => {
    writeJob(runtime.allocator, packJob, PackJob, { b, transposed: Number(transposeB), k, n, panels });
    runtime.run(Operation.pack, packJob.offset, 1);
    const transposed = Number(transposeA);
    writeJob(runtime.allocator, job, MultiplyJob, { a, transposed, panels, c, m, k, n, add: Number(add), scratch });
    runtime.run(Operation.multiply, job.offset, threads);
  });
}

/** Values of a packed right side [k,n]: whole panels. */
export const packedSize = (k: number, n: number) => Math.ceil(n / PANEL) * PANEL * k;
