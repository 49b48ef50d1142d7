/** What the works of this child share: the backend, its layers, the clock. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { loadTensorflow } from '../../../src/backends/tensorflow';
import type { RecurrentWork } from '../../works';

export interface System {
  backend: 'wasm' | 'cpu' | 'tensorflow';
  /** Our layers and kernels, or the stock ones. */
  ours: boolean;
}

/** The system cannot do this work. */
export class Skip extends Error {}

type Layer = ReturnType<typeof tf.layers.rnn>;
interface LayerOptions {
  units: number;
  returnSequences?: boolean;
  returnState?: boolean;
}

/** @returns what stands in the note beside the version of TensorFlow.js. */
export async function start({ backend, ours }: System): Promise<string> {
  if (ours) {
    // Replaces kernels of TensorFlow.js for all layers: only in a process that measures ours.
    const { useBackend } = await import('../../../src/node');
    const { describeArithmetic } = await import('../../../src/kernels/describe');
    try {
      const { details } = await useBackend(backend);
      return `, ${details}; ${describeArithmetic(backend)}`;
    } catch (error) {
      throw new Skip((error as Error).message);
    }
  }
  tf.env().set('PROD', true);
  if (backend !== 'tensorflow') {
    await tf.setBackend(backend);
    return '';
  }
  try {
    const { version } = loadTensorflow();
    await tf.setBackend(backend);
    return `, TensorFlow ${version}`;
  } catch (error) {
    throw new Skip((error as Error).message);
  }
}

export async function makeOurs() {
  return import('../../../src/node');
}

const stock = { lstm: tf.layers.lstm, gru: tf.layers.gru, 'simple-rnn': tf.layers.simpleRNN };

export async function makeRecurrent(
  { ours }: System,
  cell: RecurrentWork['cell'],
  options: LayerOptions,
): Promise<Layer> {
  if (ours) {
    const { GRU, LSTM, SimpleRNN } = await makeOurs();
    return new { lstm: LSTM, gru: GRU, 'simple-rnn': SimpleRNN }[cell](options);
  }
  // Not orthogonal: the stock initializer takes seconds, and what the weights are does not change the speed.
  return stock[cell]({ ...options, recurrentInitializer: 'glorotUniform', recurrentActivation: 'sigmoid' });
}
