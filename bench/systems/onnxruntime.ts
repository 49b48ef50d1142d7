/** Child process: onnxruntime-node, which infers only: a forward pass, a single step. */
import type { Work } from '../works';
import { type Prepare, serve, timed } from './child-loop';
import { lstmModel } from './onnx-model';
import { peer } from './peers';

interface Runtime {
  InferenceSession: {
    create(model: Uint8Array, options: object): Promise<{ run(feeds: Record<string, object>): Promise<object> }>;
  };
  Tensor: new (type: 'float32', values: Float32Array, dims: number[]) => object;
}

const prepare: Prepare = async (work: Work) => {
  if ((work.kind !== 'forward' && work.kind !== 'step') || work.cell !== 'lstm') {
    return { skip: work.kind === 'step' ? `only LSTM is written as an ONNX file` : 'it infers only' };
  }
  const found = peer<Runtime>('onnxruntime-node');
  if ('skip' in found) return found;
  const { InferenceSession, Tensor } = found.module;
  const { batchSize: B, steps: T, inputSize: D, hiddenSize: H } = work;
  let seed = 1;
  const fill = () => ((seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5) / 5;
  const model = lstmModel(work, fill);
  const session = await InferenceSession.create(model, { executionProviders: ['cpu'] });
  const random = (dims: number[]) =>
    new Tensor('float32', Float32Array.from({ length: dims.reduce((a, b) => a * b) }, fill), dims);
  const feeds = { X: random([T, B, D]), h: random([1, B, H]), c: random([1, B, H]) };
  return {
    round: timed(() => session.run(feeds), work.kind === 'step' ? 200 : 1),
    note: `onnxruntime ${found.version}`,
  };
};

void serve(prepare);
