/**
 * Which TensorFlow.js backend runs the tensors: `wasm` (the default, nothing to install), `tensorflow` (native, if the
 * user has linked it and asks for it) or `cpu` (plain JavaScript, always there).
 */
import * as tf from '@tensorflow/tfjs';
import { version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { BackendError, ConfigError, show } from '../errors';
import { didYouMean } from '../spelling';
import { keepErrorsOfOthers, startBackend } from './start-backend';
import { registerTrainingKernels } from './training-kernels';

keepErrorsOfOthers('wasm'); // however a program starts it

export const BACKENDS = ['wasm', 'tensorflow', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];
/** A backend of TensorFlow.js by name, or `auto`: the first of `wasm` and `cpu` that starts. */
export type BackendChoice = BackendName | 'auto';

/** What runs, and why nothing faster: `auto` that could not have wasm, a page without threads. */
export interface BackendReport {
  name: BackendName;
  version: string;
  details: string;
  reason?: string;
}

/** What `tfseq doctor` shows of a backend. */
export interface BackendStatus {
  name: BackendName;
  available: boolean;
  version?: string;
  details?: string;
  /** Why it is not available. */
  reason?: string;
  /** The command that gets it. */
  fix?: string;
}

/** Version of libtensorflow; package and platform. */
export interface NativeBackend {
  version: string;
  details: string;
}

let loadNative: (() => NativeBackend) | undefined;
let prepareKernels = (): Promise<string[]> => Promise.resolve([]);

/** Called by the Node entry point with `loadTensorflow`; in browsers there is no native backend. */
export function installNativeBackend(load: () => NativeBackend): void {
  loadNative = load;
}

/** Called by the entry points: `prepare` makes our own kernels ready, and says why they are slower than they could be. */
export function installKernelPreparation(prepare: () => Promise<string[]>): void {
  prepareKernels = prepare;
}

/**
 * Makes a backend the present one and able to train. `auto` takes wasm, or else cpu and says why; any other name is used
 * or refused.
 * @throws BackendError if the backend requested is missing or does not start; ConfigError for an unknown name.
 */
export async function useBackend(choice: BackendChoice = 'auto'): Promise<BackendReport> {
  const { reason, ...report } = await activateChosen(choice);
  const reasons = await whySlower(reason);
  reasons.forEach((one) => reported.add(one));
  return reasons.length > 0 ? { ...report, reason: reasons.join('; ') } : report;
}

/** Makes our kernels ready. @returns all reasons, without those that are part of another. */
async function whySlower(reason?: string): Promise<string[]> {
  const reasons = [...(reason === undefined ? [] : [reason]), ...(await prepareKernels())];
  return reasons.filter((one, i) => !reasons.some((other, j) => other.includes(one) && (other !== one || j < i)));
}

/** Why it is slower than it could be: what `useBackend` has reported, or a task has warned of. */
const reported = new Set<string>();

async function activateChosen(choice: BackendChoice): Promise<BackendReport> {
  if (choice !== 'auto') return activate(choice);
  try {
    return await activate('wasm');
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return { ...(await activate('cpu')), reason: error.message };
  }
}

/**
 * For a method that may be the first call of all: able to train on the backend that was chosen, or on `auto` if none was.
 * @returns why it is slower than it could be, each reason once in the life of a process.
 */
export async function ensureBackend(): Promise<string[]> {
  registerTrainingKernels();
  const present = tf.getBackend() as string | null;
  const reason = present ? undefined : (await activateChosen('auto')).reason;
  const fresh = (await whySlower(reason)).filter((one) => !reported.has(one));
  fresh.forEach((one) => reported.add(one));
  return fresh;
}

/** Tries all backends, leaves the present one in place (or what `auto` takes, if there was none). */
export async function describeBackends(): Promise<BackendStatus[]> {
  const present = tf.getBackend() as string | null;
  const statuses: BackendStatus[] = [];
  for (const name of BACKENDS) {
    try {
      statuses.push({ available: true, ...(await activate(name)) });
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      statuses.push({ name, available: false, reason: error.problem, fix: error.fix });
    }
  }
  if (present) await tf.setBackend(present);
  else await useBackend('auto');
  return statuses;
}

async function activate(name: BackendName): Promise<BackendReport> {
  registerTrainingKernels();
  silenceAdvertisement();
  switch (name) {
    case 'wasm': {
      // Its build with threads, for pages that are isolated, would keep its memory from our kernels, which bring their own.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      await startBackend('wasm', 'Check that the .wasm files of @tensorflow/tfjs-backend-wasm can be fetched');
      const hasSimd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) as boolean;
      return { name, version: version_wasm, details: hasSimd ? 'SIMD' : 'no SIMD' };
    }
    case 'tensorflow': {
      const native = nativeLoader()();
      await tf.setBackend(name);
      return { name, ...native };
    }
    case 'cpu':
      await startBackend('cpu', 'Import @tensorflow/tfjs, which brings it');
      return { name, version: tf.version.tfjs, details: 'plain JavaScript' };
    default:
      throw new ConfigError({
        where: 'backend',
        problem: `unknown backend ${show(name)}`,
        expected: `one of auto, ${BACKENDS.join(', ')}`,
        fix: didYouMean(name, ['auto', ...BACKENDS], 'Choose one of these'),
      });
  }
}

function nativeLoader(): () => NativeBackend {
  if (loadNative) return loadNative;
  throw new BackendError({
    where: "backend 'tensorflow'",
    problem: 'native TensorFlow runs in Node.js only',
    expected: "an import of 'tfjs-sequence/node'",
    fix: 'Use wasm in browsers',
  });
}

/** In Node the cpu backend prints "Hi, looks like you are running TensorFlow.js in Node.js" when it is first written to. */
function silenceAdvertisement(): void {
  const cpu = tf.findBackend('cpu') as unknown as { firstUse?: boolean } | null;
  if (cpu?.firstUse) cpu.firstUse = false;
}
