import { Random } from '../../../../src/random';
import { differing, keyOf, nextCandidate } from '../../../../tasks/tuning/space/draw';
import { searchSpace, withinRates } from '../../../../tasks/tuning/space/bounds';
import {
  type AnySpace,
  around,
  checkSpace,
  choice,
  logUniform,
  ratesAround,
  restrictedTo,
  scaled,
  uniform,
  withoutGiven,
} from '../../../../tasks/tuning/space/space';
import { tasks } from '../../../../tasks';

const space: AnySpace = {
  settings: { hiddenSize: scaled(32, 0.5, 1, 2), dropout: around(0.5, 0.2), learningRate: ratesAround(0.002) },
  candidates: [{ hiddenSize: 100 }, { dropout: 0.1, hiddenSize: 7 }],
};
const base = { hiddenSize: 32, dropout: 0.5, learningRate: 0.002 };
const drawing = { space, base, parent: {}, tried: new Set<string>(), isValid: () => true };

it('is declared around the default', () => {
  expect(scaled(3, 0.1, 0.5, 1, 2)).toEqual(choice(1, 2, 3, 6));
  expect(scaled(1, 0.5, 1)).toEqual(choice(1));
  expect(around(0.1, 0.3)).toEqual(uniform(0, 0.4));
  expect(around(0.8, 0.3)).toEqual(uniform(0.5, 0.9));
});

it('what is given stays, and candidates with it go', () => {
  const left = withoutGiven(space, { hiddenSize: 64 });
  expect(Object.keys(left.settings)).toEqual(['dropout', 'learningRate']);
  expect(left.candidates).toEqual([]);
  expect(restrictedTo('here', space, ['hiddenSize'])).toEqual({
    settings: { hiddenSize: space.settings.hiddenSize },
    candidates: [{ hiddenSize: 100 }],
  });
  expect(() => restrictedTo('here', space, ['hiddenSiz'])).toThrow('Did you mean hiddenSize?');
});

it.each([
  ['no values', { hiddenSize: choice() }],
  ['ends in the wrong order', { dropout: uniform(0.5, 0.1) }],
  ['a logarithm of 0', { learningRate: logUniform(0, 1) }],
  ['a number', { dropout: 0.5 as never }],
])('%s are refused', (_, settings) => {
  expect(() => checkSpace('tune space', { settings }, Object.keys(base))).toThrow(/tune space: the values of/);
});

it('a setting that the task does not have is refused', () => {
  expect(() => checkSpace('tune space', { settings: { hidden: choice(1) } }, ['hiddenSize'])).toThrow(/hidden/);
});

it('a space with nothing left is refused, with the settings that are given', () => {
  const [task] = tasks;
  const parts = { task, base: task.parseConfig({}) as object as Record<string, unknown>, space };
  expect(() => searchSpace({ ...parts, given: base })).toThrow(
    'nothing is left to search: every setting of the search space is given (hiddenSize, dropout, learningRate)',
  );
  expect(Object.keys(searchSpace({ ...parts, given: { dropout: 0.5 } }).settings)).toHaveLength(2);
});

describe('candidates', () => {
  it('are the declared ones first, then drawn ones, each once, until nothing is left', () => {
    const tried = new Set<string>([keyOf({})]);
    const found = [];
    const small: AnySpace = { settings: { hiddenSize: choice(16, 32, 64) }, candidates: [{ hiddenSize: 100 }] };
    for (let n = 0; n < 9; n++) {
      const next = nextCandidate({ ...drawing, space: small, tried }, Random.fromSeed(1).fork(n));
      if (!next) break;
      tried.add(keyOf(next));
      found.push(next.hiddenSize);
    }
    expect(found[0]).toBe(100);
    expect(found.sort()).toEqual([100, 16, 64]);
  });

  it('differ from their parent in some settings, and follow from the seed', () => {
    const tried = new Set([{ hiddenSize: 100 }, { dropout: 0.1, hiddenSize: 7 }].map(keyOf));
    const draw = (seed: number) =>
      nextCandidate({ ...drawing, tried, parent: { hiddenSize: 16 } }, Random.fromSeed(seed));
    expect(draw(1)).toEqual(draw(1));
    const drawn = Array.from({ length: 40 }, (_, seed) => draw(seed) ?? {});
    expect(new Set(drawn.map(keyOf)).size).toBeGreaterThan(20);
    expect(drawn.filter(({ hiddenSize }) => hiddenSize === 16).length).toBeGreaterThan(10);
    for (const { dropout = 0.5, learningRate = 0.002 } of drawn) {
      expect(dropout).toBeGreaterThanOrEqual(0.3);
      expect(dropout).toBeLessThanOrEqual(0.7);
      expect(learningRate).toBeGreaterThanOrEqual(0.0005);
      expect(learningRate).toBeLessThanOrEqual(0.008);
    }
  });

  it('that contradict themselves are none', () => {
    const isValid = ({ hiddenSize }: Record<string, unknown>) => hiddenSize !== 100 && hiddenSize !== 7;
    for (let seed = 0; seed < 20; seed++)
      expect([100, 7]).not.toContain(nextCandidate({ ...drawing, isValid }, Random.fromSeed(seed))?.hiddenSize);
  });

  it('are the same in another order, and without what is the default', () => {
    expect(keyOf({ a: 1, b: 2 })).toBe(keyOf({ b: 2, a: 1 }));
    expect(differing({ hiddenSize: 32, dropout: 0.4 }, base)).toEqual({ dropout: 0.4 });
  });
});

describe('a range test', () => {
  const test = { rates: [], losses: [] };
  it('gives the first candidate and an upper end', () => {
    const within = withinRates(space, { ...test, suggested: 0.004, largest: 0.012 }, base);
    expect(within.candidates?.[0]).toEqual({ learningRate: 0.004 });
    expect(within.settings.learningRate).toEqual(logUniform(0.0005, 0.006));
    const low = withinRates(space, { ...test, suggested: 0.1, largest: 0.0004 }, base);
    expect(low.settings.learningRate).toEqual(logUniform(0.0005, 0.0005));
    expect(low.candidates?.[0]).toEqual({ learningRate: 0.0005 });
  });
  it('suggests nothing that is near the default, nor without a slope', () => {
    expect(withinRates(space, { ...test, suggested: 0.0021, largest: null }, base)).toEqual(space);
    expect(withinRates(space, { ...test, suggested: null, largest: null }, base)).toEqual(space);
    expect(withinRates(space, null, base)).toBe(space);
  });
});
