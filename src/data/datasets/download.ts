/**
 * One file over HTTP into a part file, going on where an earlier attempt stopped.
 *
 * The entity tag of the first response is kept beside the part and sent as If-Range (RFC 9110, 13.1.5): a server whose
 * file has changed since responds with the whole new file, so that pieces of two versions are never put together.
 * Without a strong tag a download begins anew.
 */
import { DataError } from '../../errors';
import { type Transfer, fetchWithin } from '../bytes/http';
import type { FetchOptions } from './fetch-options';
import type { FileHost } from '../bytes/file-host';
import type { FileForm } from './registry/entry';
import { collect } from '../bytes/source';

interface Download extends FetchOptions {
  url: string;
  /** Path of the part file; its entity tag lies beside it as `<part>.etag`. */
  part: string;
  file: FileForm;
  host: FileHost;
}

/**
 * Leaves the whole file in `part`; the caller checks the hash.
 * @throws DataError naming the address for a server that cannot be reached, another status than 200 and 206, or a
 * connection that ends early or falls silent (what arrived is kept); the signal's reason if it was aborted
 */
export async function download(job: Download): Promise<void> {
  const { url, part, file, host } = job;
  const { bytes: have } = await host.describe(part);
  if (have === file.bytes) return;
  const tag = have > 0 && have < file.bytes ? await readTag(job) : '';
  const transfer = await request(job, tag ? { range: `bytes=${have}-`, 'if-range': tag } : {});
  try {
    const { response } = transfer;
    const start = response.status === 206 ? have : 0;
    await checkResponse(job, response, start);
    if (start === 0) await startAnew(job, response.headers.get('etag') ?? '');
    await host.write(part, reportProgress(job, transfer, start), { append: start > 0 });
  } finally {
    await transfer.close();
  }
  const { bytes } = await host.describe(part);
  if (bytes < file.bytes) throw cutOff(url, bytes, file.bytes);
}

async function readTag({ part, host }: Download): Promise<string> {
  const path = `${part}.etag`;
  if ((await host.describe(path)).kind === 'missing') return '';
  return new TextDecoder().decode(await collect(host.open(path)));
}

/** A weak tag (`W/`) does not promise equal bytes, so it is not kept. */
async function startAnew({ part, host }: Download, tag: string): Promise<void> {
  await host.remove(part);
  await host.remove(`${part}.etag`);
  if (tag.startsWith('"')) await host.write(`${part}.etag`, oneChunk(new TextEncoder().encode(tag)), { append: false });
}

// eslint-disable-next-line @typescript-eslint/require-await -- the contract is an async iterable
async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function request({ url, ...limits }: Download, headers: Record<string, string>): Promise<Transfer> {
  const { signal } = limits;
  try {
    // A compressed response could not be continued at a byte of the file.
    return await fetchWithin(url, { headers: { ...headers, 'accept-encoding': 'identity' } }, limits);
  } catch (error) {
    signal?.throwIfAborted();
    const { cause = error } = (error ?? {}) as { cause?: unknown }; // Node's own message is "fetch failed"
    throw new DataError({
      where: url,
      problem: `the server cannot be reached (${reason(cause)})`,
      expected: 'a connection to it',
      fix: 'Connect to the network, or set TFSEQ_DATA_DIR to a folder that holds a copy of the data',
      cause: error,
    });
  }
}

async function checkResponse({ url, part, host }: Download, response: Response, start: number): Promise<void> {
  const range = response.headers.get('content-range') ?? '';
  const continues = response.status === 206 && start > 0 && range.startsWith(`bytes ${start}-`);
  if (response.status === 200 || continues) return;
  await host.remove(part);
  throw new DataError({
    where: url,
    problem: `the server answered ${response.status} ${response.statusText}${range && ` (${range})`}`.trimEnd(),
    expected: start > 0 ? `200, or 206 from byte ${start}` : '200',
    fix: 'Try again later, or set TFSEQ_DATA_DIR to a folder that holds a copy of the data',
  });
}

/** Passes the body on, counts it, and names the address when the connection breaks. */
async function* reportProgress(
  { url, file, onProgress, signal }: Download,
  transfer: Transfer,
  start: number,
): AsyncGenerator<Uint8Array> {
  let received = start;
  onProgress?.({ file: file.name, received, total: file.bytes });
  const chunks = transfer.chunks();
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        signal?.throwIfAborted();
        throw cutOff(url, received, file.bytes, error);
      });
      if (next.done) return;
      received += next.value.length;
      if (received > file.bytes) throw tooMuch(url, file.bytes);
      yield next.value;
      onProgress?.({ file: file.name, received, total: file.bytes });
    }
  } finally {
    await chunks.return(undefined);
  }
}

function cutOff(url: string, received: number, total: number, cause?: unknown): DataError {
  return new DataError({
    where: url,
    problem: `the connection ended after ${received} of ${total} bytes${cause ? ` (${reason(cause)})` : ''}`,
    expected: 'the whole file',
    fix: 'Run the same command again: what arrived is kept',
    cause,
  });
}

function tooMuch(url: string, total: number): DataError {
  return new DataError({
    where: url,
    problem: `the server sends more than ${total} bytes`,
    expected: `${total} bytes`,
    fix: 'The file at this address has changed: set TFSEQ_DATA_DIR to a folder that holds the original',
  });
}

/** Several addresses of one name that all fail are an error without a message, with a code. */
const reason = (error: unknown): string => {
  const { message, code } = (error ?? {}) as { message?: string; code?: string };
  return message || code || String(error);
};
