/** The table of probes: masks × directions × sizes. B ≠ T ≠ I ≠ H, so that no mixed-up axis goes unseen. */
import { type Matrix, matrix } from '../../src/cells/float64';
import type { Cell } from '../../src/cells/cell';
import { type Probe, probe } from '../../src/recurrence/probe';
import { Random } from '../../src/random';

export const HIDDEN_SIZE = 2;

const SIZES = {
  'B 3, T 5': { batchSize: 3, steps: 5, inputSize: 4 },
  'one step': { batchSize: 3, steps: 1, inputSize: 4 },
  'one example, one input': { batchSize: 1, steps: 4, inputSize: 1 },
};

/** 5 × [3,1]: what lengths cannot say. */
const MASKS: Record<string, Matrix[]> = {
  'mask with holes': columns([0, 1, 1], [1, 0, 1], [0, 0, 1], [1, 1, 0], [1, 0, 1]),
  'empty mask': columns([0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0]),
};

export const PROBES: { name: string; reverse: boolean; make: (cell: Cell, seed?: number) => Probe }[] = [
  ...Object.entries(SIZES).map(([name, sizes]) => ({
    name,
    sizes: { ...sizes, lengths: undefined as number[] | undefined },
  })),
  ...Object.entries({ ragged: [5, 2, 4], 'full mask': [5, 5, 5] }).map(([name, lengths]) => ({
    name,
    sizes: { ...SIZES['B 3, T 5'], lengths },
  })),
  ...Object.keys(MASKS).map((name) => ({ name, sizes: { ...SIZES['B 3, T 5'], lengths: undefined } })),
].flatMap(({ name, sizes }) =>
  [false, true].map((reverse) => ({
    name: reverse ? `${name}, reverse` : name,
    reverse,
    make: (cell: Cell, seed = 1) => {
      const drawn = probe(cell, sizes, Random.fromSeed(seed).fork(cell.name));
      return name in MASKS ? { ...drawn, mask: MASKS[name] } : drawn;
    },
  })),
);

/** The same with recurrent dropout: one factor of 0, the others 1 / (1 − rate). */
export function withDropout(probe: Probe): Probe {
  const { rows } = probe.xs[0];
  const values = Array.from({ length: rows * HIDDEN_SIZE }, (_, i) => (i === 1 ? 0 : 1.25));
  return { ...probe, recurrentDropout: matrix(rows, HIDDEN_SIZE, values) };
}

function columns(...values: number[][]): Matrix[] {
  return values.map((column) => matrix(column.length, 1, column));
}
