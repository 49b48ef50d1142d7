import { burst } from '../../bench/systems/child-loop';

/** Steps of these milliseconds, of which nothing is slept. */
function steps(times: number[]) {
  let made = 0;
  const round = () => Promise.resolve({ ms: times[made++ % times.length], bytes: made });
  return { round, made: () => made };
}

test('the first step of a burst does not count', async () => {
  const { round, made } = steps([100, 10]);
  expect(await burst(round, 0, 0)).toEqual({ ms: 10, bytes: 2 });
  expect(made()).toBe(2);
});

test('where one step is longer than a burst, all count', async () => {
  const { round, made } = steps([3000]);
  expect(await burst(round, 0, 2900)).toEqual({ ms: 3000, bytes: 1 });
  expect(made()).toBe(1);
});

test('steps go on until the time is over, and the mean and the most bytes are returned', async () => {
  let made = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => 3 * made); // a step takes 3 ms
  const round = () => Promise.resolve({ ms: ++made, bytes: 100 - made });
  const { ms, bytes } = await burst(round, 20, 0);
  clock.mockRestore();
  expect(made).toBe(1 + 7); // 18 ms are too few, 21 enough
  expect(ms).toBeCloseTo((2 + made) / 2);
  expect(bytes).toBe(98);
});
