/** Which epoch is the best: by the monitored metric, and by another one where that is next to equal. */
import { improves } from '../../src/training/monitor';

describe('ties', () => {
  const options = { metric: 'accuracy', mode: 'max' } as const;
  const ties = { metric: 'loss', mode: 'min', within: 0.01 } as const;
  const chosen = { accuracy: 0.8, loss: 0.5 };
  const isBetter = (accuracy: number, loss: number, peak = 0.8) =>
    improves(options, ties, { accuracy, loss }, { chosen, peak });

  it('a clear difference decides by itself', () => {
    expect(isBetter(0.82, 0.9)).toBe(true);
    expect(isBetter(0.78, 0.1)).toBe(false);
  });

  it('the other metric decides between values that are next to equal', () => {
    expect(isBetter(0.8, 0.4)).toBe(true);
    expect(isBetter(0.795, 0.4)).toBe(true);
    expect(isBetter(0.805, 0.6)).toBe(false);
    expect(isBetter(0.795, 0.4, 0.809)).toBe(false); // no creeping away from the best value
  });

  it('without the other metric, or with the same value of it, the larger value is better', () => {
    expect(improves(options, ties, { accuracy: 0.805 }, { chosen: { accuracy: 0.8 }, peak: 0.8 })).toBe(true);
    expect(isBetter(0.8, 0.5)).toBe(false);
    expect(isBetter(0.805, 0.5)).toBe(true);
    expect(isBetter(NaN, 0.1)).toBe(false);
  });

  it('smaller is better where the mode says so', () => {
    const least = { metric: 'error', mode: 'min' } as const;
    const earlier = { chosen: { error: 0.2, loss: 0.5 }, peak: 0.2 };
    expect(improves(least, ties, { error: 0.1, loss: 0.9 }, earlier)).toBe(true);
    expect(improves(least, ties, { error: 0.205, loss: 0.4 }, earlier)).toBe(true);
    expect(improves(least, ties, { error: 0.3, loss: 0.4 }, earlier)).toBe(false);
  });
});
