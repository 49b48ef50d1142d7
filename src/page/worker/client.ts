/**
 * The entry point `tfjs-sequence/worker`: models that live in a Worker, with the methods that they have in the page, so that
 * training does not freeze it. Nothing of TensorFlow.js is loaded in the page.
 */
import type { BackendChoice, BackendReport } from '../../backends/backends';
import type { ByteSource } from '../../data/bytes/source';
import type { ExampleSource } from '../../data/example-source';
import { BackendError } from '../../errors';
import { version } from '../../version';
import type { taskClasses, TaskName } from '../../../tasks';
import type { LoadOptions } from '../../../tasks/options';
import { type CallOptions, Connection } from './connection';
import type { Port, RemoteSource } from './messages';
import { isSource } from './sources';

export * from '../../errors';
export { replayable } from '../../data/example-source';
export type { TaskName };
export type { Port };

type Model<Name extends TaskName> = InstanceType<(typeof taskClasses)[Name]>;
type Options<Name extends TaskName> = ConstructorParameters<(typeof taskClasses)[Name]>[0];

/** A model in a Worker. Its methods take, return and throw what they do in the page. */
export interface WorkerModel<Name extends TaskName = TaskName> {
  readonly task: Name;
  /** Examples are sent some at a time. An abort stops after the step under way. */
  readonly fit: Model<Name>['fit'];
  readonly evaluate: Model<Name>['evaluate'];
  readonly predict: Model<Name>['predict'];
  readonly save: Model<Name>['save'];
  /** Task, settings, labels, parameters, metrics. */
  describe(): Promise<ReturnType<Model<Name>['describe']>>;
  /** What did not survive encoding since the last call, one sentence each. */
  drainWarnings(): Promise<string[]>;
  /** Frees the weights; a `fit` that runs is stopped and rejects. */
  dispose(): void;
}

/** Options of `connectWorker`. */
export interface WorkerOptions {
  /**
   * Gives frames of recordings to the Worker instead of copying them: the page has them no longer. Only arrays with a buffer
   * of their own.
   */
  transfer?: boolean;
  /** Seconds until a Worker that does not respond is an error; 30 by default. */
  timeout?: number;
}

/** A Worker with the library in it. */
export interface SequenceWorker {
  /** A fresh model. @throws ConfigError for an option that is unknown or out of range. */
  create<Name extends TaskName>(task: Name, options?: Options<Name>): Promise<WorkerModel<Name>>;
  /** A saved bundle: an address, relative to the page, or `indexeddb://name`. @throws BundleError. */
  load(location: string, options?: LoadOptions): Promise<WorkerModel>;
  /** The same, of a task that is known. @throws BundleError also for the bundle of another task. */
  load<Name extends TaskName>(
    location: string,
    options: LoadOptions | undefined,
    task: Name,
  ): Promise<WorkerModel<Name>>;
  /** Which backend of TensorFlow.js runs there. @throws BackendError, ConfigError. */
  useBackend(choice?: BackendChoice): Promise<BackendReport>;
  /** Ends the Worker with all of its models; calls that run reject with a BackendError. */
  terminate(): void;
}

/**
 *     const worker = connectWorker(new Worker(new URL('./model-worker.js', import.meta.url), { type: 'module' }));
 *     const model = await worker.create('sentiment', { hiddenSize: 32 });
 *     await model.fit(examples, { validation, onEvent: show, signal: stop.signal });
 *     await model.predict('a quiet triumph');
 *
 * @param port a Worker whose script calls `serveWorker`, or is `tfjs-sequence.browser.js`
 */
