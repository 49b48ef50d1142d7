import type { EpochPlan } from '../../../src/training/batches/epoch-plan';
import { prefetch } from '../../../src/training/batches/prefetch';

function planOf(length: number, failing = -1) {
  const asked: number[] = [];
  const state = { asked, closed: 0 };
  const plan: EpochPlan<string> = {
    length,
    batch: async (index) => {
      asked.push(index);
      await Promise.resolve();
      if (index === failing) throw new Error(`batch ${index} is broken`);
      return `batch ${index}`;
    },
    startsStreams: (index) => index === 2,
    close: () => Promise.resolve(void state.closed++),
  };
  return { state, plan: prefetch(plan) };
}

test('gives the batches of the plan, each made once, the next one begun with each', async () => {
  const { state, plan } = planOf(3);
  expect(await plan.batch(0)).toBe('batch 0');
  expect(state.asked).toEqual([0, 1]);
  expect(await plan.batch(1)).toBe('batch 1');
  expect(await plan.batch(2)).toBe('batch 2');
  expect(state.asked).toEqual([0, 1, 2]);
  expect([1, 2].map((index) => plan.startsStreams?.(index))).toEqual([false, true]);
});

test('begins in the middle, and again', async () => {
  const { plan } = planOf(9);
  expect(await plan.batch(5)).toBe('batch 5');
  expect(await plan.batch(6)).toBe('batch 6');
  expect(await plan.batch(0)).toBe('batch 0');
});

test('an error comes with its own batch, and with none if that is not asked for', async () => {
  const { state, plan } = planOf(3, 1);
  expect(await plan.batch(0)).toBe('batch 0');
  await expect(plan.batch(1)).rejects.toThrow('batch 1 is broken');
  const other = planOf(3, 1);
  await other.plan.batch(0);
  await other.plan.close?.();
  expect([state.closed, other.state.closed]).toEqual([0, 1]);
});

test('closes once what was begun is done', async () => {
  const { state, plan } = planOf(3);
  await plan.batch(0);
  await plan.close?.();
  expect(state.closed).toBe(1);
});
