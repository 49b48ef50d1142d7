import { readSafetensors, writeSafetensors } from '../../src/bundle/safetensors';
import { DataError } from '../../src/errors';
import { lstm } from '../../src/cells/lstm';
import { Random } from '../../src/random';
import { initialWeights } from '../../src/recurrence/sgd';
import { fromStateDict, toStateDict } from '../../src/recurrence/state-dict';

/** A file from its parts. */
function file(header: string, data: number[] = []): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}
const entry = (dtype: string, shape: number[], end: number) =>
  JSON.stringify({ w: { dtype, shape, data_offsets: [0, end] } });
const bytesOf = (values: Float64Array | Float32Array | Uint16Array) => [...new Uint8Array(values.buffer)];

test.each<[string, number[], number[]]>([
  ['F64', bytesOf(Float64Array.of(1 / 3, -2)), [1 / 3, -2]],
  ['F32', bytesOf(Float32Array.of(0.5, -2)), [0.5, -2]],
  ['F16', bytesOf(Uint16Array.of(0x3c00, 0xc100)), [1, -2.5]],
  ['F16', bytesOf(Uint16Array.of(0x0001, 0xfc00)), [2 ** -24, -Infinity]],
  ['BF16', bytesOf(Uint16Array.of(0x3f80, 0xc020)), [1, -2.5]],
])('reads %s', (dtype, data, expected) => {
  const { w } = readSafetensors(file(entry(dtype, [2, 1], data.length), data));
  expect(w.shape).toEqual([2, 1]);
  expect([...w.values]).toEqual(expected);
});

test('what is written is read again, numbers aligned; a view into a larger buffer as well', () => {
  const tensors = { a: { shape: [2, 2], values: [1, 2, 3, 4] }, 'ü.b': { shape: [], values: [0.5] } };
  const bytes = writeSafetensors(tensors);
  expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  for (const given of [bytes, shifted.subarray(3)]) {
    const read = readSafetensors(given);
    expect(Object.keys(read)).toEqual(['a', 'ü.b']);
    expect([...read.a.values]).toEqual([1, 2, 3, 4]);
    expect(read['ü.b']).toEqual({ shape: [], values: Float32Array.of(0.5) });
  }
});

test('metadata is passed over, a name like __proto__ is only a name', () => {
  const header = '{"__metadata__":{"format":"pt"},"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  const read = readSafetensors(file(header, bytesOf(Float32Array.of(7))));
  expect(Object.keys(read)).toEqual(['__proto__']);
  expect(({} as { shape?: unknown }).shape).toBeUndefined();
});

test('a model of PyTorch comes and goes as safetensors', () => {
  const layers = [{ cell: lstm({ hiddenSize: 2 }), merge: 'concat' as const }];
  const named = Object.entries(initialWeights(layers[0].cell.parameters(3), Random.fromSeed(1))).flatMap(([name, m]) =>
    ['0.forward', '0.backward'].map((place) => [`${place}.${name}`, m] as const),
  );
  const weights = Object.fromEntries(named);
  const back = fromStateDict(layers, readSafetensors(writeSafetensors(toStateDict(layers, weights))));
  for (const [name, { values }] of named) expect([...back[name].values]).toEqual([...values]);
});

test.each<[string, Uint8Array, RegExp]>([
  ['no header', new Uint8Array(3), /3 bytes.*at least 8/],
  ['a header longer than the file', file('{}').with(0, 200), /header ends at byte 208, the file at 10/],
  ['a header of an absurd length', new Uint8Array(16).fill(255), /header ends at byte/],
  ['a header that is not JSON', file('{'), /not JSON/],
  ['a header that is a list', file('[]'), /header is \[\].*an object/],
  ['whole numbers', file(entry('I64', [1], 8), [0, 0, 0, 0, 0, 0, 0, 0]), /w has dtype "I64".*F64, F32/],
  ['a type from the prototype', file(entry('constructor', [1], 4)), /dtype "constructor"/],
  ['a negative size', file(entry('F32', [-1], 4)), /shape \[-1\]/],
  ['too few bytes for the shape', file(entry('F32', [2], 4), [0, 0, 0, 0]), /w has 4 bytes.*8 for \[2\]/],
  ['numbers beyond the end', file(entry('F32', [2], 8), [0, 0, 0, 0]), /w ends at byte \d+, the file at/],
  ['an entry that is nothing', file('{"w":null}'), /w has dtype undefined/],
])('refuses %s', (_, bytes, message) => {
  const read = () => readSafetensors(bytes, 'model.safetensors');
  expect(read).toThrow(DataError);
  expect(read).toThrow(message);
  expect(read).toThrow(/^model\.safetensors: /);
});
