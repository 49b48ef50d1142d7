/** TensorFlow.js' own recurrent layers, differentiated by the tape: compared with the float64 reference. */
import * as tf from '@tensorflow/tfjs';
import { cellNamed, core } from '../support/core';
import { errorsOf, expectAllBelow, referenceResults, stockResults } from '../support/implementations';
import { HIDDEN_SIZE, PROBES } from '../support/probes';

const FLOAT32 = 1e-5;

describe('stock layers, differentiated by the tape, against float64', () => {
  const options = {
    units: HIDDEN_SIZE,
    returnSequences: true,
    returnState: true,
    recurrentInitializer: 'glorotNormal', // replaced by our weights at once
    recurrentActivation: 'sigmoid',
  } as const;
  const layers = {
    'simple-rnn': (goBackwards: boolean) => tf.layers.simpleRNN({ ...options, goBackwards }),
    'simple-rnn-relu': (goBackwards: boolean) => tf.layers.simpleRNN({ ...options, goBackwards, activation: 'relu' }),
    lstm: (goBackwards: boolean) => tf.layers.lstm({ ...options, goBackwards }),
    'gru-reset-before': (goBackwards: boolean) => tf.layers.gru({ ...options, goBackwards }),
  };
  beforeAll(() => tf.setBackend('cpu'));

  describe.each(Object.entries(layers))('%s', (name, make) => {
    const cell = cellNamed(core, name as keyof typeof layers, HIDDEN_SIZE);
    test.each(PROBES)('$name', ({ make: makeProbe, reverse }) => {
      const probe = makeProbe(cell);
      if (probe.xs.length === 1) {
        // The gradient of Unpack expects a list, but the tape hands over the one gradient of a single step alone.
        expect(() => stockResults(make(reverse), cell, probe, reverse)).toThrow(/passed to stack must be/);
        return;
      }
      tf.engine().startScope();
      const layer = make(reverse);
      const stock = stockResults(layer, cell, probe, reverse);
      expectAllBelow(FLOAT32, errorsOf(stock, referenceResults(core, cell, probe, reverse)));
      layer.dispose();
      tf.engine().endScope();
    });
  });
});
