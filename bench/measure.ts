/** One work on all systems, turn by turn, so that what disturbs the machine disturbs all of them alike. */
import type { Child } from './child';
import type { Work } from './works';

export interface BenchRow {
  work: string;
  system: string;
  medianMs: number;
  minMs: number;
  runs: number;
  note: string;
}

export interface Measured {
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
): Promise<Measured> {
  const times: Record<string, number[]> = {};
  const notes: Record<string, string> = {};
  const skipped: Record<string, string> = {};
  for (const [system, child] of Object.entries(children)) {
    const answer = await child.ask({ prepare: work });
    if ('note' in answer) notes[system] = answer.note;
    else skipped[system] = 'skip' in answer ? answer.skip : 'it answered with a time where it was to get ready';
  }
  for (let round = -warmUp; round < runs; round++) {
    for (const system of Object.keys(notes)) {
      const answer = await children[system].ask({ step: true });
      if (!('ms' in answer)) throw new Error(`${system}, ${work.name}: ${JSON.stringify(answer)}`);
      if (round >= 0) (times[system] ??= []).push(answer.ms);
    }
  }
  const rows = Object.entries(times).map(([system, ms]) => ({
    work: work.name,
    system,
    medianMs: quantile(ms, 0.5),
    minMs: Math.min(...ms),
    runs,
    note: `middle half ${quantile(ms, 0.25).toFixed(1)}–${quantile(ms, 0.75).toFixed(1)} ms; ${notes[system]}`,
  }));
  return { rows, skipped, times };
}

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
