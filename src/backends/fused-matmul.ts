/**
 * act(op(A)·op(B) + bias) for the wasm backend. Where a factor is transposed or batched, stock's loop adds the bias and
 * applies the activation once per block of 48 terms of the sum, which is wrong for K > 48 (and slow). Those cases are
 * computed here as product, sum and activation; the others stay with stock.
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
    const { a, b, bias, preluActivationWeights: alphas } = args.inputs as Record<string, tf.TensorInfo | undefined>;
    const { transposeA, transposeB, activation, leakyreluAlpha: alpha } = args.attrs as Record<string, string | number>;
    const isKnown = activation === 'linear' || activation in ACTIVATION_KERNELS;
    if (!isKnown || (!transposeA && !transposeB && isOneMatrix(a) && isOneMatrix(b))) return stock(args);

    const backend = args.backend as BackendWasm;
    let y = matMul({ inputs: { a, b }, backend, attrs: { transposeA, transposeB } }) as tf.TensorInfo;
    const apply = (kernelName: string, inputs: tf.NamedTensorInfoMap, attrs: tf.NamedAttrMap = {}): void => {
      const before = y;
      y = tf.getKernel(kernelName, 'wasm').kernelFunc({ inputs, backend, attrs }) as tf.TensorInfo;
      backend.disposeData(before.dataId);
    };
    if (bias) apply('Add', { a: y, b: bias });
    if (activation === 'prelu') apply('Prelu', { x: y, alpha: alphas });
    else if (activation !== 'linear') apply(ACTIVATION_KERNELS[activation], { x: y }, { alpha });
    return y;
  };
}

const isOneMatrix = (x: tf.TensorInfo | undefined): boolean => !!x && sizeOf(x.shape.slice(0, -2)) === 1;
