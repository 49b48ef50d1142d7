/** What test/browser/threads.test.ts runs on a runtime of the kernels, in a page and, for comparison, here in Node. */
import type { RuntimeOptions, Surroundings } from '../../src/kernels/wasm/runtime/runtime-plan';
import { features } from '../../src/kernels/wasm/runtime/feature-detection';
import {
  createRuntimeAside,
  type RuntimeReport,
  type ThreadedRuntime,
} from '../../src/kernels/wasm/runtime/threaded-runtime';
import type { WorkerHost } from '../../src/kernels/wasm/runtime/worker-host';
import { browserWorkers } from '../../src/platform/browser-workers';
import { Random } from '../../src/random';
import { grow, idleThread, probe, product, trap } from './passes';

interface Work {
  report: RuntimeReport;
  /** What each part of a probe wrote. */
  parts: number[];
  /** Stands for the bytes of some products, large enough for all threads. */
  digest: number;
}

export async function work(options: RuntimeOptions, { waits = true } = {}): Promise<Work> {
  const runtime = await createRuntimeAside(options, surroundings());
  if (waits) await runtime.start();
  try {
    return { parts: probe(runtime), digest: digest(runtime), report: runtime.report() };
  } finally {
    runtime.close();
  }
}

export async function trapped(): Promise<{ error: string; parts: number[] }> {
  const runtime = await createRuntimeAside({ threads: 3 }, surroundings());
  await runtime.start();
  const error = errorOf(() => trap(runtime));
  return { error, parts: afterGrowth(runtime) };
}

/** The first thread boots and then does nothing. */
export async function deaf(): Promise<{ error: string; parts: number[]; report: RuntimeReport }> {
  let started = 0;
  const start: WorkerHost['start'] = (source, data, ended) =>
    browserWorkers.start(started++ === 0 ? idleThread() : source, data, ended);
  const runtime = await createRuntimeAside({ threads: 2 }, surroundings({ start }));
  await runtime.start();
  const error = errorOf(() => probe(runtime));
  await runtime.start();
  return { error, parts: afterGrowth(runtime), report: runtime.report() };
}

function surroundings(changes: Partial<WorkerHost> = {}): Surroundings {
  return { features, host: { ...browserWorkers, ...changes }, patience: 100 };
}

function errorOf(body: () => unknown): string {
  try {
    body();
    return 'no error';
  } catch (error) {
    return String(error);
  }
}

/** The memory grows while the workers sleep. */
function afterGrowth(runtime: ThreadedRuntime): number[] {
  grow(runtime);
  return probe(runtime);
}

/** FNV-1a of some products. */
function digest(runtime: ThreadedRuntime): number {
  const random = Random.fromSeed(1);
  let hash = 0x811c9dc5;
  for (let i = 0; i < 5; i++) {
    for (const byte of product(runtime, random)) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash;
}
