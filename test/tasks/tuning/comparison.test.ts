import { bestOf, compareAll, toConfirm } from '../../../tasks/tuning/comparison';
import { groupsAround, trial, wobble } from './support';

const max = { metric: 'accuracy', mode: 'max' } as const;
const standard = trial(1, 0.8, { groups: groupsAround(0.8) });
const small = { hiddenSize: 16 };
const large = { hiddenSize: 64 };

/** Standard errors of the gains are 0.0333 for a wobble of 0.1. */
const better = (number: number, gain: number, settings: object, more = {}) =>
  trial(number, 0.8 + gain, {
    settings: settings as Record<string, unknown>,
    groups: groupsAround(0.8 + gain, wobble(0.1)),
    ...more,
  });

const numberOfBest = (...trials: ReturnType<typeof trial>[]) =>
  bestOf(compareAll([standard, ...trials], max)).trials[0].number;

it('the standard error is that of paired differences of groups', () => {
  const [, one] = compareAll([standard, better(2, 0.05, small)], max);
  expect(one.gain).toBeCloseTo(0.05);
  expect(one.standardError).toBeCloseTo(Math.sqrt((0.01 * 10) / 9 / 10));
  expect(one.isConfirmed).toBe(false);
});

it('equal ones: the default stays', () => {
  const same = trial(2, 0.8, { settings: small, groups: groupsAround(0.8) });
  expect(numberOfBest(same, { ...same, number: 3, settings: large })).toBe(1);
  expect(toConfirm(compareAll([standard, same], max))).toBeUndefined();
});

it('a gain within noise is none; one beyond twice the standard error is the best', () => {
  expect(numberOfBest(better(2, 0.03, small))).toBe(1);
  expect(numberOfBest(better(2, 0.05, small))).toBe(1);
  expect(numberOfBest(better(2, 0.08, small))).toBe(2);
  expect(numberOfBest(better(2, 0.08, small), better(3, 0.1, large))).toBe(3);
});

it('of the same gain the first one is the best', () => {
  expect(numberOfBest(better(2, 0.08, small), better(3, 0.08, large))).toBe(2);
});

it('a gain that another seed confirms has to be beyond one standard error', () => {
  const again = trial(3, 0.8, { seed: 2, groups: groupsAround(0.8) });
  const confirmed = better(4, 0.05, small, { seed: 2 });
  expect(numberOfBest(better(2, 0.05, small), again, confirmed)).toBe(2);
  const worse = better(4, -0.05, small, { seed: 2 });
  expect(numberOfBest(better(2, 0.08, small), again, worse)).toBe(1);
  expect(compareAll([standard, better(2, 0.08, small), again, worse], max)[1]).toMatchObject({ isConfirmed: true });
});

it('what is to be confirmed is better than the best by more than noise', () => {
  const wanted = (...trials: ReturnType<typeof trial>[]) =>
    toConfirm(compareAll([standard, ...trials], max))?.trials[0].number;
  expect(wanted(better(2, 0.03, small))).toBeUndefined();
  expect(wanted(better(2, 0.05, small), better(3, 0.06, large))).toBe(3);
});

it('the other way round for a metric that is to be small', () => {
  const min = { metric: 'perplexity', mode: 'min' } as const;
  const [, lower] = compareAll([standard, better(2, -0.1, small)], min);
  expect(lower.gain).toBeCloseTo(0.1);
  expect(bestOf(compareAll([standard, better(2, -0.1, small)], min)).trials[0].number).toBe(2);
});

it('without groups, or of too few, nothing is better than the default', () => {
  const few = { settings: small, groups: [0.9, 0.9] };
  const all = compareAll([{ ...standard, groups: [0.8, 0.8] }, trial(2, 0.95, few)], max);
  expect(all[1]).toMatchObject({ standardError: null });
  expect(bestOf(all).trials[0].number).toBe(1);
});

it('a training of fewer epochs is a configuration of its own; failed ones are none', () => {
  const failed = { ...trial(3, 0.99, { settings: small }), outcome: 'failed' as const, value: null };
  const all = compareAll([standard, trial(2, 0.81, { epochs: 2, rung: 0 }), failed], max);
  expect(all.map(({ trials }) => trials[0].epochs)).toEqual([6, 2]);
});
