/** Starts a backend of TensorFlow.js so that a failure comes back as an error; `tf.setBackend` would print it. */
import * as tf from '@tensorflow/tfjs';
import { BackendError, reasonOf } from '../errors';

type Factory = () => tf.KernelBackend | Promise<tf.KernelBackend>;

/** Makes `name` the present backend. @throws BackendError if its package is missing or it does not start. */
export async function startBackend(name: string, fix: string): Promise<void> {
  const where = `backend '${name}'`;
  const { registry, registryFactory } = tf.engine();
  if (!(name in registry)) {
    const entry = registryFactory[name] as { factory: Factory; priority: number } | undefined;
    if (!entry) throw new BackendError({ where, problem: 'is not registered with TensorFlow.js', fix });
    try {
      const instance = await keepingProcessListeners(entry.factory);
      tf.removeBackend(name);
      tf.registerBackend(name, firstly(instance, entry.factory), entry.priority);
    } catch (cause) {
      if (cause instanceof BackendError) throw notStarted(where, cause.problem, cause.fix ?? fix, cause);
      throw notStarted(where, reasonOf(cause), fix, cause); // the wasm package rejects with a plain object
    }
  }
  await tf.setBackend(name);
}

/** The same where a program starts the backend itself, with `tf.ready()` or `tf.setBackend`. Again is harmless. */
export function keepErrorsOfOthers(name: string): void {
  const entry = tf.engine().registryFactory[name] as { factory: Factory } | undefined;
  if (!entry || guarded.has(entry.factory)) return;
  const { factory } = entry;
  entry.factory = () => keepingProcessListeners(factory);
  guarded.add(entry.factory);
}

const guarded = new WeakSet<Factory>();

const notStarted = (where: string, reason: string, fix: string, cause: unknown) =>
  new BackendError({ where, problem: `does not start: ${reason}`, fix, cause });

interface Emitter {
  listeners(event: string): unknown[];
  removeListener(event: string, listener: unknown): void;
}

const PROCESS_EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * In Node the wasm module listens to uncaught errors and throws them again from its own code: every failure of a user's
 * script would be reported with that file's one long line. Here its listeners go again, and Node reports as ever.
 */
async function keepingProcessListeners<T>(work: () => T | Promise<T>): Promise<T> {
  const listening = globalThis.process as unknown as Emitter | undefined;
  if (typeof listening?.listeners !== 'function') return work(); // a browser
  const before = PROCESS_EVENTS.map((event) => new Set(listening.listeners(event)));
  try {
    return await work();
  } finally {
    PROCESS_EVENTS.forEach((event, i) => {
      for (const listener of listening.listeners(event)) {
        if (!before[i].has(listener)) listening.removeListener(event, listener);
      }
    });
  }
}

/** A factory whose first call hands out what has been started already. */
function firstly(instance: tf.KernelBackend, factory: Factory): Factory {
  let waiting: tf.KernelBackend | undefined = instance;
  return () => {
    const next = waiting ?? factory();
    waiting = undefined;
    return next;
  };
}
