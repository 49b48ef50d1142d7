/**
 * `fetch` that ends: a server that does not respond, or stops sending, is given up after a while. Only the time that is
 * spent waiting for it counts, so that a slow reader does no harm.
 */

/** When to stop waiting. */
export interface FetchLimits {
  /** The longest wait for the response and for each next byte, in seconds. Default 60. */
  timeoutSeconds?: number;
  signal?: AbortSignal;
}

export interface Transfer {
  response: Response;
  /** The body, piece by piece. @throws as `fetchWithin` */
  chunks(): AsyncGenerator<Uint8Array>;
  /** Ends the connection, whatever has been read. */
  close(): Promise<void>;
}

const DEFAULT_SECONDS = 60;

/** @throws what `fetch` throws, a DOMException named TimeoutError, the signal's reason if it was aborted. */
export async function fetchWithin(url: string | URL, init: RequestInit, limits: FetchLimits = {}): Promise<Transfer> {
  const { timeoutSeconds = DEFAULT_SECONDS, signal } = limits;
  const milliseconds = Math.min(1000 * timeoutSeconds, 2 ** 31 - 1); // beyond that a timer fires at once
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  const within = async <Result>(wait: Promise<Result>): Promise<Result> => {
    const timer = setTimeout(() => controller.abort(timedOut(timeoutSeconds)), milliseconds);
    try {
      return await wait;
    } catch (error) {
      controller.signal.throwIfAborted(); // not every engine passes the reason on
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  const close = async (response?: Response) => {
    signal?.removeEventListener('abort', abort);
    if (!response?.body?.locked) await response?.body?.cancel().catch(() => undefined);
  };
  const response = await within(fetch(url, { ...init, signal: controller.signal })).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { response, chunks: () => chunksOf(response, within), close: () => close(response) };
}

async function* chunksOf(
  { body }: Response,
  within: <Result>(wait: Promise<Result>) => Promise<Result>,
): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await within(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

const timedOut = (seconds: number) => new DOMException(`nothing was received for ${seconds} s`, 'TimeoutError');
