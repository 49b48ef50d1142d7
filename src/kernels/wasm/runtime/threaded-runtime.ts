/**
 * Our own memory and our own threads. Workers start with the first pass that wants them and are replaced when one is
 * lost; until they have booted the caller runs all parts itself, one after the other, with the same results.
 */
import { reasonOf } from '../../../errors';
import type { Allocator } from './allocator';
import { moduleBytes, type Variant } from './modules';
import { here, type Plan, planRuntime, type RuntimeOptions, type Surroundings } from './runtime-plan';
import { ThreadPool } from './thread-pool';
import { compile, failed, importsOf, refused, type Run, runInTurn, runOf, type Runtime } from './runtime';

export interface ThreadedRuntime extends Runtime {
  /** Starts the workers, which the first pass would do, and waits for them. */
  start(): Promise<void>;
  report(): RuntimeReport;
}

/** What the WebAssembly kernels run with. */
export interface RuntimeReport {
  /** That run side by side, once they have been started. */
  threads: number;
  variant: Variant;
  memory: 'shared' | 'plain';
  /** Why it is slower than it could be, each with what helps. */
  reasons: string[];
}

/** @throws BackendError where the engine cannot run the module. */
export function createRuntime(options: RuntimeOptions = {}, surroundings: Surroundings = here()): ThreadedRuntime {
  const plan = planRuntime(options, surroundings);
  try {
    const module = compile(plan, plan.threads > 1);
    return new OwnRuntime(plan, surroundings, module, new WebAssembly.Instance(module, importsOf(plan.allocator)));
  } catch (cause) {
    throw refused(cause);
  }
}

/** The same for pages: older browsers compile more than 4 kB at the side of their main thread only. */
export async function createRuntimeAside(
  options: RuntimeOptions = {},
  surroundings: Surroundings = here(),
): Promise<ThreadedRuntime> {
  const plan = planRuntime(options, surroundings);
  const { variant, threads, compiling } = plan;
  try {
    const module = compiling
      ? compile(plan, threads > 1)
      : await WebAssembly.compile(moduleBytes(variant, threads > 1));
    return new OwnRuntime(plan, surroundings, module, await WebAssembly.instantiate(module, importsOf(plan.allocator)));
  } catch (cause) {
    throw refused(cause);
  }
}

/** How long `start` waits for workers to boot: ms. */
const BOOT_LIMIT = 10_000;

class OwnRuntime implements ThreadedRuntime {
  readonly allocator: Allocator;
  readonly threads: number;
  readonly variant: Variant;
  private readonly runPart: Run;
  private threadPool?: ThreadPool;
  /** Why there are no workers, and no more are tried. */
  private alone?: string;

  constructor(
    private readonly plan: Plan,
    private readonly surroundings: Surroundings,
    private readonly module: WebAssembly.Module,
    instance: WebAssembly.Instance,
  ) {
    this.allocator = plan.allocator;
    this.threads = plan.threads;
    this.variant = plan.variant;
    this.runPart = runOf(instance);
  }

  run(operation: number, job: number, threads = this.threads): void {
    const threadPool = threads > 1 && threads <= this.threads ? this.readyThreadPool() : undefined;
    if (!threadPool) {
      const problem = runInTurn(this.runPart, operation, job, threads);
      if (problem !== undefined) throw failed(problem);
      return;
    }
    const problem = threadPool.run(operation, job, threads, () => this.runPart(operation, job, 0, threads));
    if (!problem) return;
    if (problem.kind === 'lost') {
      threadPool.stop(this.plan.allocator.quarantine());
      this.threadPool = undefined;
    }
    throw failed(problem.reason);
  }

  async start(): Promise<void> {
    const limit = performance.now() + BOOT_LIMIT;
    while (this.threads > 1 && this.alone === undefined && !this.readyThreadPool() && performance.now() < limit) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  report(): RuntimeReport {
    const { alone, variant } = this;
    const isLate = this.threadPool !== undefined && !this.threadPool.isReady;
    const waiting = alone ?? (isLate ? 'the workers have not started yet' : undefined);
    return {
      threads: waiting === undefined ? this.threads : 1,
      variant,
      memory: this.threads > 1 ? 'shared' : 'plain',
      reasons: waiting === undefined ? this.plan.reasons : [...this.plan.reasons, waiting],
    };
  }

  close(): void {
    this.alone = 'the workers were stopped';
    this.threadPool?.stop();
    this.threadPool = undefined;
  }

  /** Starts workers where there are none or one has gone; undefined while they boot. */
  private readyThreadPool(): ThreadPool | undefined {
    const { host, patience } = this.surroundings;
    if (this.threadPool?.isReady) return this.threadPool;
    if (this.threadPool?.broken !== undefined) {
      if (!this.threadPool.hasServed) this.alone = noWorkers(this.threadPool.broken);
      this.threadPool.stop();
      this.threadPool = undefined;
    }
    if (this.threadPool || this.alone !== undefined || !host) return undefined;
    try {
      this.threadPool = new ThreadPool(host, {
        threads: this.threads,
        module: this.module,
        memory: this.allocator.memory,
        ...(patience !== undefined && { patience }),
      });
    } catch (error) {
      this.alone = noWorkers(reasonOf(error));
    }
    return undefined;
  }
}

const noWorkers = (reason: string) => `the workers were refused (${reason}), so there is one thread`;
