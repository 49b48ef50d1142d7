/**
 * IDX, the format of MNIST: 0, 0, type, number of dimensions, the dimensions as 32-bit numbers, then the values, both with
 * the most significant byte first. Unsigned bytes (type 8) are read here.
 */
import { DataError } from '../../errors';
import { gunzip } from '../bytes/gunzip';
import { type ByteSource, collect } from '../bytes/source';

export interface IdxArray {
  shape: readonly number[];
  values: Uint8Array;
}

const UNSIGNED_BYTE = 8;

/** @throws DataError for what is no IDX file of bytes, or holds another number of values than its dimensions say. */
export async function readIdx(source: ByteSource): Promise<IdxArray> {
  const bytes = await collect(gunzip(source));
  const refuse = (problem: string, expected: string) =>
    new DataError({ where: source.name, problem, expected, fix: 'Check how the file was copied, or fetch it again' });
  const [zero, nought, type, rank] = bytes;
  if (bytes.length < 4 || zero !== 0 || nought !== 0 || type !== UNSIGNED_BYTE)
    throw refuse(
      `the file begins with ${Array.from(bytes.subarray(0, 4)).join(' ')}`,
      '0 0 8 and the number of dimensions',
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw refuse(`the header ends after ${bytes.length} bytes`, `${start} bytes`);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length - start !== size)
    throw refuse(`${bytes.length - start} values follow the header ${shape.join(' × ')}`, `${size} values`);
  return { shape, values: bytes.subarray(start) };
}
