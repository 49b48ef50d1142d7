/**
 * Safetensors, the format in which PyTorch models travel: read and written without executing anything.
 *
 *     8 bytes    length N of the header, little endian
 *     N bytes    JSON: name → { dtype, shape, data_offsets: [begin, end] }, and perhaps __metadata__
 *     rest       the values, row-major, little endian; offsets count from here
 *
 * Format: the README of the safetensors project (Hugging Face, 2022).
 *
 * Every tensor of a file is read, or the file is refused. Whole numbers (counters such as num_batches_tracked, position
 * ids) and booleans become float64, which holds them exactly up to 2⁵³; beyond that, and for other types, the file is
 * refused.
 */
import { DataError, show } from '../errors';
import { sizeOf } from '../shapes';
import { isCount } from '../validation';

/** One tensor of a safetensors file, row-major; float16 and bfloat16 are read as float32, whole numbers as float64. */
export interface SafeTensor {
  shape: number[];
  values: Float32Array | Float64Array;
}

/** Bytes per value, how one is read, and whether float32 holds it. */
const READERS: Record<string, [size: number, read: (view: DataView, at: number) => number, isFloat32?: boolean]> = {
  F64: [8, (view, at) => view.getFloat64(at, true)],
  F32: [4, (view, at) => view.getFloat32(at, true), true],
  F16: [2, (view, at) => halfToNumber(view.getUint16(at, true)), true],
  BF16: [2, (view, at) => bitsToFloat(view.getUint16(at, true) << 16), true],
  I64: [8, (view, at) => Number(view.getBigInt64(at, true))],
  I32: [4, (view, at) => view.getInt32(at, true)],
  I16: [2, (view, at) => view.getInt16(at, true)],
  I8: [1, (view, at) => view.getInt8(at)],
  U64: [8, (view, at) => Number(view.getBigUint64(at, true))],
  U32: [4, (view, at) => view.getUint32(at, true)],
  U16: [2, (view, at) => view.getUint16(at, true)],
  U8: [1, (view, at) => view.getUint8(at)],
  BOOL: [1, (view, at) => view.getUint8(at)],
};

/** @throws DataError for a file that is cut off, contradicts itself, holds values of another type, or is none of this format. */
export function readSafetensors(bytes: Uint8Array, where = 'safetensors'): Record<string, SafeTensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (problem: string, expected?: string) => new DataError({ where, problem, expected });
  const other = otherFormat(bytes);
  if (other) throw new DataError({ where, ...other });
  if (bytes.length < 8) throw fail(`the file has ${bytes.length} bytes`, 'at least 8');
  const start = 8 + Number(view.getBigUint64(0, true));
  if (start > bytes.length) throw fail(`the header ends at byte ${start}, the file at ${bytes.length}`);

  const tensors: [string, SafeTensor][] = [];
  let unread = bytes.length - start;
  for (const [name, entry] of Object.entries(parseHeader(bytes.subarray(8, start), fail))) {
    if (name === '__metadata__') continue;
    const { dtype, shape, begin, end } = checkEntry(name, entry, fail);
    const [size, read, isFloat32] = READERS[dtype];
    const count = sizeOf(shape);
    if (end - begin !== count * size)
      throw fail(`${name} has ${end - begin} bytes`, `${count * size} for [${shape.join(',')}]`);
    if (start + end > bytes.length) throw fail(`${name} ends at byte ${start + end}, the file at ${bytes.length}`);
    unread -= end - begin;
    if (unread < 0) throw fail(`${name} shares bytes with other tensors`, 'bytes of its own for every tensor');
    const values = isFloat32 ? new Float32Array(count) : new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = read(view, start + begin + i * size);
    const lost = dtype.endsWith('64') && dtype !== 'F64' ? values.find((x) => !Number.isSafeInteger(x)) : undefined;
    if (lost !== undefined) throw fail(`${name} holds ${lost}, which float64 does not hold exactly`, 'up to 2⁵³');
    tensors.push([name, { shape, values }]);
  }
  return Object.fromEntries(tensors);
}

const SAVE_IT = 'In Python: safetensors.torch.save_file(model.state_dict(), "model.safetensors")';

/** Files that are taken for safetensors: what they are, and how to get one. */
function otherFormat(bytes: Uint8Array): { problem: string; fix: string; expected: string } | undefined {
  const begin = (length: number, from = 0) => String.fromCharCode(...bytes.subarray(from, from + length));
  const is = (what: string, fix = SAVE_IT) => ({ problem: `this is ${what}`, expected: 'a safetensors file', fix });
  if (begin(4) === 'PK\x03\x04') {
    const first = begin(bytes[26] + 256 * bytes[27], 30); // a ZIP archive begins with the name of its first file
    if (first.endsWith('.npy')) return is('an archive of NumPy (.npz)');
    const isTorch = /\/(data\.pkl|version|byteorder|\.format_version)$/.test(first);
    return is(isTorch ? 'a .pt file of torch.save, which may run code when it is opened' : 'a ZIP archive');
  }
  if (bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5) {
    return is('a pickle, as old .pt files of torch.save are, which may run code when it is opened');
  }
  if (begin(4) === '\x89HDF')
    return is('an HDF5 file, as Keras saves (.h5)', 'Pass layer.get_weights() to loadKerasWeights');
  return undefined;
}

/** Every tensor as F32. */
export function writeSafetensors(
  tensors: Record<string, { shape: readonly number[]; values: ArrayLike<number> }>,
): Uint8Array {
  let offset = 0;
  const header = Object.entries(tensors).map(([name, { shape, values }]) => {
    const data_offsets = [offset, (offset += 4 * values.length)];
    return [name, { dtype: 'F32', shape, data_offsets }] as const;
  });
  const json = JSON.stringify(Object.fromEntries(header));
  const text = new TextEncoder().encode(json);
  const padding = (8 - (text.length % 8)) % 8; // readers want the values aligned; blanks may end the header
  const start = 8 + text.length + padding;
  const bytes = new Uint8Array(start + offset).fill(0x20, 8, start);
  bytes.set(text, 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length + padding), true);
  let at = start;
  for (const { values } of Object.values(tensors)) {
    for (let i = 0; i < values.length; i++, at += 4) view.setFloat32(at, values[i], true);
  }
  return bytes;
}

type Fail = (problem: string, expected?: string) => DataError;

function parseHeader(bytes: Uint8Array, fail: Fail): object {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw fail(`the header is not JSON (${String(cause)})`);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw fail(`the header is ${show(header)}`, 'an object');
  return header;
}

function checkEntry(name: string, entry: unknown, fail: Fail) {
  const { dtype, shape, data_offsets } = (entry ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  if (typeof dtype !== 'string' || !Object.hasOwn(READERS, dtype)) {
    throw fail(`${name} has dtype ${show(dtype)}`, Object.keys(READERS).join(', '));
  }
  if (!areSizes(shape) || !areSizes(data_offsets) || data_offsets.length !== 2 || data_offsets[0] > data_offsets[1]) {
    throw fail(
      `${name} has shape ${show(shape)} and data_offsets ${show(data_offsets)}`,
      'whole numbers ≥ 0, two offsets in order',
    );
  }
  return { dtype, shape, begin: data_offsets[0], end: data_offsets[1] };
}

const areSizes = (value: unknown): value is number[] => Array.isArray(value) && value.every((size) => isCount(size, 0));

function bitsToFloat(bits: number): number {
  return new Float32Array(Int32Array.of(bits).buffer)[0];
}

/** IEEE 754 half precision: 1 sign, 5 exponent, 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
