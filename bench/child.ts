/** A system in its child process, as `protocol.ts` says. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Reply, Request } from './protocol';

export class Child {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly replies: AsyncIterator<string>;
  private complaints = '';
  private failure = '';

  /** @param env beside the present environment. */
  constructor(command: string, args: readonly string[], env: Record<string, string> = {}) {
    this.process = spawn(command, args, { stdio: 'pipe', env: { ...process.env, ...env } });
    this.process.stderr.on(
      'data',
      (text: Buffer) => (this.complaints = (this.complaints + text.toString()).slice(-2000)),
    );
    this.process.on('error', ({ message }) => (this.failure = message)); // no such command
    this.process.stdin.on('error', () => undefined); // it has ended: `ask` says so
    this.replies = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** A reply, or `skip` if the child cannot be started or has ended. */
  async ask(request: Request): Promise<Reply> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    const next = await this.replies.next();
    if (next.done) return { skip: this.failure || this.complaints.match(/^.*Error: .*$/m)?.[0] || 'its process ended' };
    return JSON.parse(next.value) as Reply;
  }

  end(): void {
    this.process.stdin.end();
  }
}