export function connectWorker(
  port: Port | Worker,
  { transfer = false, timeout = 30 }: WorkerOptions = {},
): SequenceWorker {
  const connection = new Connection(port, transfer);
  const connected = connect(connection, timeout);
  connected.catch(() => undefined); // the first call reports it
  const call = async (method: string, ...values: unknown[]) => {
    await connected;
    return connection.call(method, values);
  };
  const model = async (created: Promise<unknown>) => workerModel(connection, (await created) as Created);
  return {
    create: <Name extends TaskName>(task: Name, options?: Options<Name>) =>
      model(call('create', task, options)) as Promise<WorkerModel<Name>>,
    load: <Name extends TaskName>(location: string, options?: LoadOptions, task?: Name) =>
      model(call('load', fromPage(location), options, task)) as Promise<WorkerModel<Name>>,
    useBackend: (choice) => call('useBackend', choice) as Promise<BackendReport>,
    terminate: () => connection.end(terminated()),
  };
}

/** Waits for the Worker. @throws BackendError for one that does not respond, or has another version. */
async function connect(connection: Connection, timeout: number): Promise<void> {
  const timer = setTimeout(() => connection.end(silent(timeout)), timeout * 1000);
  try {
    const found = await connection.call('connect', []);
    if (found !== version) throw otherVersion(String(found));
  } finally {
    clearTimeout(timer);
  }
}

interface Created {
  model: number;
  task: TaskName;
}

function workerModel(connection: Connection, { model, task }: Created): WorkerModel {
  const call = (method: string, values: unknown[] = [], options: CallOptions = {}) =>
    connection.call(method, values, { ...options, model }) as Promise<never>;
  /** `fit` and `evaluate`: examples and validation are sources, events and the signal stay in the page. */
  const withExamples = async (method: string, examples: unknown, options: FitLike = {}): Promise<never> => {
    const sources: RemoteSource[] = [];
    const remote = (value: ExampleSource<unknown>, name?: string) => {
      const source = connection.sources.add(value, name);
      sources.push(source);
      return source;
    };
    const { onEvent, signal, validation, vectors, init, checkpoints, ...others } = options;
    const sent = {
      ...others,
      ...(validation !== undefined && { validation: isSource(validation) ? remote(validation) : validation }),
      ...(vectors && { vectors: remote(bytesOf(vectors), vectors.name) }),
      ...(init !== undefined && { init: fromPage(init) }),
      ...(checkpoints !== undefined && { checkpoints: fromPage(checkpoints) }),
    };
    const values = [isSource(examples) ? remote(examples) : examples, sent];
    return call(method, values, { onEvent, signal, sources });
  };
  return {
    task,
    fit: (examples: unknown, options?: FitLike) => withExamples('fit', examples, options),
    evaluate: (examples: unknown, options?: object) => withExamples('evaluate', examples, options),
    predict: (...values: unknown[]) => call('predict', values),
    save: (location: string, ...options: unknown[]) => call('save', [fromPage(location), ...options]),
    describe: () => call('describe'),
    drainWarnings: () => call('drainWarnings'),
    dispose: () => void call('dispose').catch(() => undefined), // a Worker that has ended has freed it
  };
}

/** What of the options of `fit` is not sent as it is. */
interface FitLike {
  onEvent?: (event: never) => void;
  signal?: AbortSignal;
  validation?: unknown;
  vectors?: ByteSource;
  init?: string;
  checkpoints?: string;
}

const bytesOf = (source: ByteSource): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => source.open()[Symbol.asyncIterator](),
});

/** An address as the page means it: a Worker would take it as relative to its script. */
function fromPage(location: string): string {
  const base = globalThis.document?.baseURI;
  const isRelative = typeof location === 'string' && location !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(location);
  return base !== undefined && isRelative ? new URL(location, base).href : location;
}

const terminated = () =>
  new BackendError({ where: 'worker', problem: 'the Worker has been terminated', fix: 'Connect another one' });

const silent = (seconds: number) =>
  new BackendError({
    where: 'worker',
    problem: `the Worker has not responded within ${seconds} s`,
    expected: 'a script that calls serveWorker()',
    fix: "Call it in the Worker's script: import { serveWorker } from 'tfjs-sequence/browser'",
  });

const otherVersion = (found: string) =>
  new BackendError({
    where: 'worker',
    problem: `the Worker has version ${found} of tfjs-sequence, and the page ${version}`,
    expected: 'the same version in both',
    fix: "Build the page and the Worker's script together",
  });
