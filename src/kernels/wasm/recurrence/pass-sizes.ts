/** The sizes of a pass, in the letters of assembly/recurrence/partition.ts. */
import { isBuiltIn } from '../../../cells/built-in';
import type { Cell } from '../../../cells/cell';
import { ConfigError } from '../../../errors';
import type { HostSizes } from '../../fused/host-recurrence';
import { CellKind } from '../jobs/operations';
import { packedSize } from '../jobs/product';

const KINDS: Record<string, CellKind> = {
  'simple-rnn': CellKind.simpleRnn,
  'simple-rnn-relu': CellKind.simpleRnnRelu,
  lstm: CellKind.lstm,
  gru: CellKind.gru,
  'gru-reset-before': CellKind.gruResetBefore,
};

/** Whether the module has this cell's equations. */
export const isKnown = (cell: Cell): boolean => isBuiltIn(cell) && cell.name in KINDS;

export interface PassSizes extends HostSizes {
  kind: CellKind;
  reverse: boolean;
  hiddenSize: number;
  /** hiddenSize, filled up to a multiple of 4. */
  H: number;
  /** Columns of `inputs`: x, 1, h. */
  K: number;
  /** Columns of the stacked weights and of `gates`. */
  Z: number;
}

/** @throws ConfigError for a cell that the module does not know. */
export function passSizes(cell: Cell, sizes: HostSizes, reverse: boolean): PassSizes {
  if (!isKnown(cell)) {
    throw new ConfigError({
      where: 'WebAssembly kernels',
      problem: `there is none for the cell ${cell.name}`,
      expected: Object.keys(KINDS).join(', '),
      fix: 'Other cells run on the generic kernel',
    });
  }
  const { hiddenSize } = cell;
  const H = Math.ceil(hiddenSize / 4) * 4;
  const blocks = cell.gates === 1 ? 1 : 4;
  return { ...sizes, kind: KINDS[cell.name], reverse, hiddenSize, H, K: sizes.inputSize + 1 + H, Z: blocks * H };
}

/** Multiplications of a forward pass, about; the backward pass has twice as many. */
export const workOf = ({ batchSize, steps, K, Z }: PassSizes): number => batchSize * steps * K * Z;

/** For a job. */
export const sizeValues = ({ kind, steps, inputSize, hiddenSize, reverse }: PassSizes) => ({
  ...{ cell: kind, steps, inputSize, hiddenSize },
  direction: reverse ? -1 : 1,
});

/** Values of the packed weights forwards: all at once, or [z r], n from x, n from h. */
export function panelsForward({ K, Z, H, inputSize }: PassSizes): number {
  return Z === H
    ? packedSize(K, H)
    : Math.max(packedSize(K, Z), packedSize(K, 2 * H) + packedSize(inputSize + 2 + H, H));
}

/** The same backwards: Wᵀ, and Uᵀ in one part or two. */
export const panelsBackward = ({ Z, H, inputSize }: PassSizes): number => packedSize(Z, inputSize) + packedSize(Z, H);

/** Values of a packed chunk of `rows` rows of da: all columns, or [z r], n, u. */
export function panelsOfChunk({ Z, H }: PassSizes, rows: number): number {
  return Z === H
    ? packedSize(rows, H)
    : Math.max(packedSize(rows, Z), packedSize(rows, 2 * H) + 2 * packedSize(rows, H));
}
