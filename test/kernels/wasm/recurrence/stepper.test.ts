/** Steps on the module beside the float64 cell: enough rows for every thread, memory that grows or is full. */
import { lstm } from '../../../../src/cells/lstm';
import { BackendError, ShapeError } from '../../../../src/errors';
import { plainStepper } from '../../../../src/kernels/cell-stepper';
import { WasmStepper } from '../../../../src/kernels/wasm/recurrence/stepper';
import { createRuntime, type ThreadedRuntime } from '../../../../src/kernels/wasm/runtime/threaded-runtime';
import { installWorkerHost } from '../../../../src/kernels/wasm/runtime/worker-host';
import { nodeWorkers } from '../../../../src/platform/node-workers';
import { Random } from '../../../../src/random';
import { sizeOf } from '../../../../src/shapes';
import { relativeError } from '../../../support/numbers';

const random = Random.fromSeed(6);

function options(hiddenSize: number, inputSize: number, batchSize: number) {
  const cell = lstm({ hiddenSize });
  const weights = cell
    .parameters(inputSize)
    .map(({ name, shape }) => [name, Float32Array.from(random.fork(name).normalArray(sizeOf(shape), 0.2))] as const);
  return { cell, inputSize, batchSize, weights: Object.fromEntries(weights) };
}

let runtime: ThreadedRuntime;
beforeAll(() => installWorkerHost(nodeWorkers));
beforeEach(() => (runtime = createRuntime({ threads: 2, memoryLimit: 64 })));
afterEach(() => {
  expect(runtime.allocator.used).toBe(0);
  runtime.close();
});

test('rows shared by two threads, and a memory that grows between two steps', async () => {
  await runtime.start();
  const given = options(48, 32, 80); // 1,320,960 multiplications a step
  const [fast, slow] = [new WasmStepper(runtime, given), plainStepper(given)];
  const grown: ReturnType<typeof runtime.allocator.allocate>[] = [];
  const passes = jest.spyOn(runtime, 'run');
  for (let t = 0; t < 4; t++) {
    const x = Float32Array.from(random.normalArray(80 * 32));
    expect(relativeError(fast.step(x), slow.step(x))).toBeLessThan(1e-6);
    grown.push(runtime.allocator.allocate(8 << 20));
  }
  expect(passes.mock.calls.map(([, , threads]) => threads)).toEqual([2, 2, 2, 2]);
  for (const block of grown) runtime.allocator.free(block);
  fast.dispose();
});

test('a step allocates nothing in the memory of the module', () => {
  const given = options(16, 8, 1);
  const stepper = new WasmStepper(runtime, given);
  const allocate = jest.spyOn(runtime.allocator, 'allocate');
  for (let t = 0; t < 10; t++) stepper.step(new Float32Array(8).fill(t));
  expect(allocate).not.toHaveBeenCalled();
  stepper.dispose();
});

test('a full memory and weights of another size are refused, and leave nothing behind', () => {
  const { weights, ...rest } = options(16, 8, 1);
  const most = runtime.allocator.allocate(64 * 2 ** 20 - 8192);
  expect(() => new WasmStepper(runtime, { ...rest, weights })).toThrow(BackendError);
  runtime.allocator.free(most);
  const wrong = { ...rest, weights: { ...weights, bias: new Float32Array(3) } };
  expect(() => new WasmStepper(runtime, wrong)).toThrow(ShapeError);
});
