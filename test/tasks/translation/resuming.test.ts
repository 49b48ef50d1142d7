import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, DataError } from '../../../src/errors';
import { fingerprint } from '../../../src/fingerprint';
import { RunCheckpoints } from '../../../tasks/checkpoints';
import { Translator, type TranslatorOptions } from '../../../tasks/translation/translation';
import { onCpu } from '../support';
import { tinyOptions, tinyPairs } from './support';

const options: TranslatorOptions = {
  ...tinyOptions,
  dropout: 0.2,
  teacherForcing: 0.5,
  teacherForcingSchedule: 'linear',
  batchTokens: 90,
  checkpointEvery: 2,
};
const { train, validation, test } = tinyPairs;
let folder: string;

beforeAll(async () => {
  await onCpu();
  folder = mkdtempSync(join(tmpdir(), 'tfseq-translation-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(place: string | undefined, resume: boolean, stopAt = Infinity, changes: TranslatorOptions = {}) {
  const model = new Translator({ ...options, ...changes });
  const abort = new AbortController();
  try {
    const { reason } = await model.fit(train, {
      validation,
      checkpoints: place,
      resume,
      signal: abort.signal,
      onEvent: (event) => {
        if (event.type === 'step' && event.globalStep >= stopAt) abort.abort();
      },
    });
    const answers = await model.predict(test.map(({ source }) => source));
    return { reason, scores: answers.map(({ translation, score }) => [translation, score]) };
  } finally {
    model.dispose();
  }
}

describe('resuming a translator', () => {
  it.each([1, 5])(
    'inside an epoch, after step %i: the end of an uninterrupted run, to the last bit',
    async (stopAt) => {
      const place = join(folder, `stop-${stopAt}`);
      const whole = await run(undefined, false);
      expect((await run(place, false, stopAt)).reason).toBe('aborted');
      const second = await run(place, true);
      expect(second).toEqual({ reason: 'completed', scores: whole.scores });
    },
  );

  it('with another configuration names the keys that differ', async () => {
    const place = join(folder, 'other');
    await run(place, false, 3);
    const other = run(place, true, Infinity, { attention: 'additive', batchTokens: 80 });
    await expect(other).rejects.toThrow(ConfigError);
    await expect(other).rejects.toThrow(/batchTokens \(90, now 80\), attention \("general", now "additive"\)/);
  });

  it('with other validation examples is refused; without their mark it goes on', async () => {
    const place = join(folder, 'validation');
    await run(place, false, 3);
    const resume = (validation?: typeof train) => {
      const model = new Translator(options);
      return model.fit(train, { validation, checkpoints: place, resume: true }).finally(() => model.dispose());
    };
    for (const other of [validation.slice(1), undefined]) {
      await expect(resume(other)).rejects.toThrow('differs from the one that was begun: the validation examples');
    }
    const identity = { task: 'translation', config: new Translator(options).config, data: fingerprint(train) };
    const checkpoints = new RunCheckpoints(place);
    const { encoder, state } = await checkpoints.resume({ ...identity, validation: fingerprint(validation) });
    await checkpoints.save(identity, encoder as object, state); // as the first releases wrote it
    expect((await resume(validation.slice(1))).reason).toBe('completed');
  });
});

describe('a run in a place', () => {
  const fit = async (place: string, epochs: number, pairs = train, learningRate = 0.01) => {
    const model = new Translator({ ...tinyOptions, epochs, learningRate });
    const { history } = await model.fit(pairs, { validation, checkpoints: place });
    await model.save(place, { overwrite: true });
    model.dispose();
    return history;
  };

  it('removes the translations of the run before it, nothing else, and not before it begins', async () => {
    const place = join(folder, 'again');
    const files = () => readdirSync(join(place, 'validation')).sort();
    await fit(place, 3, train.slice(0, 20));
    writeFileSync(join(place, 'validation', 'notes.txt'), 'mine');
    await expect(fit(place, 1, [{ source: 'ab', target: '' }])).rejects.toThrow(DataError);
    expect(files()).toEqual(['epoch-1.tsv', 'epoch-2.tsv', 'epoch-3.tsv', 'notes.txt']);
    await fit(place, 1, train.slice(0, 20));
    expect(files()).toEqual(['epoch-1.tsv', 'notes.txt']);
  });

  it('ends also where its perplexity is no finite number, and its bundle can be loaded', async () => {
    const place = join(folder, 'diverged');
    const history = await fit(place, 1, train, 1e9);
    expect(history[0].validation?.perplexity).toBe(Infinity);
    expect(existsSync(join(place, 'checkpoint'))).toBe(false);
    expect(readFileSync(join(place, 'MODEL_CARD.md'), 'utf8')).toContain('| perplexity | not finite |');
    const model = await Translator.load(place);
    expect(model.describe().metrics.perplexity).toBeNull();
    model.dispose();
  });
});
