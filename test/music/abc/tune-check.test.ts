import abcjs from 'abcjs';
import { ConfigError } from '../../../src/errors';
import { barRuns, checkTune, plainWarning } from '../../../src/music/abc/tune-check';

const problemsOf = (abc: string) => checkTune(abc, abcjs).problems;
const tune = (body: string, head = 'X:1\nM:4/4\nL:1/4\nK:G\n') => `${head}${body}\n`;

describe('a tune is valid', () => {
  it.each([
    ['with full bars', tune('GABc|dBGG|cAFA|G4|]')],
    ['with an upbeat, and what is missing at the end', tune('D|GABc|dBGG|cAFA|G3|]')],
    ['where first and last bars of parts are short', tune('D|GABc|dBG:|D|cAFA|G4|cAF||D|GABc|G3|]')],
    ['with a part mark between short bars', tune('D|GABc|dBG|\nP:B\nD|cAFA|G4|G3|]')],
    ['with endings', tune('GABc|dBGG|1cAFA|G4:|2cAFG|G4|]')],
    ['with tuplets, rests, chords and grace notes', tune('(3GABcz2|[GB]2{c}d2|cAFA|c2>d2|G4|]')],
    ['with another metre from a bar on', tune('GABc|GABc|[M:3/4]GAB|cBA|G3|G3|]')],
    ['with a metre of sums', tune('GABcd|GABcd|GABcd|]', 'X:1\nM:2+3/4\nL:1/4\nK:G\n')],
    ['in common time', tune('GABc|GABc|GABc|]', 'X:1\nM:C\nL:1/4\nK:G\n')],
    ['with lines that end inside a bar', tune('GABc|dB\nGG|cAFA|G4|]')],
    ['with two voices', tune('V:1\nGABc|dBGG|G4|]\nV:2\nG4|G4|G4|]')],
  ])('%s', (_, abc) => expect(problemsOf(abc)).toEqual([]));
});

describe('a tune is not valid', () => {
  it('with an inner bar that is too short or too long', () => {
    expect(checkTune(tune('GABc|dBG|cAFA|GABcd|G4|]'), abcjs)).toEqual({
      isValid: false,
      problems: ['a bar of 0.75 whole notes in a metre of 1, and 1 more'],
      notes: 17,
      bars: 5,
      wrongBars: 2,
    });
    expect(problemsOf(tune('V:1\nGABc|dBGG|G4|]\nV:2\nG4|G3|G4|]'))).toEqual([
      'a bar of 0.75 whole notes in a metre of 1', //
    ]);
  });

  it('with few notes, without key or metre, or empty', () => {
    expect(problemsOf(tune('GABc|dBG|]'))).toEqual(['7 notes, fewer than 8']);
    expect(problemsOf('X:1\nM:4/4\nL:1/4\nGABc|dBGG|]\n')).toEqual(['there is no key (K:)']);
    expect(problemsOf('X:1\nL:1/4\nK:G\nGABc|dBGG|]\n')).toEqual(['there is no metre (M:)']);
    expect(problemsOf('')).toEqual(['there is no key (K:)', '0 notes, fewer than 8']);
    expect(abcjs.parseOnly('')[0]?.warnings).toBeUndefined(); // what abcjs says of it
  });

  it('as two tunes', () => {
    const both = `${tune('GABc|dBGG|G4|]')}\n${tune('GABc|dBGG|G4|]')}`;
    expect(problemsOf(both)).toEqual(['2 tunes in place of one']);
  });

  it('with what abcjs warns of, as plain text', () => {
    const [first, ...others] = problemsOf(tune('GABc|<script>alert("x & y")</script>|]'));
    expect(first).toContain('Unknown character ignored: ');
    expect([first, ...others].join()).not.toMatch(/<span|&lt;|&quot;/);
    expect(first).toContain('<script>alert("x & y")</script>');
  });
});

it('a warning loses its HTML alone', () => {
  const marked =
    'Music Line:3:2:  &lt;<span style="text-decoration:underline;">s</span>pan style="x"> &amp;lt; &lt;/span>';
  expect(plainWarning(marked)).toBe('Music Line:3:2:  <span style="x"> &lt; </span>');
});

it('runs of bars by their notes, whatever the layout', () => {
  const runs = (abc: string) => barRuns(abc, abcjs, 2);
  const one = runs(tune('"G"GABc|dBGG|\nc2z2|G4|]'));
  expect(one).toHaveLength(3);
  expect(runs(tune('G A B c | dB GG | c2 z2 | G4 |]'))).toEqual(one);
  expect(runs(tune('GABc|dBGG|c2z2|F4|]')).filter((run) => one.includes(run))).toHaveLength(2);
  expect(runs(tune('GA^Bc|dBGG|c2z2|F4|]')).filter((run) => one.includes(run))).toHaveLength(1);
  expect(runs(tune('GABc|]'))).toEqual([]);
});

it('refuses what is not abcjs', () => {
  expect(() => checkTune('X:1', { default: abcjs } as never)).toThrow(ConfigError);
});
