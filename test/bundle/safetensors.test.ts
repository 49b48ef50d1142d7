import { readSafetensors, writeSafetensors } from '../../src/bundle/safetensors';
import { DataError } from '../../src/errors';
import { lstm } from '../../src/cells/lstm';
import { Random } from '../../src/random';
import { initialWeights } from '../../src/recurrence/sgd';
import { fromStateDict, toStateDict } from '../../src/recurrence/state-dict/state-dict';

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
const bytesOf = (values: { buffer: ArrayBufferLike }) => [...new Uint8Array(values.buffer)];
/** The head of a ZIP archive: the local header of its first file. */
const zip = (name: string): Uint8Array => {
  const header = new Uint8Array(30);
  header.set([0x50, 0x4b, 3, 4]);
  header[26] = name.length;
  return Uint8Array.from([...header, ...new TextEncoder().encode(name), 0, 0]);
};

test.each<[string, number[], number[]]>([
  ['F64', bytesOf(Float64Array.of(1 / 3, -2)), [1 / 3, -2]],
  ['F32', bytesOf(Float32Array.of(0.5, -2)), [0.5, -2]],
  ['F16', bytesOf(Uint16Array.of(0x3c00, 0xc100)), [1, -2.5]],
  ['F16', bytesOf(Uint16Array.of(0x0001, 0xfc00)), [2 ** -24, -Infinity]],
  ['BF16', bytesOf(Uint16Array.of(0x3f80, 0xc020)), [1, -2.5]],
  ['I64', bytesOf(BigInt64Array.of(2n ** 53n - 1n, -3n)), [2 ** 53 - 1, -3]],
  ['I32', bytesOf(Int32Array.of(2 ** 31 - 1, -3)), [2 ** 31 - 1, -3]],
  ['I16', bytesOf(Int16Array.of(32767, -3)), [32767, -3]],
  ['I8', [127, 253], [127, -3]],
  ['U64', bytesOf(BigUint64Array.of(7n, 0n)), [7, 0]],
  ['U32', bytesOf(Uint32Array.of(2 ** 32 - 1, 0)), [2 ** 32 - 1, 0]],
  ['U16', bytesOf(Uint16Array.of(65535, 0)), [65535, 0]],
  ['U8', [255, 1], [255, 1]],
  ['BOOL', [0, 1], [0, 1]],
])('reads %s', (dtype, data, expected) => {
  const { w } = readSafetensors(file(entry(dtype, [2, 1], data.length), data));
  expect(w.shape).toEqual([2, 1]);
  expect([...w.values]).toEqual(expected);
});

test('many tensors of the same bytes, which would fill the memory from a small file, are refused', () => {
  const one = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  const header = JSON.stringify({ a: one, b: one });
  expect(() => readSafetensors(file(header, Array<number>(8).fill(0)))).toThrow(/b shares bytes with other tensors/);
  expect(() => readSafetensors(file(header, Array<number>(8).fill(0)))).toThrow(DataError);
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

test('a counter beside the weights of a module is not among what the module takes', () => {
  const cell = lstm({ hiddenSize: 2 });
  const weights = Object.fromEntries(
    Object.entries(initialWeights(cell.parameters(3), Random.fromSeed(1))).map(([name, m]) => [`0.forward.${name}`, m]),
  );
  const floats = readSafetensors(writeSafetensors(toStateDict([{ cell }], weights, { recurrent: 'rnn' })));
  const counter = file(JSON.stringify({ 'bn.num_batches_tracked': { dtype: 'I64', shape: [], data_offsets: [0, 8] } }), bytesOf(BigInt64Array.of(41n))); // prettier-ignore
  const dict = { ...floats, ...readSafetensors(counter) };
  expect([...dict['bn.num_batches_tracked'].values]).toEqual([41]);
  expect(Object.keys(fromStateDict([{ cell }], dict, { recurrent: 'rnn' }))).toEqual(Object.keys(weights));
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
  ['complex numbers', file(entry('C64', [1], 8), [0, 0, 0, 0, 0, 0, 0, 0]), /w has dtype "C64".*F64, F32/],
  [
    'a whole number that float64 would round',
    file(entry('I64', [1], 8), bytesOf(BigInt64Array.of(2n ** 53n + 1n))),
    /w holds 9007199254740992.*2⁵³/,
  ],
  ['a .pt file', zip('model/data.pkl'), /this is a \.pt file of torch\.save.*save_file/s],
  ['a .pt file of another version', zip('archive/version'), /this is a \.pt file of torch\.save/],
  ['an archive of NumPy', zip('arr_0.npy'), /this is an archive of NumPy/],
  ['another archive', zip('letter.docx'), /this is a ZIP archive/],
  [
    'an old .pt file',
    Uint8Array.of(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9),
    /this is a pickle, as old \.pt files/,
  ],
  [
    'a file of Keras',
    Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0),
    /this is an HDF5 file.*loadKerasWeights/s,
  ],
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
