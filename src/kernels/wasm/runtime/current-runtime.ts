/** The one runtime of a process or page, made when it is first needed. */
import { BackendError, ConfigError } from '../../../errors';
import { type Instructions, planInstructions, type RuntimeOptions } from './runtime-plan';
import type { Runtime } from './runtime';
import { createRuntime, createRuntimeAside, type RuntimeReport, type ThreadedRuntime } from './threaded-runtime';
import { workerHost } from './worker-host';
import { checkOptionNames, type OptionNames } from '../../../validation';

type Outcome = ThreadedRuntime | BackendError;

const optionNames: OptionNames<RuntimeOptions> = { threads: true, memoryLimit: true, relaxedSimd: true };

let current: Outcome | undefined;
/** Whether it was made before a entry point for Node or pages brought threads. */
let isHostless = false;
let chosen: RuntimeOptions = {};
let instructions: Instructions | undefined;

/** @throws BackendError where the engine cannot run our module; ConfigError for bad settings. */
export function currentRuntime(): Runtime {
  return orThrow(present());
}

/**
 * Makes the runtime and waits for its workers. Without this call the first pass makes it, and passes run on one thread
 * until the workers are there (with the same results).
 * @throws BackendError where the engine cannot run our module; ConfigError for bad options, or others than it runs with.
 */
export async function startRuntime(options: RuntimeOptions = {}): Promise<RuntimeReport> {
  checkOptionNames('startRuntime', options, optionNames);
  forgetHostless();
  if (!current) {
    const made = await createRuntimeAside(options).catch(onlyBackendError);
    if (!current) [chosen, instructions] = [options, undefined];
    current ??= made; // another call may have been first
  }
  if (Object.keys(options).length > 0 && !isEqual(options, chosen)) throw runsAlready();
  const runtime = orThrow(current);
  await runtime.start();
  return runtime.report();
}

/** Of the runtime, also before there is one: our module over other memories computes alike. */
export const currentInstructions = (): Instructions => (instructions ??= planInstructions(chosen));

/** Where there is no runtime: why, and what to do. */
export interface Unavailable {
  unavailable: string;
  fix?: string;
}

/** Makes the runtime if need be; its workers are those that were started. */
export function describeRuntime(): RuntimeReport | Unavailable {
  const current = present();
  if (!(current instanceof BackendError)) return current.report();
  return { unavailable: current.problem, fix: current.fix };
}

/** Why kernels run slower than they could. */
export const shortcomings = (report: RuntimeReport | Unavailable): string[] =>
  'unavailable' in report ? [report.unavailable] : report.reasons;

/** Stops the workers; the next call of a kernel makes a new runtime. */
export function closeRuntime(): void {
  if (current && !(current instanceof BackendError)) current.close();
  current = undefined;
  chosen = {};
  instructions = undefined;
}

function present(): Outcome {
  forgetHostless();
  isHostless ||= !current && !workerHost();
  return (current ??= attempt(() => createRuntime(chosen)));
}

/** What its forward passes have saved still ends on it. */
function forgetHostless(): void {
  if (!isHostless || !workerHost()) return;
  [current, instructions, isHostless] = [undefined, undefined, false];
}

const orThrow = (outcome: Outcome): ThreadedRuntime => {
  if (outcome instanceof BackendError) throw outcome;
  return outcome;
};

function attempt(create: () => ThreadedRuntime): Outcome {
  try {
    return create();
  } catch (error) {
    return onlyBackendError(error);
  }
}

function onlyBackendError(error: unknown): BackendError {
  if (error instanceof BackendError) return error;
  throw error;
}

const isEqual = (a: RuntimeOptions, b: RuntimeOptions) =>
  a.threads === b.threads && a.memoryLimit === b.memoryLimit && a.relaxedSimd === b.relaxedSimd;

const runsAlready = () =>
  new ConfigError({
    where: 'startRuntime',
    problem: 'the WebAssembly kernels run already, with other options',
    expected: 'startRuntime(options) before anything is computed',
    fix: 'Call it earlier, or closeRuntime() first',
  });
