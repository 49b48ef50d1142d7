/** The loop of a child process that knows some kinds of work, as protocol.ts says. */
import { createInterface } from 'node:readline';
import type { Reply, Measured, Request } from '../protocol';
import type { Work } from '../works';

export type Round = () => Promise<Measured>;
/** @returns a round with a note, or why the work is left out. */
export type Prepare = (work: Work) => Promise<{ round: Round; note: string } | { skip: string }>;

export async function serve(prepare: Prepare): Promise<void> {
  let round: Round | undefined;
  let lastMs = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    process.stdout.write(`${JSON.stringify(await reply(request))}\n`);
  }

  async function reply(request: Request): Promise<Reply> {
    if ('burst' in request) {
      if (!round) return { skip: 'a burst before there is a work' };
      const measured = await burst(round, request.burst, lastMs);
      lastMs = measured.ms;
      return measured;
    }
    const prepared = await prepare(request.prepare);
    if ('skip' in prepared) return prepared;
    round = prepared.round;
    lastMs = 0;
    return { note: prepared.note };
  }
}

/** As protocol.ts says. @param lastMs of one step, as measured before. */
export async function burst(round: Round, milliseconds: number, lastMs: number): Promise<Measured> {
  if (lastMs <= milliseconds) await round();
  const start = performance.now();
  const times: number[] = [];
  let bytes: number | undefined;
  do {
    const step = await round();
    times.push(step.ms);
    if (step.bytes !== undefined) bytes = Math.max(bytes ?? 0, step.bytes);
  } while (performance.now() - start < milliseconds);
  return { ms: times.reduce((sum, ms) => sum + ms) / times.length, ...(bytes !== undefined && { bytes }) };
}

/** Milliseconds of one of `repeats`. */
export function timed(work: () => Promise<unknown> | void, repeats = 1): Round {
  return async () => {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) await work();
    return { ms: (performance.now() - start) / repeats };
  };
}
