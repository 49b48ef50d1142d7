import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabeledAudio, Sound } from '../../../src/data/examples/labeled-audio/example';
import { Classifier, type ClassifierOptions, ConfigError, DataError, isInputError } from '../../../src/node';

const rate = 8000;

/** A low or a high tone of some length. */
function tone(hertz: number, samples: number, ownRate = rate): Sound {
  const wave = Float32Array.from({ length: samples }, (_, n) => 0.3 * Math.sin((2 * Math.PI * hertz * n) / ownRate));
  return { samples: wave, rate: ownRate };
}
const tones = (count: number): LabeledAudio[] =>
  Array.from({ length: count }, (_, i) =>
    i % 2
      ? { audio: tone(300 + 9 * i, 1500 + 40 * i), label: 'low' }
      : { audio: tone(1500 + 20 * i, 1600 + 30 * i), label: 'high' },
  );
/** The same, decoded when they are used. */
const asFiles = (examples: readonly LabeledAudio[], loads: { count: number }): LabeledAudio[] =>
  examples.map(({ audio, label }, i) => ({
    label,
    audio: {
      name: `${i}.wav`,
      load: () => {
        loads.count++;
        const { samples, rate: own } = audio as Sound;
        return Promise.resolve({ rate: own, channels: [samples, samples] });
      },
    },
  }));

const small: ClassifierOptions = { input: 'audio', hiddenSize: 8, bands: 12, seed: 2, epochs: 8 };

describe('a classifier of sound', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sound-'));
  let model: Classifier;
  beforeAll(async () => {
    model = new Classifier(small);
    await model.fit(tones(16), { validation: tones(6) });
  });
  afterAll(() => {
    model.dispose();
    rmSync(folder, { recursive: true });
  });

  it('learns, beside its baselines', async () => {
    const { accuracy, baselines } = await model.evaluate(tones(10));
    expect(accuracy).toBe(1);
    expect(Object.keys(baselines)).toEqual([
      'majority',
      'linear on mean and deviation',
      'linear on mean and deviation of 4 parts',
    ]);
    expect(baselines.majority.accuracy).toBe(0.5);
  });

  it('predicts the same from its bundle, with every parameter of its features', async () => {
    const inputs = [tone(320, 2000), tone(1800, 1600)];
    const expected = await model.predict(inputs);
    await model.save(join(folder, 'bundle'));
    const again = await Classifier.load(join(folder, 'bundle'));
    expect(await again.predict(inputs)).toEqual(expected);
    expect(expected.map(({ label }) => label)).toEqual(['low', 'high']);
    expect(expected[0]).toMatchObject({ seconds: 0.25 });
    again.dispose();
  });

  it('resamples sound of another rate, and says it once', async () => {
    model.drainWarnings();
    await model.predict([tone(320, 4000, 16000), tone(1800, 3200, 16000)]);
    expect(model.drainWarnings()).toEqual([
      'sound of 16000 samples a second is resampled to 8000, which the features are of',
    ]);
    const { label } = await model.predict(tone(320, 4000, 16000));
    expect(label).toBe('low');
    expect(model.drainWarnings()).toEqual([]);
  });

  it('hears silence as one of its labels, with finite probabilities', async () => {
    const { probabilities } = await model.predict({ samples: new Float32Array(1000), rate });
    expect(Object.values(probabilities).every(Number.isFinite)).toBe(true);
  });

  it.each<[string, unknown, string]>([
    ['a text', 'low', 'the sound is "low"'],
    ['no rate', { samples: new Float32Array(1000) }, 'the rate is undefined'],
    ['no samples', { samples: new Float32Array(0), rate }, 'there are no samples'],
    ['NaN', { samples: Float32Array.of(0, NaN), rate }, 'sample 2 is NaN'],
    ['less than a window', { samples: new Float32Array(100), rate }, 'the recording has 100 samples, and a window 200'],
    [
      'a file that is broken',
      { name: 'x.wav', load: () => Promise.reject(new DataError({ where: 'x.wav', problem: 'it is cut off' })) },
      'x.wav: it is cut off',
    ],
  ])('refuses %s', async (_, input, message) => {
    const error: unknown = await model.predict(input as Sound).catch((reason: unknown) => reason);
    expect(isInputError(error)).toBe(true);
    expect((error as Error).message).toContain(message);
  });
});

it('decodes files with each use, and learns the same as from samples', async () => {
  const weightsOf = async (training: readonly LabeledAudio[], validation: readonly LabeledAudio[]) => {
    const model = new Classifier({ ...small, epochs: 2, pooling: 'mean', normalization: 'recording' });
    await model.fit(training, { validation });
    const answer = await model.predict(tone(320, 2000));
    model.dispose();
    return answer;
  };
  const loads = { count: 0 };
  const fromFiles = await weightsOf(asFiles(tones(8), loads), asFiles(tones(4), loads));
  expect(loads.count).toBeGreaterThan(2 * 8 + 2 * 4);
  expect(fromFiles.label).toBe((await weightsOf(tones(8), tones(4))).label);
});

it.each<[string, readonly LabeledAudio[], ClassifierOptions, string]>([
  ['one label only', tones(4).filter(({ label }) => label === 'low'), small, 'label'],
  ['a setting of texts', tones(4), { ...small, tokenizer: 'words' }, 'tokenizer'],
  ['more cepstra than bands', tones(4), { ...small, cepstra: 13 }, 'cepstra is 13 and bands 12'],
])('refuses %s', async (_, examples, options, message) => {
  const fit = async () => new Classifier(options).fit(examples);
  const error: unknown = await fit().catch((reason: unknown) => reason);
  expect(error instanceof ConfigError || error instanceof DataError).toBe(true);
  expect((error as Error).message).toContain(message);
});
