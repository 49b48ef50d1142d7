/**
 * The recurrence core as one object, so that the checks can be run on this code or to a mutant of it
 * (test/recurrence/mutants.test.ts).
 */
import { gru } from '../../src/cells/gru';
import { fromKeras } from '../../src/cells/keras-weights';
import { lstm } from '../../src/cells/lstm';
import { simpleRnn } from '../../src/cells/simple-rnn';
import { genericRecurrence } from '../../src/kernels/generic/generic-recurrence';
import { checkCellGradients } from '../../src/recurrence/gradient-check';
import { network } from '../../src/recurrence/network';
import { stack } from '../../src/recurrence/stack';
import { fromStateDict } from '../../src/recurrence/state-dict/state-dict';
import { truncated } from '../../src/recurrence/truncated';
import { unroll } from '../../src/recurrence/unroll';

export const core = {
  ...{ gru, lstm, simpleRnn, fromKeras, fromStateDict },
  ...{ unroll, stack, network, truncated, checkCellGradients },
  genericRecurrence,
};
export type Core = typeof core;

export type CellName = 'simple-rnn' | 'simple-rnn-relu' | 'lstm' | 'gru' | 'gru-reset-before';

export const CELLS: CellName[] = ['simple-rnn', 'simple-rnn-relu', 'lstm', 'gru', 'gru-reset-before'];

export function cellNamed({ gru, lstm, simpleRnn }: Core, name: CellName, hiddenSize: number) {
  switch (name) {
    case 'simple-rnn':
      return simpleRnn({ hiddenSize });
    case 'simple-rnn-relu':
      return simpleRnn({ hiddenSize, activation: 'relu' });
    case 'lstm':
      return lstm({ hiddenSize });
    case 'gru':
      return gru({ hiddenSize });
    case 'gru-reset-before':
      return gru({ hiddenSize, resetAfter: false });
  }
}
