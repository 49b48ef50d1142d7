/**
 * `npx tsx bench/replaced-kernels.ts [KERNEL]`: the kernels of TensorFlow.js' wasm backend that this library replaces, stock
 * and ours, on typed arrays and on our module, turn by turn. Microseconds of one call: median (and least) of the rounds.
 */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { registerTrainingKernels } from '../src/backends/training-kernels';
import { table } from '../src/cli/output/table';
import { registerTensorKernels } from '../src/kernels/wasm/tensors/register';
import { quantile } from './measure';

interface Case {
  what: string;
  kernel: string;
  inputs: () => Record<string, tf.Tensor>;
  attrs: object;
}

const list = (shape: number[]) => `[${shape.join(',')}]`;

const product = (a: number[], b: number[], transposed = '', bias?: number): Case => ({
  what: `${bias ? 'act(' : ''}${list(a)}${transposed.includes('A') ? 'ᵀ' : ''} · ${list(b)}${transposed.includes('B') ? 'ᵀ' : ''}${bias ? ' + bias)' : ''}`,
  kernel: bias ? '_FusedMatMul' : 'BatchMatMul',
  inputs: () => ({ a: tf.randomNormal(a), b: tf.randomNormal(b), ...(bias && { bias: tf.randomNormal([bias]) }) }),
  attrs: {
    transposeA: transposed.includes('A'),
    transposeB: transposed.includes('B'),
    ...(bias && { activation: 'relu' }),
  },
});
const ids = (count: number, size: number) => tf.randomUniform([count], 0, size, 'int32');
const gather = (V: number, D: number, N: number): Case => ({
  what: `${N} rows of [${V},${D}]`,
  kernel: 'GatherV2',
  inputs: () => ({ x: tf.randomNormal([V, D]), indices: ids(N, V) }),
  attrs: { axis: 0, batchDims: 0 },
});
const segmentSum = (V: number, D: number, N: number): Case => ({
  what: `${N} rows into [${V},${D}]`,
  kernel: 'UnsortedSegmentSum',
  inputs: () => ({ x: tf.randomNormal([N, D]), segmentIds: ids(N, V) }),
  attrs: { numSegments: V },
});
const slice = (shape: number[], begin: number[], size: number[]): Case => ({
  what: `${list(size)} of ${list(shape)}`,
  kernel: 'Slice',
  inputs: () => ({ x: tf.randomNormal(shape) }),
  attrs: { begin, size },
});

const cases: Case[] = [
  gather(20_000, 128, 6_400),
  gather(10_000, 64, 640),
  gather(10_000, 64, 8),
  segmentSum(20_000, 128, 6_400),
  segmentSum(10_000, 64, 640),
  slice([32, 50, 128], [0, 7, 0], [32, 1, 128]),
  slice([640, 64], [0, 32], [640, 32]),
  slice([32, 512], [0, 128], [32, 128]),
  {
    what: '4 blocks of [32,512]',
    kernel: 'SplitV',
    inputs: () => ({ x: tf.randomNormal([32, 512]) }),
    attrs: { numOrSizeSplits: 4, axis: 1 },
  },
  {
    what: '50 steps of [32,50,128]',
    kernel: 'Unpack',
    inputs: () => ({ value: tf.randomNormal([32, 50, 128]) }),
    attrs: { axis: 1 },
  },
  product([1600, 64], [64, 512]),
  product([1600, 64], [1600, 512], 'A'),
  product([1600, 512], [64, 512], 'B'),
  product([32, 64], [64, 2]),
  product([32, 64], [32, 2], 'A'),
  product([32, 2], [64, 2], 'B'),
  product([32, 128], [128, 128]),
  product([32, 128], [128, 128], 'B'),
  product([32, 20, 128], [32, 25, 128], 'B'),
  product([32, 20, 25], [32, 25, 128]),
  product([32, 20, 25], [32, 20, 128], 'A'),
  product([32, 1, 25], [32, 25, 128]),
  product([32, 1, 128], [32, 25, 128], 'B'),
  product([8, 4, 16], [8, 16, 4]),
  product([8, 4, 16], [16, 4]),
  product([8, 16], [16, 4]),
  product([1, 256], [256, 10_000]),
  product([5, 256], [256, 10_000]),
  product([5, 256], [10_000, 256], 'B'),
  product([40, 256], [10_000, 256], 'B'),
  product([16, 10_000], [256, 10_000], 'B'),
  product([16, 256], [16, 10_000], 'A'),
  product([1, 32, 64], [1, 64, 64], '', 64),
  product([1, 1600, 64], [1, 64, 65], '', 65),
];

async function main(): Promise<void> {
  await tf.setBackend('wasm');
  const only = process.argv[2];
  const rounds = Number(process.env.ROUNDS ?? 15);
  const names = [...new Set(cases.map(({ kernel }) => kernel))];
  const kernels = () => Object.fromEntries(names.map((name) => [name, tf.getKernel(name, 'wasm')?.kernelFunc]));
  const stock = kernels();
  registerTrainingKernels();
  const typedArrays = kernels();
  const problems = registerTensorKernels();
  if (problems.length) throw new Error(problems.join());
  const ourModule = kernels();
  const families = { stock, 'typed arrays': typedArrays, 'our module': ourModule };
  const rows = cases
    .filter(({ kernel }) => !only || kernel === only)
    .map((one) => {
      const inputs = one.inputs();
      Object.values(inputs).forEach((x) => x.dataSync());
      const backend = tf.backend();
      const call = (kernelFunc: tf.KernelFunc) => {
        const out = [kernelFunc({ inputs, attrs: one.attrs as tf.NamedAttrMap, backend })].flat();
        for (const { dataId } of out) backend.disposeData(dataId);
      };
      const times: Record<string, number[]> = {};
      const runs: Record<string, number> = {};
      for (let round = -2; round < rounds; round++) {
        for (const [family, kernelFuncs] of Object.entries(families)) {
          const kernelFunc = kernelFuncs[one.kernel] as tf.KernelFunc | undefined;
          if (!kernelFunc) continue;
          const count = (runs[family] ??= 1);
          const start = performance.now();
          for (let i = 0; i < count; i++) call(kernelFunc);
          const ms = performance.now() - start;
          if (round < 0) runs[family] = Math.max(1, Math.min(2000, Math.round((count * 8) / Math.max(ms, 0.004))));
          else (times[family] ??= []).push((1000 * ms) / count);
        }
      }
      Object.values(inputs).forEach((x) => x.dispose());
      const cells = Object.keys(families).map((family) =>
        times[family] ? `${quantile(times[family], 0.5).toFixed(1)} (${Math.min(...times[family]).toFixed(1)})` : '–',
      );
      return [one.kernel, one.what, ...cells];
    });
  process.stdout.write(
    `${table(rows, { head: ['kernel', 'work', ...Object.keys(families)], right: (column) => column > 1 })}\n`,
  );
}

void main();
