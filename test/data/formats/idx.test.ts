import { gzipSync } from 'node:zlib';
import { sourceOf } from '../../../src/data/bytes/source';
import { penFrames } from '../../../src/data/examples/labeled-frames/strokes';
import { readIdx } from '../../../src/data/formats/idx';
import { DataError } from '../../../src/errors';

const two = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255);
const read = (bytes: Uint8Array) => readIdx(sourceOf('a.idx', bytes));

describe('IDX', () => {
  it.each([
    ['as it is', two],
    ['compressed', gzipSync(two)],
  ])('is read %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual({ shape: [2, 3], values: Uint8Array.of(1, 2, 3, 4, 5, 255) });
  });

  it.each([
    ['an empty file', two.slice(0, 0), /begins with/],
    ['another type', Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 0), /begins with 0 0 13 1/],
    ['a header that is cut', two.slice(0, 9), /header ends after 9 bytes/],
    ['values that are missing', two.slice(0, 17), /5 values follow.*2 × 3.*Expected 6/],
    ['values too many', Uint8Array.of(...two, 1), /7 values follow/],
  ])('%s is refused', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(DataError);
    await expect(read(bytes)).rejects.toThrow(message);
  });
});

test('strokes become steps of the pen, with a mark where it was lifted', () => {
  const frames = penFrames([[[0, 0], [3, 4]], [[1, 1], [2, 1]]]); // prettier-ignore
  expect(frames).toEqual([[3, 4, 0], [-2, -3, 1], [1, 0, 0]]); // prettier-ignore
  expect(penFrames([[[5, 5]]])).toEqual([[0, 0, 0]]);
});
