/** What a runtime can be here: which instructions, how many threads, which memory, and why not more. */
import { BackendError, reasonOf } from '../../../errors';
import { checkCount, checkOption, isCount } from '../../../validation';
import { type Features, features } from './feature-detection';
import { MB, MemoryAllocator, PAGE } from './allocator';
import type { Variant } from './modules';
import { type Compiling, type WorkerHost, workerHost } from './worker-host';

/** Threads, memory and instructions of the WebAssembly kernels. */
export interface RuntimeOptions {
  /** As many as there are cores, at most 8, unless given; TFSEQ_THREADS in Node. */
  threads?: number;
  /** MB, 2048 unless given. */
  memoryLimit?: number;
  /**
   * Fused multiply-add: used where the engine has it, unless false; in Node 20 too, whose engine has it as an
   * experiment. `true` reports where it is not there; TFSEQ_RELAXED_SIMD=1 or 0.
   */
  relaxedSimd?: boolean;
}

/** Where a runtime is to run. Tests replace it. */
export interface Surroundings {
  features: () => Features;
  host?: WorkerHost;
  /** Of a thread pool, in ms. */
  patience?: number;
}

/** The instructions that the module uses, and how the engine is brought to accept them. */
export interface Instructions {
  variant: Variant;
  /** Undefined where it needs nothing. */
  compiling?: Compiling;
}

export interface Plan extends Instructions {
  threads: number;
  allocator: MemoryAllocator;
  /** Why not more. */
  reasons: string[];
}

const where = 'WebAssembly kernels';
/** More than these wait for the memory's bandwidth. */
const MOST_BY_DEFAULT = 8;
const MOST_THREADS = 64;
const LIMIT_BY_DEFAULT = 2048;
const LARGEST_LIMIT = 4095;

export const here = (): Surroundings => ({ features, host: workerHost() });

/** @throws BackendError where the engine lacks SIMD or has no memory; ConfigError for options out of range. */
export function planRuntime(options: RuntimeOptions, { features: look, host }: Surroundings): Plan {
  const settings = { ...host?.settings(), ...given(options) };
  const reasons: string[] = [];
  const { variant, compiling } = chooseInstructions(settings.relaxedSimd, look, host);
  const { simd, unshared } = look();
  if (!simd) throw lacksSimd();
  if (settings.relaxedSimd === true && variant === 'simd') reasons.push('this engine has no relaxed SIMD');

  let threads = checkThreads(settings.threads ?? Math.min(host?.cores ?? 1, MOST_BY_DEFAULT));
  const alone = host ? unshared : "no threads without 'tfjs-sequence/node' or 'tfjs-sequence/browser'";
  if (alone !== undefined) {
    if (settings.threads !== 1) reasons.push(alone);
    threads = 1;
  }
  const allocator = reserve(checkLimit(settings.memoryLimit ?? LIMIT_BY_DEFAULT), threads > 1, reasons);
  return { variant, compiling, threads, allocator, reasons };
}

/** Those that a runtime with these options has, without making it. */
export function planInstructions(
  options: RuntimeOptions = {},
  { features: look, host }: Surroundings = here(),
): Instructions {
  return chooseInstructions(options.relaxedSimd ?? host?.settings().relaxedSimd, look, host);
}

function chooseInstructions(relaxed: boolean | undefined, look: () => Features, host?: WorkerHost): Instructions {
  const compiling = host?.withRelaxedSimd;
  if (relaxed === false || !isAccepted(look, compiling)) return { variant: 'simd' };
  return { variant: 'relaxed-simd', compiling };
}

/** An experiment may happen to be on, for another thread: what counts is whether it can be switched on. */
function isAccepted(look: () => Features, compiling: Compiling | undefined): boolean {
  if (!compiling) return look().relaxedSimd;
  try {
    return compiling(() => {
      if (look().relaxedSimd) return true;
      throw new Error('refused');
    });
  } catch {
    return false;
  }
}

/** Without the keys that are undefined. */
function given(options: RuntimeOptions): RuntimeOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Address space, not yet memory; where there is less of it (`ulimit -v`, 32-bit systems), the half, and so on. */
function reserve(limit: number, shared: boolean, reasons: string[]): MemoryAllocator {
  for (let megabytes = limit; ; megabytes = Math.floor(megabytes / 2)) {
    const maximum = (megabytes * MB) / PAGE;
    try {
      const memory = new WebAssembly.Memory({ initial: MB / PAGE, maximum, shared });
      if (megabytes < limit) reasons.push(`the system gives room for ${megabytes} MB, not ${limit}`);
      return new MemoryAllocator(memory, megabytes * MB);
    } catch (cause) {
      if (megabytes >= 32) continue;
      throw new BackendError({
        where,
        problem: `no memory for the kernels (${reasonOf(cause)})`,
        expected: 'room for 16 MB at least',
        fix: 'Free memory, or raise the limit on address space (ulimit -v)',
        cause,
      });
    }
  }
}

const lacksSimd = () =>
  new BackendError({
    where,
    problem: 'this engine has no WebAssembly SIMD',
    expected: 'Node 20, or a browser of 2023 or later, with WebAssembly switched on',
    fix: 'Use a newer engine; the slower kernels that TensorFlow.js runs work here',
  });

export function checkThreads(threads: number): number {
  checkCount(where, 'threads', threads, { most: MOST_THREADS });
  return threads;
}

function checkLimit(megabytes: number): number {
  const fits = isCount(megabytes, 1, LARGEST_LIMIT);
  checkOption(where, 'memoryLimit', megabytes, fits, `a whole number of MB from 1 to ${LARGEST_LIMIT}`);
  return megabytes;
}
