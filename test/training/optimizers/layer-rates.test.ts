import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../../src/errors';
import { decodeCheckpoint, encodeCheckpoint, type TrainingState } from '../../../src/training/checkpoint/checkpoint';
import { fit } from '../../../src/training/fit';
import type { FitOptions } from '../../../src/training/fit-options';
import { type LayerRates, ratesOf } from '../../../src/training/optimizers/layer-rates';
import { goWay } from '../../support/ways';
import { type Batch, eventsOf, optionsFor, runToEnd, TinyModel } from '../tiny-model';

const groups = [['in/kernel'], ['in/bias'], ['out/kernel']];
const gradual: LayerRates = { groups, ratio: 2, unfreezing: 'gradual' };

let model: TinyModel;
let tensorsBefore: number;

beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
  model = new TinyModel();
});
afterEach(() => {
  model.dispose();
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

describe('rates', () => {
  beforeAll(() => goWay('cpu'));

  const at = (epoch: number, step: number) => ({ epoch, step, globalStep: 7 * epoch + step, stepsPerEpoch: 7 });
  const ratesAt = (epoch: number, step: number, rates = gradual) => ratesOf(rates, model.parameters(), at(epoch, step));

  it('fall from the output to the input', () => {
    const factors = ratesAt(0, 0, { groups, ratio: 2.6 }).map(({ factor }) => factor);
    [2.6 ** -2, 1 / 2.6, 1].forEach((wanted, i) => expect(factors[i]).toBeCloseTo(wanted, 14));
  });

  it('are 0 until a group is unfrozen, which counts its updates from then on', () => {
    expect(ratesAt(0, 3)).toEqual([
      { factor: 0, step: expect.any(Number) as number },
      { factor: 0, step: expect.any(Number) as number },
      { factor: 1, step: 4 },
    ]);
    expect(ratesAt(1, 0)[1]).toEqual({ factor: 1 / 2, step: 1 });
    expect(ratesAt(2, 5)).toEqual([
      { factor: 1 / 4, step: 6 },
      { factor: 1 / 2, step: 13 },
      { factor: 1, step: 20 },
    ]);
  });

  it('of a variable in no group are those of the last one', () => {
    const [kernel, bias, out] = ratesAt(0, 0, { groups: [['in/kernel'], []], ratio: 2, unfreezing: 'gradual' });
    expect(kernel.factor).toBe(0);
    expect([bias, out]).toEqual([
      { factor: 1, step: 1 },
      { factor: 1, step: 1 },
    ]);
  });

  it('refuse what cannot be', async () => {
    const bad: [LayerRates, string][] = [
      [{ groups, ratio: 0 }, 'ratio is 0'],
      [{ groups, unfreezing: 'slowly' as 'gradual' }, 'unfreezing is "slowly"'],
      [{ groups: [['in/bias'], ['in/bias']] }, '"in/bias" is in two groups'],
      [{ groups: [['in/biases']] }, 'there is no variable "in/biases"'],
      [{ groups, ratios: 2 } as LayerRates, 'ratios'],
    ];
    for (const [layerRates, problem] of bad) {
      const run = runToEnd(optionsFor(model, { layerRates }));
      await expect(run).rejects.toThrow(ConfigError);
      await expect(run).rejects.toThrow(problem);
    }
  });
});

describe.each(['cpu', 'wasm with our kernels'] as const)('on %s', (way) => {
  beforeAll(() => goWay(way));

  it('an epoch trains what is unfrozen, and nothing else; the norm is of these gradients', async () => {
    const changed: string[][] = [];
    let before = byName();
    const { events } = await runToEnd(optionsFor(model, { layerRates: gradual, averaging: 0.9 }), (event) => {
      if (event.type !== 'epoch') return;
      const now = byName();
      changed.push([...now.keys()].filter((name) => now.get(name) !== before.get(name)));
      before = now;
    });
    expect(changed).toEqual([
      ['out/kernel'],
      ['in/bias', 'out/kernel'],
      ['in/kernel', 'in/bias', 'out/kernel'],
      ['in/kernel', 'in/bias', 'out/kernel'],
    ]);
    const fresh = new TinyModel();
    const { events: all } = await runToEnd(optionsFor(fresh, { epochs: 1 }));
    const [[own], [whole]] = [events, all].map((one) => eventsOf(one, 'step').map(({ gradientNorm }) => gradientNorm));
    expect(own).toBeLessThan(whole);
    fresh.dispose();
  });

  it('with a ratio of 1 and nothing frozen the bytes are those of a run without groups', async () => {
    const fresh = new TinyModel();
    await runToEnd(optionsFor(fresh));
    await runToEnd(optionsFor(model, { layerRates: { groups } }));
    expect(model.weights()).toEqual(fresh.weights());
    fresh.dispose();
  });

  it.each([3, 9, 17])('a run that is resumed after step %d gives the same bytes', async (stop) => {
    const changes: Partial<FitOptions<Batch>> = {
      layerRates: gradual,
      averaging: 0.9,
      schedule: { kind: 'triangular', learningRate: 0.05, warmupSteps: 3 },
    };
    let state: TrainingState | undefined;
    const whole = new TinyModel();
    await runToEnd(optionsFor(whole, changes));
    const save = (saved: TrainingState) => {
      if (saved.progress.globalStep !== stop) return;
      const { header, bytes } = encodeCheckpoint(saved);
      state = decodeCheckpoint(JSON.parse(JSON.stringify(header)), bytes);
    };
    const first = new TinyModel();
    const stopped = fit(optionsFor(first, { ...changes, checkpoint: { save, everySteps: 1 } }));
    for await (const { type } of stopped) if (type === 'checkpoint' && state) break;
    const resumed = new TinyModel(2);
    await runToEnd(optionsFor(resumed, { ...changes, resume: state }));
    expect(resumed.weights()).toEqual(whole.weights());
    [whole, first, resumed].forEach((one) => one.dispose());
  });
});

function byName(): Map<string, string> {
  return new Map(model.parameters().map(({ name, variable }) => [name, String(variable.dataSync())]));
}
