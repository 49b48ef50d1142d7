/** Threads beside the caller's own that run the parts of a pass, woken once a pass. worker.ts has the protocol. */
import { reasonOf } from '../../../errors';
import { CONTROL, controlWords, SPINS, THREAD_SOURCE, ticketOf } from './worker';
import type { WorkerEnd, WorkerHost, WorkerThread } from './worker-host';

/** How long a thread may take for its part after the caller has done its own, unless that took a tenth of it: ms. */
export const PATIENCE = 30_000;

export interface ThreadPoolOptions {
  /** All together, with the caller's. */
  threads: number;
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  patience?: number;
}

/** `failed`: a part ended with an error, all others are done. `lost`: a thread did not finish in time, and may still be running. */
export type PassProblem = { kind: 'failed' | 'lost'; reason: string };

export class ThreadPool {
  /** Why it can run no more. */
  broken?: string;
  /** Whether all threads have been there once. */
  hasServed = false;
  private readonly workers: WorkerThread[] = [];
  private readonly words: Int32Array;
  private alive = 0;
  private whenAllEnded?: () => void;

  /** @throws what the host throws where threads are refused. */
  constructor(
    host: WorkerHost,
    private readonly options: ThreadPoolOptions,
  ) {
    const { threads, module, memory } = options;
    const control = new SharedArrayBuffer(4 * controlWords(threads));
    this.words = new Int32Array(control);
    try {
      for (let thread = 1; thread < threads; thread++) {
        this.workers.push(host.start(THREAD_SOURCE, { module, memory, control, thread }, (end) => this.ended(end)));
        this.alive++;
      }
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /** Whether all threads have booted; until then, or if it is broken, `run` must not be called. */
  get isReady(): boolean {
    if (this.broken !== undefined) return false;
    if (Atomics.load(this.words, CONTROL.ready) < this.options.threads - 1) return false;
    const failed = this.takeFailure(); // of the boot: passes take theirs themselves
    if (failed !== undefined) this.broken = failed;
    else this.hasServed = true;
    return failed === undefined;
  }

  /** @param own runs the part of the caller's thread, part 0. @returns what went wrong. */
  run(operation: number, job: number, threads: number, own: () => void): PassProblem | undefined {
    const { words } = this;
    words[CONTROL.operation] = operation;
    words[CONTROL.job] = job;
    words[CONTROL.threads] = threads;
    Atomics.store(words, CONTROL.running, threads - 1);
    for (let thread = 1; thread < threads; thread++) {
      Atomics.add(words, ticketOf(thread), 1);
      Atomics.notify(words, ticketOf(thread));
    }
    const start = performance.now();
    const ownFailure = failureOf(own);
    const now = performance.now();
    const patience = Math.max(this.options.patience ?? PATIENCE, 10 * (now - start));
    if (!this.othersAreDone(now + patience)) {
      this.broken = `a thread did not finish within ${(patience / 1000).toFixed(1)} s`;
      return { kind: 'lost', reason: this.broken };
    }
    const reason = ownFailure ?? this.takeFailure();
    return reason === undefined ? undefined : { kind: 'failed', reason };
  }

  /** @param whenAllEnded called, later, when no thread lives any more, if the platform tells. */
  stop(whenAllEnded?: () => void): void {
    this.broken ??= 'it was stopped';
    this.whenAllEnded = whenAllEnded;
    for (const worker of this.workers) worker.stop();
  }

  private ended({ reason }: WorkerEnd): void {
    this.broken ??= reason ?? 'a thread has ended';
    if (--this.alive === 0) this.whenAllEnded?.();
  }

  private othersAreDone(deadline: number): boolean {
    const { words } = this;
    for (let i = 0; i < SPINS; i++) if (Atomics.load(words, CONTROL.running) === 0) return true;
    for (;;) {
      const running = Atomics.load(words, CONTROL.running);
      if (running === 0) return true;
      const left = deadline - performance.now();
      if (left <= 0) return false;
      if (mayBlock()) Atomics.wait(words, CONTROL.running, running, left);
    }
  }

  private takeFailure(): string | undefined {
    const { words } = this;
    const thread = Atomics.exchange(words, CONTROL.failed, 0) - 1;
    if (thread < 0) return undefined;
    const units = words.subarray(CONTROL.message, CONTROL.message + words[CONTROL.messageLength]);
    return `thread ${thread}: ${String.fromCharCode(...units)}`;
  }
}

function failureOf(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return `thread 0: ${reasonOf(error)}`;
  }
}

let blocks: boolean | undefined;

/** The main thread of a page may not sleep: it looks again and again. */
function mayBlock(): boolean {
  if (blocks === undefined) {
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
      blocks = true;
    } catch {
      blocks = false;
    }
  }
  return blocks;
}
