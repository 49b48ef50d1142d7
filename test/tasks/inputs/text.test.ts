/** Texts as rows of windows. */
import * as fc from 'fast-check';
import { cutIntoWindows } from '../../../tasks/inputs/text';

const sequence = (length: number, from = 1) => Int32Array.from({ length }, (_, i) => from + i);

describe('cutIntoWindows', () => {
  it('nothing is lost, no row is longer than a window, and those of one text are equally long but for its last ones', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 40 }), (all, window) => {
        const texts = all.map((length) => sequence(length));
        const { rows, windows } = cutIntoWindows(texts, window);
        expect(rows).toHaveLength(texts.length * windows);
        expect(windows).toBe(Math.ceil(Math.max(...all) / window));
        texts.forEach((text, i) => {
          const own = rows.slice(i * windows, (i + 1) * windows);
          expect(own.flatMap((row) => [...row])).toEqual([...text]);
          expect(own.every(({ length }) => length <= window)).toBe(true);
        });
      }),
      { seed: 5 },
    );
  });

  it('a text that is a token too long becomes two windows of half its length', () => {
    const { rows, windows } = cutIntoWindows([sequence(401), sequence(3)], 400);
    expect({ windows, lengths: rows.map(({ length }) => length) }).toEqual({ windows: 2, lengths: [201, 200, 3, 0] });
  });

  it('without a window every text is a row', () => {
    expect(cutIntoWindows([sequence(1000)], 0)).toEqual({ rows: [sequence(1000)], windows: 1 });
  });
});
