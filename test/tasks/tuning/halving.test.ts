import { nextPlan, rungsOf, type SearchState } from '../../../tasks/tuning/halving';
import type { Plan, Trial } from '../../../tasks/tuning/trials';
import { groupsAround, trial, wobble } from './support';

const monitor = { metric: 'accuracy', mode: 'max' } as const;

function state(trials: readonly Trial[], more: Partial<SearchState> = {}): SearchState {
  let drawn = 0;
  return {
    ...{ trials, monitor, epochs: 6, seed: 1, secondsLeft: 1000, trialsLeft: 100, patience: 24 },
    draw: () => ({ hiddenSize: 1000 + drawn++ }),
    ...more,
  };
}

/** Runs a whole search, each epoch of which takes a second. */
function search(valueOf: (plan: Plan, number: number) => number, seconds: number, more: Partial<SearchState> = {}) {
  const trials: Trial[] = [];
  let left = seconds;
  const draw = () => ({ hiddenSize: trials.length });
  for (;;) {
    const plan = nextPlan(state(trials, { secondsLeft: left, draw, ...more }));
    if (typeof plan === 'string') return { trials, reason: plan, left };
    const number = trials.length + 1;
    const value = valueOf(plan, number);
    const noise = number === 1 ? [] : wobble(0.1); // a standard error of 0.03
    trials.push(trial(number, value, { ...plan, seconds: plan.epochs, groups: groupsAround(value, noise) }));
    left -= plan.epochs;
  }
}

it('rungs have three times the epochs of the one before, two at least', () => {
  expect([1, 3, 5, 6, 12, 17, 18, 40, 1000].map(rungsOf)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
});

it('begins with the default, whatever the time', () => {
  const plan = { settings: {}, rung: 1, epochs: 6, seed: 1 };
  expect(nextPlan(state([], { secondsLeft: -1 }))).toEqual(plan);
});

it('then the default for few epochs, then candidates, the best third of which is promoted', () => {
  const { trials } = search((_, number) => 0.5 + (number === 4 ? 0.01 : 0) - (number > 4 ? 0.1 : 0), 60);
  const shown = trials.slice(0, 5).map(({ settings, rung, epochs }) => [settings.hiddenSize, rung, epochs]);
  expect(shown).toEqual([
    [undefined, 1, 6],
    [undefined, 0, 2],
    [2, 0, 2],
    [3, 0, 2],
    [3, 1, 6], // the best of three
  ]);
});

it('trains every candidate on a rung once', () => {
  const { trials } = search((_, number) => 0.5 + (number % 7) / 1000, 500, { patience: 50 });
  const keys = trials.map(({ settings, rung, epochs }) => `${JSON.stringify(settings)} ${rung} ${epochs}`);
  expect(new Set(keys).size).toBe(keys.length);
  const counts = [0, 1].map((rung) => trials.filter((one) => one.rung === rung).length);
  expect(counts[1]).toBeLessThan(counts[0] / 2);
});

it('the last of the time trains the best candidate to its end', () => {
  const { trials, reason, left } = search((_, number) => (number === 3 ? 0.52 : 0.5), 17);
  expect(reason).toBe('time');
  expect(trials.map(({ settings, rung }) => [settings.hiddenSize, rung])).toEqual([
    [undefined, 1],
    [undefined, 0],
    [2, 0],
    [2, 1],
  ]);
  expect(left).toBe(1);
});

it('time for no whole training goes to short ones, which are configurations of their own', () => {
  const { trials, reason } = search((_, number) => 0.5 + number / 1000, 11);
  expect(reason).toBe('time');
  expect(trials.map(({ settings, epochs }) => [settings.hiddenSize, epochs])).toEqual([
    [undefined, 6],
    [1, 2],
    [2, 2],
  ]);
});

it('a time that is shorter than one training ends with the default', () => {
  const { trials, reason } = search(() => 0.5, 3);
  expect({ reason, trials: trials.length }).toEqual({ reason: 'time', trials: 1 });
});

it('ends when candidates in a row gain nothing', () => {
  const { trials, reason } = search(() => 0.5, 10_000, { patience: 8 });
  expect(reason).toBe('no-gain');
  const candidates = new Set(trials.map(({ settings }) => settings.hiddenSize).filter((size) => size !== undefined));
  expect(candidates.size).toBe(8);
});

it('a gain counts anew, after it was seen with a second seed of both', () => {
  const good = 5;
  const { trials, reason } = search(({ settings }) => (settings.hiddenSize === good ? 0.9 : 0.5), 10_000, {
    patience: 8,
  });
  expect(reason).toBe('no-gain');
  const seeds = trials.filter(({ rung }) => rung === 'confirmation').map(({ settings, seed }) => [settings, seed]);
  expect(seeds.slice(0, 2)).toEqual([
    [{}, 2],
    [{ hiddenSize: good }, 2],
  ]);
  const after = new Set(trials.map(({ settings }) => Number(settings.hiddenSize)).filter((size) => size > good));
  expect(after.size).toBe(8);
});

it('ends where nothing can be better, where all was tried, and after so many trials', () => {
  expect(nextPlan(state([trial(1, 1)]))).toBe('perfect');
  expect(nextPlan(state([trial(1, 0, {})], { monitor: { metric: 'loss', mode: 'min' } }))).toBe('perfect');
  expect(search(() => 0.5, 1000, { draw: () => undefined }).reason).toBe('space');
  expect(search(() => 0.5, 1000, { trialsLeft: 0 }).reason).toBe('trials');
});

it('what failed is not trained again, what the time stopped may be', () => {
  const before = [trial(1, 0.5), trial(2, 0.5, { rung: 0, epochs: 2 })];
  const small = { hiddenSize: 16 };
  const others = [3, 4, 5].map((number) => trial(number, 0.6 - number / 100, { settings: { hiddenSize: number }, rung: 0, epochs: 2 })); // prettier-ignore
  const promoted = { settings: { hiddenSize: 3 }, rung: 1, epochs: 6, seed: 1 };
  const ended = (outcome: 'failed' | 'stopped'): Trial => ({ ...trial(6, 0, promoted), outcome, value: null });
  expect(nextPlan(state([...before, ...others]))).toEqual(promoted);
  expect(nextPlan(state([...before, ...others, ended('stopped')]))).toEqual(promoted);
  expect(nextPlan(state([...before, ...others, ended('failed')], { draw: () => small }))).toMatchObject({
    settings: small,
    rung: 0,
  });
});

it('a candidate with its own number of epochs is promoted by parts of them', () => {
  const draw = () => ({ epochs: 12 });
  const plan = nextPlan(state([trial(1, 0.5), trial(2, 0.5, { rung: 0, epochs: 2 })], { draw }));
  expect(plan).toEqual({ settings: { epochs: 12 }, rung: 0, epochs: 4, seed: 1 });
});

it('what a trial takes beside its epochs is expected once', () => {
  const before = [trial(1, 0.5), trial(2, 0.5, { rung: 0, epochs: 2, seconds: 2 })];
  const slow = { rung: 0, epochs: 2, seconds: 42, epochSeconds: 1 }; // 40 seconds of preparation
  const others = [3, 4].map((number) => trial(number, 0.6, { settings: { hiddenSize: number }, ...slow }));
  expect(nextPlan(state([...before, ...others], { secondsLeft: 46 }))).toMatchObject({
    settings: { hiddenSize: 3 },
    rung: 1,
  });
  expect(nextPlan(state([...before, ...others], { secondsLeft: 45 }))).not.toMatchObject({
    settings: { hiddenSize: 3 },
  });
});
