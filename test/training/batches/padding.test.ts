import * as fc from 'fast-check';

import { ShapeError } from '../../../src/errors';
import { padSequences } from '../../../src/training/batches/padding';

describe('padSequences', () => {
  test('pads at the end and keeps every token', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(99)), { minLength: 1 }), (rows) => {
        const { ids, lengths, batch, time } = padSequences(
          rows.map((row) => Int32Array.from(row)),
          { padId: 100 },
        );
        expect([batch, ids.length]).toEqual([rows.length, batch * time]);
        rows.forEach((row, b) => {
          expect(lengths[b]).toBe(row.length);
          const padded = [...row, ...(Array(time - row.length).fill(100) as number[])];
          expect([...ids.subarray(b * time, (b + 1) * time)]).toEqual(padded);
        });
      }),
      { seed: 6 },
    );
  });

  test('sequences without tokens still have one time step; no sequences is an error', () => {
    expect(padSequences([new Int32Array(0)], { padId: 7 })).toEqual({
      ids: Int32Array.of(7),
      lengths: Int32Array.of(0),
      batch: 1,
      time: 1,
    });
    expect(() => padSequences([], { padId: 0 })).toThrow(ShapeError);
  });
});
