/** A recurrent layer by the name of its cell, as configurations give it. */
import { GRU, LSTM, SimpleRNN } from '../src/layers/recurrent/recurrent';
import type { RecurrentLayer } from '../src/layers/recurrent/recurrent-layer';
import type { RecurrentOptions } from '../src/layers/recurrent/options';

export type CellName = 'lstm' | 'gru' | 'simple-rnn';

/** @param resetAfter for a GRU, see there. */
export function recurrentLayer(cell: CellName, options: RecurrentOptions, resetAfter?: boolean): RecurrentLayer {
  switch (cell) {
    case 'lstm':
      return new LSTM(options);
    case 'gru':
      return new GRU({ ...options, resetAfter });
    case 'simple-rnn':
      return new SimpleRNN(options);
  }
}
