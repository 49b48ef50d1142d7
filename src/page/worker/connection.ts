/** The end of the page: calls with their results, events and sources. It knows no task. */
import { BackendError, ConfigError, reasonOf } from '../../errors';
import {
  messageOf,
  type Port,
  PROTOCOL,
  type PageMessage,
  type RemoteSource,
  type Unmarked,
  type WorkerMessage,
} from './messages';
import { fromPlain, toPlain } from './plain-errors';
import { arraysOf, LocalSources, ownsItsBuffer } from './sources';

interface Call {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  onEvent?: (event: never) => void;
  /** What a callback or a source of the page threw: the call is rejected with it, not with a copy. */
  thrown?: { error: unknown };
}

/** What belongs to a call and stays in the page. */
export interface CallOptions {
  model?: number;
  onEvent?: (event: never) => void;
  signal?: AbortSignal;
  sources?: readonly RemoteSource[];
}

export class Connection {
  readonly sources: LocalSources;
  private readonly calls = new Map<number, Call>();
  /** Whose source it is. */
  private readonly callOfSource = new Map<number, number>();
  private count = 0;
  private ended?: BackendError;

  constructor(
    private readonly port: Port,
    private readonly transfers: boolean,
  ) {
    this.sources = new LocalSources(transfers);
    port.addEventListener('message', ({ data }) => {
      const message = messageOf<WorkerMessage>(data);
      if (message) this.receive(message);
    });
    port.addEventListener('error', (event) => this.end(failed((event as { message?: string }).message)));
    port.addEventListener('messageerror', () => this.end(failed('a message could not be read')));
    port.start?.();
  }

  /** @throws what the method in the Worker throws, as the same class; ConfigError for a value that cannot be sent. */
  call(method: string, values: readonly unknown[], options: CallOptions = {}): Promise<unknown> {
    if (this.ended) return Promise.reject(this.ended);
    const id = ++this.count;
    const { model, onEvent, signal, sources = [] } = options;
    const abort = () => this.post({ type: 'abort', id });
    const transfer = this.transfers ? values.flatMap(buffersOf) : [];
    const result = new Promise<unknown>((resolve, reject) => {
      this.calls.set(id, { resolve, reject, onEvent });
      sources.forEach(({ source }) => this.callOfSource.set(source, id));
      this.post({ type: 'call', id, method, model, values }, [...new Set(transfer)]);
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort);
    });
    return result.finally(() => {
      this.calls.delete(id);
      signal?.removeEventListener('abort', abort);
      sources.forEach((source) => {
        this.callOfSource.delete(source.source);
        this.sources.remove(source);
      });
    });
  }

  /** All calls that run, and further ones, are rejected. */
  end(error: BackendError): void {
    this.ended ??= error;
    for (const call of this.calls.values()) call.reject(this.ended);
    this.calls.clear();
    this.port.terminate?.();
    this.port.close?.();
  }

  private post(message: Unmarked<PageMessage>, transfer: Transferable[] = []) {
    try {
      this.port.postMessage({ ...message, protocol: PROTOCOL }, transfer);
    } catch (cause) {
      throw new ConfigError({
        where: 'worker',
        problem: `a value cannot be sent to the Worker: ${reasonOf(cause)}`,
        expected: 'options and inputs without functions; callbacks other than onEvent stay in the page',
        cause,
      });
    }
  }

  private receive(message: WorkerMessage): void {
    switch (message.type) {
      case 'result':
      case 'error':
        return this.finish(message);
      case 'event':
        return this.report(message.id, message.event);
      case 'pull':
        return void this.pull(message);
    }
  }

  private finish(message: WorkerMessage & { type: 'result' | 'error' }): void {
    const call = this.calls.get(message.id);
    if (call?.thrown) call.reject(call.thrown.error);
    else if (message.type === 'error') call?.reject(fromPlain(message.error));
    else call?.resolve(message.result);
  }

  /** As in the page itself, an event that its receiver throws at ends the run. */
  private report(id: number, event: unknown): void {
    const call = this.calls.get(id);
    if (!call?.onEvent || call.thrown) return;
    try {
      call.onEvent(event as never);
    } catch (error) {
      call.thrown = { error };
      this.post({ type: 'abort', id });
    }
  }

  private async pull({ request, source, pass, close }: WorkerMessage & { type: 'pull' }): Promise<void> {
    if (close) return this.sources.close(source, pass);
    try {
      const { transfer, ...items } = await this.sources.next(source, pass);
      this.post({ type: 'items', request, ...items }, transfer);
    } catch (error) {
      const call = this.calls.get(this.callOfSource.get(source) as number);
      if (call) call.thrown = { error };
      this.post({ type: 'source-error', request, error: toPlain(error) });
    }
  }
}

/** Of a value, or of the recordings in an array. */
function buffersOf(value: unknown): Transferable[] {
  const arrays = Array.isArray(value) ? value.flatMap(arraysOf) : arraysOf(value);
  return arrays.filter(ownsItsBuffer).map(({ buffer }) => buffer);
}

const failed = (reason: string | undefined) =>
  new BackendError({
    where: 'worker',
    problem: `the Worker failed: ${reason || 'its script cannot be loaded'}`,
    fix: 'Check the address of its script, the console, and worker-src in a Content-Security-Policy',
  });
