/**
 * act(op(A)·op(B) + bias) for the wasm backend. Where a factor is transposed or batched, stock's loop adds the bias and
 * applies the activation once per block of 48 terms of the sum, which is wrong for K > 48 (and slow). A bias of one
 * number is added to the first column only. Those cases are computed here as product, sum and activation; the others stay
 * with stock.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOf } from '../shapes';

const ACTIVATION_KERNELS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
};

/** Wraps the stock _FusedMatMul kernel; `matMul` is the kernel of `batchMatMulOver`. */
export function fusedMatMulOver(stock: tf.KernelFunc, matMul: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { a, b, bias } = args.inputs as Record<string, tf.TensorInfo | undefined>;
    const { transposeA, transposeB } = args.attrs as Record<string, boolean>;
    const isSimple = !transposeA && !transposeB && isOneMatrix(a) && isOneMatrix(b);
    const isRow = !bias || bias.shape.at(-1) === b?.shape.at(-1);
    if (!isKnownActivation(args) || (isSimple && isRow)) return stock(args);

    const backend = args.backend as BackendWasm;
    const y = matMul({ inputs: { a, b }, backend, attrs: { transposeA, transposeB } }) as tf.TensorInfo;
    return activated(bias ? inPlaceOf(y, 'Add', { a: y, b: bias }, backend) : y, args);
  };
}

type Arguments = Parameters<tf.KernelFunc>[0];

export function isKnownActivation({ attrs }: Arguments): boolean {
  const { activation } = attrs as { activation: string };
  return activation === 'linear' || activation in ACTIVATION_KERNELS;
}

/** What the arguments of a fused product say is to be done with it; y is disposed of. */
export function activated(y: tf.TensorInfo, { inputs, attrs, backend }: Arguments): tf.TensorInfo {
  const { activation, leakyreluAlpha } = attrs as { activation: string; leakyreluAlpha: number };
  if (activation === 'linear') return y;
  const given = activation === 'prelu' ? { x: y, alpha: inputs.preluActivationWeights } : { x: y };
  return inPlaceOf(y, ACTIVATION_KERNELS[activation], given, backend as BackendWasm, { alpha: leakyreluAlpha });
}

function inPlaceOf(
  before: tf.TensorInfo,
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  backend: BackendWasm,
  attrs: tf.NamedAttrMap = {},
): tf.TensorInfo {
  const after = tf.getKernel(kernelName, 'wasm').kernelFunc({ inputs, backend, attrs }) as tf.TensorInfo;
  backend.disposeData(before.dataId);
  return after;
}

const isOneMatrix = (x: tf.TensorInfo | undefined): boolean => !!x && sizeOf(x.shape.slice(0, -2)) === 1;
