import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../src/errors';
import { Translator, type TranslatorOptions } from '../../tasks/translation';
import { onCpu } from './support';
import { tinyOptions, tinyPairs } from './translation-support';

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
});
