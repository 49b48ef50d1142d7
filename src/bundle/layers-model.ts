/**
 * `model.json` and `weights.bin`: the layers-model format of TensorFlow.js, which `tf.loadLayersModel` opens. The
 * weights lie in `weights.bin` one after the other, float32, little-endian, in the order of `weightsManifest`.
 */
import * as v from 'valibot';
import { BundleError, show } from '../errors';
import type { NamedArray } from '../parameters';
import { sizeOf } from '../shapes';
import { parseFile, wholeNumber } from '../validation';
import { type JsonObject, parseJson, toJson } from './json';

export const modelPath = 'model.json';
export const weightsPath = 'weights.bin';

export interface WeightSpec {
  name: string;
  shape: number[];
}

/** What stock TensorFlow.js reads, without the values. */
export interface LayersModelFile {
  topology: JsonObject;
  weightSpecs: WeightSpec[];
}

const count = wholeNumber(0);
const weightSpec = v.strictObject({ name: v.string(), shape: v.array(count), dtype: v.literal('float32') });
const modelSchema = v.object({
  format: v.literal('layers-model'),
  modelTopology: v.custom<JsonObject>((value) => typeof value === 'object' && value !== null, 'an object'),
  weightsManifest: v.strictTuple([
    v.strictObject({ paths: v.strictTuple([v.literal(weightsPath)]), weights: v.array(weightSpec) }),
  ]),
});

export function encodeModel(topology: object, weights: readonly NamedArray[], generatedBy: string): Uint8Array {
  const specs = weights.map(({ name, shape }) => ({ name, shape: [...shape], dtype: 'float32' }));
  const model = {
    modelTopology: toJson(modelPath, topology),
    format: 'layers-model',
    generatedBy,
    convertedBy: null,
    weightsManifest: [{ paths: [weightsPath], weights: specs }],
  };
  return new TextEncoder().encode(JSON.stringify(model));
}

/**
 * All values in one file.
 * @throws BundleError for a weight whose values do not fill its shape or are not finite, or two of one name.
 */
export function encodeWeights(weights: readonly NamedArray[]): Uint8Array {
  const names = new Set<string>();
  for (const { name, shape, values } of weights) {
    const size = sizeOf(shape);
    if (values.length !== size || names.has(name)) {
      throw new BundleError({
        during: 'save',
        where: `weight ${name}`,
        problem: names.has(name) ? 'is given twice' : `shape [${shape.join(',')}] has ${values.length} values`,
        expected: names.has(name) ? 'a name of its own for every weight' : `${size} values`,
      });
    }
    const odd = values.findIndex((value) => !Number.isFinite(value));
    if (odd >= 0) throw notFinite(name, values[odd]);
    names.add(name);
  }
  const all = new Float32Array(weights.reduce((sum, { values }) => sum + values.length, 0));
  let offset = 0;
  for (const { values } of weights) {
    all.set(values, offset);
    offset += values.length;
  }
  return new Uint8Array(all.buffer);
}

/**
 * Reads `model.json` and checks that the shapes fill `weights.bin` exactly; nothing is allocated for them yet.
 * @param weightBytes size of `weights.bin`
 * @throws BundleError
 */
export function decodeModel(where: string, bytes: Uint8Array, weightBytes: number): LayersModelFile {
  const { modelTopology, weightsManifest } = parseFile(where, modelSchema, parseJson(where, bytes), saveAgain);
  const weightSpecs = weightsManifest[0].weights.map(({ name, shape }) => ({ name, shape }));
  const names = new Set<string>();
  const twice = weightSpecs.find(({ name }) => names.size === names.add(name).size);
  if (twice) throw misfit(where, `weight ${show(twice.name)} is listed twice`, 'every weight once');
  const needed = 4 * weightSpecs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (needed !== weightBytes) {
    throw misfit(where, `its weights need ${needed} bytes`, `${weightBytes} bytes, the size of ${weightsPath}`);
  }
  return { topology: modelTopology, weightSpecs };
}

/**
 * Views into the file; copied only where the bytes do not lie on a multiple of four.
 * @throws BundleError for a value that is not finite: its predictions would be none.
 */
export function decodeWeights(where: string, specs: readonly WeightSpec[], bytes: Uint8Array): NamedArray[] {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  let offset = aligned.byteOffset;
  return specs.map(({ name, shape }) => {
    const values = new Float32Array(aligned.buffer, offset, sizeOf(shape));
    offset += values.byteLength;
    const odd = values.findIndex((value) => !Number.isFinite(value));
    if (odd >= 0) throw misfit(where, `value ${odd} of weight ${show(name)} is ${values[odd]}`, 'finite values');
    return { name, shape, values };
  });
}

const saveAgain = 'Save the model again';

const notFinite = (name: string, value: number) =>
  new BundleError({
    during: 'save',
    where: `weight ${name}`,
    problem: `has the value ${value}`,
    expected: 'finite values, which training keeps',
    fix: 'Train again with a lower learning rate, or with clipNorm',
  });

const misfit = (where: string, problem: string, expected: string) =>
  new BundleError({ during: 'load', where, problem, expected, fix: saveAgain });
