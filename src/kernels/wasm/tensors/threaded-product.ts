/**
 * A product of tensors on all threads. These partition a memory of their own, so the factors are copied there and the
 * product back; the time that takes is what decides.
 */
import { BackendError } from '../../../errors';
import { currentRuntime } from '../runtime/current-runtime';
import type { Allocator } from '../runtime/allocator';
import { Layout } from '../runtime/layout';
import { type MatrixProduct, multiply } from '../jobs/product';
import type { Runtime } from '../runtime/runtime';

// Measured on 2 cores of an AMD EPYC with Node 20.
const MULTIPLICATIONS_PER_MS = 20e6;
const VALUES_COPIED_PER_MS = 1e6;
const WAKING_MS = 0.05;
/** The estimate must promise this much, or the simple way is taken. */
const GAIN = 1.25;

export function worthThreads(product: MatrixProduct): boolean {
  const { m, k, n } = product;
  const alone = (m * k * n) / MULTIPLICATIONS_PER_MS;
  if (alone < GAIN * WAKING_MS) return false;
  const copying = copied(product) / VALUES_COPIED_PER_MS;
  const threads = threadedRuntime()?.threads ?? 1;
  return threads > 1 && alone > GAIN * (alone / threads + copying + WAKING_MS);
}

const copied = ({ m, k, n, add }: MatrixProduct): number => m * k + k * n + (add ? 2 : 1) * m * n;

/** @throws BackendError where memory runs out or a thread fails. */
export function multiplyOnThreads(product: MatrixProduct, from: Allocator): void {
  const runtime = threadedRuntime() as Runtime;
  const { m, k, n } = product;
  const layout = new Layout();
  const [a, b, c] = [m * k, k * n, m * n].map((size) => ({ size, location: layout.add(size) }));
  layout.during(runtime.allocator, () => {
    const there = ({ size, location }: typeof a) => runtime.allocator.floats(location.offset, size);
    there(a).set(from.floats(product.a, a.size));
    there(b).set(from.floats(product.b, b.size));
    if (product.add) there(c).set(from.floats(product.c, c.size));
    multiply(runtime, { ...product, a: a.location.offset, b: b.location.offset, c: c.location.offset });
    from.floats(product.c, c.size).set(there(c));
  });
}

function threadedRuntime(): Runtime | undefined {
  try {
    return currentRuntime();
  } catch (error) {
    if (error instanceof BackendError) return undefined; // none here: its absence has been reported
    throw error;
  }
}
