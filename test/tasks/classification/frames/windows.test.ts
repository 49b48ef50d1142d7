import { Classifier, type LabeledFrames } from '../../../../src/node';
import { onCpu } from '../../support';
import { clips } from '../support';

beforeAll(onCpu);

const options = { epochs: 2, hiddenSize: 6, batchSize: 8, learningRate: 0.02, seed: 3, window: 4, noise: 0 } as const;
const rowsOf = ({ frames }: LabeledFrames) => frames as readonly (readonly number[])[];

describe('recordings that are longer than a window', () => {
  const model = new Classifier(options);
  beforeAll(() => model.fit(clips(30, 1, 4), { validation: clips(9, 2, 4) }));
  afterAll(() => model.dispose());

  it('are predicted by the mean of their windows, the last of which ends with them', async () => {
    const long = clips(12, 3, 4).find((clip) => rowsOf(clip).length === 9) ?? clips(12, 3, 4)[0];
    const rows = rowsOf(long);
    const starts = [0, 2, 4, 6, 8].filter((start) => start < rows.length - 4);
    const windows = [...starts, rows.length - 4].map((start) => ({ frames: rows.slice(start, start + 4) }));
    const parts = await model.predict(windows);
    const { probabilities, ...rest } = await model.predict(long);
    expect(rest).toMatchObject({ frames: rows.length });
    expect(windows.length).toBeGreaterThan(1);
    for (const [label, p] of Object.entries(probabilities)) {
      const mean = parts.reduce((sum, part) => sum + part.probabilities[label] / parts.length, 0);
      expect(p).toBeCloseTo(mean, 6);
    }
  });

  it('are as short ones where they are no longer', async () => {
    const short = { frames: rowsOf(clips(1, 4)[0]).slice(0, 3) };
    expect(await model.predict(short)).toMatchObject({ frames: 3 });
  });
});
