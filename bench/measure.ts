/** One work on all systems, turn by turn, so that what disturbs the machine disturbs all of them alike. */
import { setTimeout as settled } from 'node:timers/promises';
import type { Child } from './child';
import type { Work } from './works';

export interface BenchRow {
  work: string;
  system: string;
  medianMs: number;
  minMs: number;
  runs: number;
  note: string;
  /** Works of memory: the largest of the rounds. */
  bytes?: number;
}

export interface Measurement {
  work: Work;
  rows: BenchRow[];
  /** System → why it was left out. */
  skipped: Record<string, string>;
  /** System → milliseconds of every round. */
  times: Record<string, number[]>;
}

export interface Rounds {
  warmUp: number;
  runs: number;
}

export async function measure(
  work: Work,
  children: Record<string, Child>,
  { warmUp, runs }: Rounds,
): Promise<Measurement> {
  const times: Record<string, number[]> = {};
  const bytes: Record<string, number> = {};
  const notes: Record<string, string> = {};
  const skipped: Record<string, string> = {};
  for (const [system, child] of Object.entries(children)) {
    const reply = await child.ask({ prepare: work });
    if ('note' in reply) notes[system] = reply.note;
    else skipped[system] = 'skip' in reply ? reply.skip : 'it replied with a time where it was to get ready';
  }
  for (let round = -warmUp; round < runs; round++) {
    for (const system of Object.keys(notes)) {
      await settled(settleMs);
      const reply = await children[system].ask({ burst: burstMs });
      if (!('ms' in reply)) {
        skipped[system] = 'skip' in reply ? reply.skip : reply.note;
        delete notes[system];
        delete times[system];
      } else if (round >= 0) {
        (times[system] ??= []).push(reply.ms);
        if (reply.bytes !== undefined) bytes[system] = Math.max(reply.bytes, bytes[system] ?? 0);
      }
    }
  }
  const rows = Object.entries(times).map(([system, ms]) => ({
    work: work.name,
    system,
    medianMs: quantile(ms, 0.5),
    minMs: Math.min(...ms),
    runs,
    note: `middle half ${milliseconds(quantile(ms, 0.25))}–${milliseconds(quantile(ms, 0.75))} ms; ${notes[system]}`,
    ...(system in bytes && { bytes: bytes[system] }),
  }));
  return { work, rows, skipped, times };
}

/** A round of a system: long enough for dozens of steps of most. */
const burstMs = 400;

/** After its round a system may go on in the background: garbage is collected, idle threads spin for a while. */
const settleMs = 150;

/** Three digits that count. */
export const milliseconds = (ms: number) => (ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3));

/** Of the rounds one by one: how many times faster `fast` is, median and middle half. */
export function speedup(slow: readonly number[], fast: readonly number[]) {
  const ratios = slow.map((ms, round) => ms / fast[round]);
  return { median: quantile(ratios, 0.5), from: quantile(ratios, 0.25), to: quantile(ratios, 0.75) };
}

/** Linear between the two nearest values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = sorted[Math.min(below + 1, sorted.length - 1)];
  return sorted[below] + (at - below) * (above - sorted[below]);
}
