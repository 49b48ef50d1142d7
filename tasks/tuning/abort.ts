/** A controller that aborts with another signal too (`AbortSignal.any`, which not every engine has). */
export function controllerWith(signal: AbortSignal | undefined): {
  signal: AbortSignal;
  abort: () => void;
  /** Forgets the other signal. */
  release: () => void;
} {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  return { signal: controller.signal, abort, release: () => signal?.removeEventListener('abort', abort) };
}
