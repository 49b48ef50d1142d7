/** The loop of a child process that knows some kinds of work, as protocol.ts says. */
import { createInterface } from 'node:readline';
import type { Answer, Measured, Request } from '../protocol';
import type { Work } from '../works';

export type Round = () => Promise<Measured>;
/** @returns a round with a note, or why the work is left out. */
export type Prepare = (work: Work) => Promise<{ round: Round; note: string } | { skip: string }>;

export async function serve(prepare: Prepare): Promise<void> {
  let round: Round | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    process.stdout.write(`${JSON.stringify(await answer(request))}\n`);
  }

  async function answer(request: Request): Promise<Answer> {
    if ('step' in request) return round ? round() : { skip: 'a round before there is a work' };
    const prepared = await prepare(request.prepare);
    if ('skip' in prepared) return prepared;
    round = prepared.round;
    return { note: prepared.note };
  }
}

/** Milliseconds of one of `repeats`. */
export function timed(work: () => Promise<unknown> | void, repeats = 1): Round {
  return async () => {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) await work();
    return { ms: (performance.now() - start) / repeats };
  };
}
