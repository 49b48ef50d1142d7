import fc from 'fast-check';
import { StopStrings } from '../../src/decoding/stop-strings';
import { ConfigError } from '../../src/errors';

/** What is given out for each piece, and at the end. */
function outputs(stops: string[], pieces: string[]): { texts: string[]; stop?: string } {
  const strings = new StopStrings(stops);
  const texts: string[] = [];
  for (const piece of pieces) {
    const { text, stop } = strings.push(piece);
    texts.push(text);
    if (stop !== undefined) return { texts, stop };
  }
  return { texts: [...texts, strings.flush()] };
}

describe('stop strings', () => {
  it('end a text before them, across pieces', () => {
    expect(outputs(['END'], ['one E', 'N', 'D two'])).toEqual({ texts: ['one ', '', ''], stop: 'END' });
  });

  it('hold back no more than may be one of them', () => {
    expect(outputs(['END'], ['one EN', 'O', 'E', 'E'])).toEqual({ texts: ['one ', 'ENO', '', 'E', 'E'] });
    expect(outputs(['aab'], ['aa', 'a', 'ab'])).toEqual({ texts: ['', 'a', 'a'], stop: 'aab' });
  });

  it('of several the first that is complete, then the longest', () => {
    expect(outputs(['bcde', 'cd'], ['abcde'])).toEqual({ texts: ['ab'], stop: 'cd' });
    expect(outputs(['d', 'bcd'], ['abcde'])).toEqual({ texts: ['a'], stop: 'bcd' });
  });

  it('none of them: nothing is held back', () => {
    expect(outputs([], ['a', 'b'])).toEqual({ texts: ['a', 'b', ''] });
  });

  it('do not depend on how the text is divided', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 30 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), {
      maxLength: 3,
    });
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(text, stops, sizes, (whole, of, lengths) => {
        let at = 0;
        const pieces = lengths.map((length) => whole.slice(at, (at += length)));
        const [divided, single] = [outputs(of, pieces), outputs(of, [...whole])];
        expect(divided.stop).toBe(single.stop);
        expect(divided.texts.join('')).toBe(single.texts.join(''));
        expect(of.some((stop) => divided.texts.join('').includes(stop))).toBe(false);
      }),
      { seed: 1 },
    );
  });

  it('branch with the text', () => {
    const strings = new StopStrings(['END']);
    strings.push('EN');
    const other = strings.fork();
    expect(strings.push('D')).toEqual({ text: '', stop: 'END' });
    expect(other.push('O')).toEqual({ text: 'ENO' });
    expect([strings.stop, other.stop]).toEqual(['END', undefined]);
  });

  it('refuse an empty one, and text after the end', () => {
    expect(() => new StopStrings(['a', ''])).toThrow(ConfigError);
    const strings = new StopStrings(['a']);
    strings.push('a');
    expect(() => strings.push('b')).toThrow('after the stop string "a"');
  });
});
