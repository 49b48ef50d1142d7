/** A file server on 127.0.0.1 whose behaviour a test can change between requests. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServer {
  url: string;
  content: Buffer;
  etag: string | undefined;
  /** Answers ranges. */
  ranges: boolean;
  /** Breaks the connection after so many bytes of a body. */
  breakAfter: number | undefined;
  status: number | undefined;
  requests: { url: string; range: string | undefined; ifRange: string | undefined }[];
  close(): Promise<void>;
}

export async function startFileServer(content: Buffer): Promise<FileServer> {
  const server: Server = createServer((request, response) => {
    const { range, 'if-range': ifRange } = request.headers;
    state.requests.push({ url: request.url ?? '', range, ifRange: ifRange as string | undefined });
    answer(state, request.headers, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: FileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    content,
    etag: '"one"',
    ranges: true,
    breakAfter: undefined,
    status: undefined,
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return state;
}

function answer(state: FileServer, headers: IncomingHttpHeaders, response: ServerResponse): void {
  if (state.status) return void response.writeHead(state.status).end('no');
  const tag = state.etag === undefined ? {} : { etag: state.etag };
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const continues = state.ranges && start > 0 && headers['if-range'] === state.etag;
  const body = continues ? state.content.subarray(start) : state.content;
  const length = { 'content-length': body.length };
  const { length: size } = state.content;
  if (continues) response.writeHead(206, { ...tag, ...length, 'content-range': `bytes ${start}-${size - 1}/${size}` });
  else response.writeHead(200, { ...tag, ...length });
  if (state.breakAfter === undefined) return void response.end(body);
  response.write(body.subarray(0, state.breakAfter), () => setTimeout(() => response.destroy(), 30));
}
