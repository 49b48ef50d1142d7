/** Child process: TensorFlow.js layers, ours or the stock ones, under the same head, loss and optimizer. */
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { GRU, LSTM, registerTrainingKernels, SimpleRNN } from '../../src/index';
import type { Answer, Request } from '../protocol';
import type { Work } from '../works';

type Layer = ReturnType<typeof tf.layers.rnn>;

interface System {
  backend: string;
  layer: (work: Work) => Layer;
}

const stockLayer = ({ cell, hiddenSize: units }: Work): Layer => {
  // Not orthogonal: the stock initializer takes seconds, and what the weights are does not change the speed.
  const options = { units, recurrentInitializer: 'glorotUniform', recurrentActivation: 'sigmoid' } as const;
  return { lstm: tf.layers.lstm, gru: tf.layers.gru, 'simple-rnn': tf.layers.simpleRNN }[cell](options);
};

const ourLayer = ({ cell, hiddenSize: units }: Work): Layer => {
  registerTrainingKernels(); // replaces kernels of the wasm backend for all layers, so only in this process
  return new { lstm: LSTM, gru: GRU, 'simple-rnn': SimpleRNN }[cell]({ units });
};

const systems: Record<string, System> = {
  'tfjs-sequence/generic-wasm': { backend: 'wasm', layer: ourLayer },
  'tfjs-wasm': { backend: 'wasm', layer: stockLayer },
  'tfjs-cpu': { backend: 'cpu', layer: stockLayer },
};

/** @returns one training step: forward, backward, Adam; it ends when the loss has been read. */
async function prepare({ backend, layer: makeLayer }: System, work: Work): Promise<() => Promise<void>> {
  tf.env().set('PROD', true);
  await tf.setBackend(backend);
  const { batchSize: B, steps: T, inputSize: D } = work;
  const xs = tf.randomNormal([B, T, D], 0, 1, 'float32', 1);
  const targets = tf.randomNormal([B, 1], 0, 1, 'float32', 2);
  const layer = makeLayer(work);
  const head = tf.layers.dense({ units: 1 });
  const optimizer = tf.train.adam(0.001);
  const loss = (): tf.Scalar => tf.losses.meanSquaredError(targets, head.apply(layer.apply(xs)) as tf.Tensor);
  tf.dispose(loss()); // makes the variables
  return async () => {
    const value = optimizer.minimize(loss, true) as tf.Scalar;
    await value.data();
    value.dispose();
  };
}

async function main(): Promise<void> {
  const system = systems[process.argv[2]];
  let step: () => Promise<void> = () => Promise.resolve();
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    let answer: Answer;
    if ('prepare' in request) {
      tf.disposeVariables();
      step = await prepare(system, request.prepare);
      answer = { note: `TensorFlow.js ${tf.version.tfjs}` };
    } else {
      const start = performance.now();
      await step();
      answer = { ms: performance.now() - start };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

void main();
