/** A server on 127.0.0.1 that never ends its answers, never begins them, or says another length than it sends. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const chunk = Buffer.alloc(2 ** 16, ' ');

function sendForEver(response: ServerResponse): void {
  while (!response.destroyed && response.write(chunk));
  if (!response.destroyed) response.once('drain', () => sendForEver(response));
}

/** First folder of the path → what it does. */
const behaviours: Record<string, (response: ServerResponse) => void> = {
  'no-answer': () => undefined,
  'no-body': (response) => response.flushHeaders(),
  stalls: (response) => response.write('{'),
  endless: sendForEver,
  announced: (response) => response.setHeader('content-length', 1e10).write('{'),
  /** Raw, since Node's server refuses to send more than it has announced. */
  longer: (response) => response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}${chunk.toString()}`),
};

export interface HostileServer {
  url: string;
  /** Answers whose connection is open, after a moment in which it could close. */
  openAnswers(): Promise<number>;
  close(): Promise<void>;
}

export async function startHostileServer(): Promise<HostileServer> {
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    open.add(response);
    response.on('close', () => open.delete(response));
    const [, folder] = (request.url ?? '').split('/');
    behaviours[folder](response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async openAnswers() {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return open.size;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
