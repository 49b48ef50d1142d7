/**
 * Matrix products of the wasm backend: C = op(A)·op(B), and fused f(op(A)·op(B) + bias), where op(X) is X or Xᵀ.
 *
 * Stock is fast (XNNPACK) for A·B with neither factor transposed or batched; everything else, so every gradient, runs in a
 * plain loop ten times slower. Our module (kernels/wasm/tensors/matmul.ts) takes what it computes faster.
 *
 * The plain loop of the fused product adds the bias and applies the activation once per block of 48 terms of the sum,
 * which is wrong for K > 48, and adds a bias of one number to the first column only. Those cases are computed as product,
 * sum and activation, with our module or without.
 *
 * op(A) [M,K], op(B) [K,N], C [M,N]. Batch axes broadcast.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOf } from '../shapes';
import { broadcastTo, isPairedByStock } from './broadcast-batches';
import { wasmMemory } from './kernel-memory';

export interface Product {
  a: tf.TensorInfo;
  b: tf.TensorInfo;
  transposeA: boolean;
  transposeB: boolean;
  /** N values, the last axis. */
  bias?: tf.TensorInfo;
}

/** A faster product, such as that of our module. */
export interface Products {
  /** C, or undefined where stock is faster. */
  multiply(product: Product, backend: object): tf.TensorInfo | undefined;
  /** y = f(y) in place; false where it does not have f. */
  activate(y: tf.TensorInfo, activation: string, backend: object): boolean;
}

type Arguments = Parameters<tf.KernelFunc>[0];

/** Wraps the stock BatchMatMul kernel. Bad input is left to stock, so that its messages stay. */
export function matMulOver(stock: tf.KernelFunc, products?: Products): tf.KernelFunc {
  return (args) => {
    const product = readProduct(args);
    if (!isProduct(product)) return stock(args);
    if (isEmpty(product)) return zeros(product, args.backend as BackendWasm); // XNNPACK refuses sizes of 0
    return products?.multiply(product, args.backend) ?? stockProduct(stock, product, args);
  };
}

/** Wraps the stock _FusedMatMul kernel. */
export function fusedMatMulOver(stock: tf.KernelFunc, products?: Products): tf.KernelFunc {
  return (args) => {
    const product = readProduct(args);
    if (!isProduct(product) || !isKnownActivation(args)) return stock(args);
    const bias = args.inputs.bias;
    const isRow = bias === undefined || isRowOf(bias, product);
    if (isRow && !isEmpty(product)) {
      const y = products?.multiply({ ...product, bias }, args.backend);
      if (y) return activated(y, args, products);
      if (isRightInStock(product)) return stock(args);
    }

    const { a, b, transposeA, transposeB } = product;
    const attrs = { transposeA, transposeB };
    const ab = runKernel('BatchMatMul', { a, b }, args.backend, attrs);
    return activated(bias ? replaced(ab, 'Add', { a: ab, b: bias }, args.backend) : ab, args, products);
  };
}

function readProduct({ inputs, attrs }: Arguments): Product {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
  return { a, b, transposeA, transposeB };
}

/** Of float32 values, with inner sizes that agree. */
function isProduct({ a, b, transposeA, transposeB }: Product): boolean {
  if (a.dtype !== 'float32' || b.dtype !== 'float32' || a.shape.length < 2 || b.shape.length < 2) return false;
  const [rowsA, columnsA] = a.shape.slice(-2);
  const [rowsB, columnsB] = b.shape.slice(-2);
  return (transposeA ? rowsA : columnsA) === (transposeB ? columnsB : rowsB);
}

const isEmpty = ({ a, b }: Product): boolean => sizeOf(a.shape) * sizeOf(b.shape) === 0;

function stockProduct(stock: tf.KernelFunc, product: Product, args: Arguments): tf.TensorInfo {
  const { a, b } = product;
  const [batchA, batchB] = [a, b].map(({ shape }) => shape.slice(0, -2));
  const batch = batchOf(product);
  if (isPairedByStock(batchA, batchB, batch)) return stock(args) as tf.TensorInfo;
  const whole = [a, b].map((x) => broadcastTo(x, batch, wasmMemory(args.backend)));
  const c = stock({ ...args, inputs: { a: whole[0], b: whole[1] } }) as tf.TensorInfo;
  for (const { dataId } of whole) (args.backend as BackendWasm).disposeData(dataId);
  return c;
}

function zeros(product: Product, backend: BackendWasm): tf.TensorInfo {
  const { M, N } = sizesOf(product);
  const c = backend.makeOutput([...batchOf(product), M, N], 'float32');
  backend.typedArrayFromHeap(c).fill(0);
  return c;
}

const isRowOf = (bias: tf.TensorInfo, product: Product): boolean =>
  sizeOf(bias.shape) === sizesOf(product).N && bias.shape.at(-1) === sizesOf(product).N;

/** Where it does not run in the plain loop. */
const isRightInStock = ({ a, b, transposeA, transposeB }: Product): boolean =>
  !transposeA && !transposeB && isOneMatrix(a) && isOneMatrix(b);

const isOneMatrix = (x: tf.TensorInfo): boolean => sizeOf(x.shape.slice(0, -2)) === 1;

export function sizesOf({ a, b, transposeA, transposeB }: Product): { M: number; K: number; N: number } {
  const [rows, columns] = a.shape.slice(-2);
  const N = b.shape[b.shape.length - (transposeB ? 2 : 1)];
  return transposeA ? { M: columns, K: rows, N } : { M: rows, K: columns, N };
}

/** @throws what TensorFlow.js says of batches that do not go together. */
export const batchOf = ({ a, b }: Product): number[] =>
  tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));

const ACTIVATION_KERNELS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
};

function isKnownActivation({ attrs }: Arguments): boolean {
  const { activation } = attrs as { activation: string };
  return activation === 'linear' || activation in ACTIVATION_KERNELS;
}

/** f(y); y is disposed of. */
function activated(y: tf.TensorInfo, { inputs, attrs, backend }: Arguments, products?: Products): tf.TensorInfo {
  const { activation, leakyreluAlpha } = attrs as { activation: string; leakyreluAlpha: number };
  if (activation === 'linear' || products?.activate(y, activation, backend)) return y;
  const given = activation === 'prelu' ? { x: y, alpha: inputs.preluActivationWeights as tf.TensorInfo } : { x: y };
  return replaced(y, ACTIVATION_KERNELS[activation], given, backend, { alpha: leakyreluAlpha });
}

/** What a kernel makes of `before`, which is disposed of. */
function replaced(
  before: tf.TensorInfo,
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  backend: object,
  attrs: tf.NamedAttrMap = {},
): tf.TensorInfo {
  const after = runKernel(kernelName, inputs, backend, attrs);
  (backend as BackendWasm).disposeData(before.dataId);
  return after;
}

const runKernel = (kernelName: string, inputs: tf.NamedTensorInfoMap, backend: object, attrs: tf.NamedAttrMap) =>
  tf.getKernel(kernelName, 'wasm').kernelFunc({ inputs, backend, attrs }) as tf.TensorInfo;
