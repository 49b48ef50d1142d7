import { afterEpoch, freshSchedule, learningRateAt, type ScheduleConfig } from '../../src/training/schedule';

const rates = (config: ScheduleConfig, steps: number) =>
  Array.from({ length: steps + 2 }, (_, step) => learningRateAt(config, freshSchedule(), step, steps));

describe('schedules', () => {
  it('constant', () => expect(new Set(rates({ kind: 'constant', learningRate: 0.3 }, 5))).toEqual(new Set([0.3])));

  it('cosine: linear up, half a wave down, then the minimum', () => {
    const found = rates({ kind: 'cosine', learningRate: 1, warmupSteps: 4, minimum: 0.2 }, 12);
    expect(found.slice(0, 5)).toEqual([0.25, 0.5, 0.75, 1, 1]);
    expect(found[8]).toBeCloseTo(0.6, 12); // half-way
    expect(found.slice(12)).toEqual([0.2, 0.2]);
  });

  it('cosine whose warm-up is longer than the run goes on rising', () => {
    const found = rates({ kind: 'cosine', learningRate: 1, warmupSteps: 10 }, 2);
    [0.1, 0.2, 0.3, 0.4].forEach((rate, step) => expect(found[step]).toBeCloseTo(rate, 12));
  });

  it('triangular: a line up, a line down to a 32nd', () => {
    const found = rates({ kind: 'triangular', learningRate: 32, warmupSteps: 2 }, 10);
    const height = (rate: number) => (rate - 1) / 31;
    [0.5, 1, 1, 7 / 8, 6 / 8, 5 / 8, 4 / 8, 3 / 8, 2 / 8, 1 / 8, 0, 0].forEach((part, step) =>
      expect(height(found[step])).toBeCloseTo(part, 12),
    );
    const longer = rates({ kind: 'triangular', learningRate: 1, warmupSteps: 10, minimum: 0 }, 2);
    [0.1, 0.2, 0.3, 0.4].forEach((rate, step) => expect(longer[step]).toBeCloseTo(rate, 12));
  });

  it('exponential: the same factor from step to step, then the largest rate', () => {
    const found = rates({ kind: 'exponential', learningRate: 1, minimum: 0.001, rangeSteps: 4 }, 4);
    [0.001, 0.01, 0.1, 1, 1, 1].forEach((rate, step) => expect(found[step]).toBeCloseTo(rate, 12));
    expect(rates({ kind: 'exponential', learningRate: 1, minimum: 0.5, rangeSteps: 1 }, 1)).toEqual([0.5, 1, 1]);
  });

  it('plateau: lowers after its patience, counts anew, and stops at the minimum', () => {
    const config = {
      kind: 'plateau',
      learningRate: 1,
      metric: 'loss',
      mode: 'min',
      factor: 0.1,
      patience: 2,
      minimum: 0.05,
    } as const;
    let state = freshSchedule();
    const found = [3, 2, 2, 2, 1.5, 1.5, 1.5, 1.5].map((loss) => {
      state = afterEpoch(config, state, { loss });
      return learningRateAt(config, state, 0, 1);
    });
    expect(found).toEqual([1, 1, 1, 0.1, 0.1, 0.1, 0.05, 0.05]);
  });

  it('plateau: less than the minimum delta is no improvement', () => {
    const config = {
      kind: 'plateau',
      learningRate: 1,
      metric: 'accuracy',
      mode: 'max',
      patience: 1,
      minimumDelta: 0.1,
    } as const;
    const first = afterEpoch(config, freshSchedule(), { accuracy: 0.5 });
    expect(afterEpoch(config, first, { accuracy: 0.55 })).toEqual({ best: 0.5, stale: 0, lowered: 1 });
    expect(afterEpoch(config, first, { accuracy: 0.65 })).toEqual({ best: 0.65, stale: 0, lowered: 0 });
  });
});
