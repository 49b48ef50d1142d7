/** Child process: our WebAssembly kernel on plain arrays, without TensorFlow.js around it. */
import { gru } from '../../src/cells/gru';
import { lstm } from '../../src/cells/lstm';
import { simpleRnn } from '../../src/cells/simple-rnn';
import { wasmRecurrence } from '../../src/kernels/wasm/recurrence/recurrence';
import { currentRuntime } from '../../src/kernels/wasm/runtime/current-runtime';
import '../../src/node';
import type { SavedForward } from '../../src/kernels/fused/host-recurrence';
import { sizeOf } from '../../src/shapes';
import { type Prepare, serve, timed } from './child-loop';

const cells = { lstm, gru, 'simple-rnn': simpleRnn };

// eslint-disable-next-line @typescript-eslint/require-await -- as the contract has it
const prepare: Prepare = async (work) => {
  if (work.kind !== 'gradient') return { skip: 'measured for gradients alone' };
  const { batchSize, steps, inputSize, hiddenSize } = work;
  const cell = cells[work.cell]({ hiddenSize });
  const random = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i) / 10);
  const parameters = cell.parameters(inputSize);
  const arrays = (fill: (size: number) => Float32Array) =>
    Object.fromEntries(parameters.map(({ name, shape }) => [name, fill(sizeOf(shape))]));
  const states = () =>
    Object.fromEntries(cell.stateNames.map((name) => [name, new Float32Array(batchSize * hiddenSize)]));
  const inputs = { xs: random(batchSize * steps * inputSize), weights: arrays(random) };
  const outputs = { hs: new Float32Array(batchSize * steps * hiddenSize), lastState: states() };
  const dhs = random(outputs.hs.length);
  const results = { dxs: new Float32Array(inputs.xs.length), dWeights: arrays((size) => new Float32Array(size)) };
  const runtime = currentRuntime();
  const recurrence = wasmRecurrence(runtime, { cell });
  return {
    round: timed(() => {
      const saved = recurrence.forward({ batchSize, steps, inputSize }, inputs, outputs, true) as SavedForward;
      recurrence.backward(saved, { dhs }, results);
      saved.free();
    }),
    note: `${runtime.variant}, threads: ${runtime.threads}`,
  };
};

void serve(prepare);
