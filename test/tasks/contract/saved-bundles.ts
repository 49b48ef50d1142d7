/** Bundles of every row as they were saved before (test/fixtures/bundles), and what they predicted then. */
import { join } from 'node:path';

export const savedBundles = join(__dirname, '..', '..', 'fixtures', 'bundles');

export interface Expected {
  inputs: unknown[];
  predictions: unknown[];
}

/** Typed arrays as JSON, and back. */
export const writeExpected = (expected: Expected): string =>
  JSON.stringify(expected, (_, value: unknown) => (ArrayBuffer.isView(value) ? floatsOf(value) : value));

export const readExpected = (text: string): Expected =>
  JSON.parse(text, (key, value: unknown) =>
    key === 'frames' && isFloats(value) ? Float32Array.from(value) : value,
  ) as Expected;

const floatsOf = (view: ArrayBufferView) => Array.from(view as Float32Array);
const isFloats = (value: unknown): value is number[] => Array.isArray(value) && typeof value[0] === 'number';
