/** The end of the Worker: models live here, and what the page calls is called on them. */
import { useBackend } from '../../backends/backends';
import { ConfigError, show } from '../../errors';
import { version } from '../../version';
import { load, taskClass, type AnyTaskModel } from '../../../tasks';
import {
  type CallMessage,
  messageOf,
  type PageMessage,
  type Port,
  PROTOCOL,
  type RemoteSource,
  type Unmarked,
  type WorkerMessage,
} from './messages';
import { fromPlain, toPlain } from './plain-errors';

interface Pulled {
  items: readonly unknown[];
  done: boolean;
}
interface Waiting {
  resolve(pulled: Pulled): void;
  reject(error: Error): void;
}

/** Methods of models that a page may call. */
const METHODS = ['fit', 'evaluate', 'predict', 'save', 'describe', 'drainWarnings'] as const;

/**
 * In the script of a Worker: does what the page calls through `connectWorker`. The script `tfjs-sequence.browser.js` does it
 * by itself where it is started as a Worker.
 *
 *     import { serveWorker } from 'tfjs-sequence/browser';
 *     serveWorker();
 *
 * @param port where the page writes to; by default the Worker's own
 */
export function serveWorker(port: Port = globalThis as unknown as Port): void {
  const server = new Server(port);
  port.addEventListener('message', ({ data }) => {
    const message = messageOf<PageMessage>(data);
    if (message) server.receive(message);
  });
  port.start?.();
}

class Server {
  private readonly models = new Map<number, AnyTaskModel>();
  private readonly running = new Map<number, AbortController>();
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;

  constructor(private readonly port: Port) {}

  receive(message: PageMessage): void {
    switch (message.type) {
      case 'call':
        return void this.call(message);
      case 'abort':
        return this.running.get(message.id)?.abort();
      case 'items':
        this.waiting.get(message.request)?.resolve(message);
        return void this.waiting.delete(message.request);
      case 'source-error':
        this.waiting.get(message.request)?.reject(fromPlain(message.error));
        return void this.waiting.delete(message.request);
    }
  }

  private post(message: Unmarked<WorkerMessage>): void {
    this.port.postMessage({ ...message, protocol: PROTOCOL }, []);
  }

  private async call(message: CallMessage): Promise<void> {
    const { id } = message;
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      this.post({ type: 'result', id, result: await this.resultOf(message, controller.signal) });
    } catch (error) {
      this.post({ type: 'error', id, error: toPlain(error) });
    } finally {
      this.running.delete(id);
    }
  }

  private resultOf({ id, method, model, values }: CallMessage, signal: AbortSignal): unknown {
    if (model !== undefined) return this.onModel(id, model, method, values, signal);
    const [first, second, third] = values as [never, never, never];
    switch (method) {
      case 'connect':
        return version;
      case 'useBackend':
        return useBackend(first);
      case 'create':
        return this.keep(new (taskClass(first))(second));
      case 'load':
        return this.load(first, second, third);
      default:
        throw notServed(method);
    }
  }

  private async load(location: string, options: never, task: string | undefined) {
    return this.keep(await (task === undefined ? load(location, options) : taskClass(task).load(location, options)));
  }

  private keep(model: AnyTaskModel): { model: number; task: string } {
    this.models.set(++this.count, model);
    return { model: this.count, task: model.task.name };
  }

  private onModel(
    id: number,
    number: number,
    method: string,
    values: readonly unknown[],
    signal: AbortSignal,
  ): unknown {
    const model = this.models.get(number) as AnyTaskModel;
    if (method === 'dispose') return model.dispose();
    if (!METHODS.some((one) => one === method)) throw notServed(method);
    const own = values.map((value) => this.withSources(value));
    if (method === 'fit') {
      const onEvent = (event: unknown) => this.post({ type: 'event', id, event });
      own[1] = { ...(own[1] as object | undefined), onEvent, signal };
    }
    const methods = model as AnyTaskModel & Record<string, (...values: unknown[]) => unknown>;
    return methods[method](...own);
  }

  /** Sources among a value and its entries become iterables again. */
  private withSources(value: unknown): unknown {
    if (isRemote(value)) return this.iterable(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value).map(([name, entry]: [string, unknown]) => [
      name,
      isRemote(entry) ? this.iterable(entry) : entry,
    ]);
    return Object.fromEntries(entries) as object;
  }

  private iterable(remote: RemoteSource): object {
    let passes = 0;
    const open = () => this.pass(remote.source, ++passes);
    if (remote.name !== undefined) return { name: remote.name, open };
    return { ...(remote.replayable && { replayable: true }), [Symbol.asyncIterator]: open };
  }

  private async *pass(source: number, pass: number): AsyncGenerator<unknown> {
    let isDone = false;
    try {
      while (!isDone) {
        const { items, done } = await this.pull(source, pass);
        yield* items;
        isDone = done;
      }
    } finally {
      if (!isDone) this.post({ type: 'pull', request: 0, source, pass, close: true });
    }
  }

  private pull(source: number, pass: number): Promise<Pulled> {
    const request = ++this.count;
    this.post({ type: 'pull', request, source, pass, close: false });
    return new Promise((resolve, reject) => this.waiting.set(request, { resolve, reject }));
  }
}

const isRemote = (value: unknown): value is RemoteSource =>
  typeof value === 'object' && value !== null && 'source' in value && 'replayable' in value;

const notServed = (method: string) =>
  new ConfigError({
    where: 'worker',
    problem: `there is no method ${show(method)} in a Worker`,
    expected: `one of ${METHODS.join(', ')}, dispose`,
  });
