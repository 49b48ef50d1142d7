/** Where threads come from: the contract that platform/node-workers.ts and platform/browser-workers.ts implement. */

/** What a thread gets when it starts. */
export interface ThreadData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  control: SharedArrayBuffer;
  /** 1 for the first: 0 is the caller's own. */
  thread: number;
}

export interface WorkerThread {
  /** Kills it. Where the platform tells when it is dead, `ended` is called then. */
  stop(): void;
}

export interface WorkerEnd {
  /** Why it ended, where it did not just stop. */
  reason?: string;
}

/**
 * Calls `compile` with what the engine needs to accept a module, and again where it throws and a second attempt may succeed.
 * It is synchronous: parts of an asynchronous compilation look at the engine's flags later.
 */
export type Compiling = <T>(compile: () => T) => T;

export interface WorkerHost {
  /** How many threads run at once here. */
  readonly cores: number;
  /** What the surroundings ask for (environment variables). @throws ConfigError if that is nonsense. */
  readonly settings: () => { threads?: number; relaxedSimd?: boolean };
  /** Relaxed SIMD for what compiles in here: where the engine has it as an experiment, and there only. */
  readonly withRelaxedSimd?: Compiling;
  /**
   * A thread that runs `source`, a function of ThreadData as text; it never keeps the process alive.
   * @param ended called, later, when it has ended: stopped, failed or gone.
   * @throws where threads are refused.
   */
  readonly start: (source: string, data: ThreadData, ended: (end: WorkerEnd) => void) => WorkerThread;
}

let installed: WorkerHost | undefined;

/** Called by the entry points for Node and for pages. */
export function installWorkerHost(host: WorkerHost): void {
  installed = host;
}

/** Undefined where only the neutral entry point was imported. */
export const workerHost = (): WorkerHost | undefined => installed;
