import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { occupantOf } from '../../src/bundle/occupant';
import { BundleError, ConfigError } from '../../src/errors';
import { closeRuntime, startRuntime } from '../../src/kernels/wasm/runtime/current-runtime';
import { platform } from '../../src/platform/platform';
import type { StepEvent, TrainingEvent } from '../../src/training/events';
import { fingerprint } from '../../src/fingerprint';
import { SentimentClassifier } from '../../tasks/sentiment/sentiment';
import type { TextOptions } from '../../tasks/classification/text/settings';
import { onCpu, toyExamples, toyOptions } from './support';

const train = toyExamples(100, 1);
const validation = toyExamples(30, 2);
const options: TextOptions = {
  ...toyOptions,
  dropout: 0.2,
  wordDropout: 0.1,
  averaging: 0.9,
  epochs: 3,
  checkpointEvery: 2,
};
let folder: string;

beforeAll(async () => {
  await onCpu();
  folder = mkdtempSync(join(tmpdir(), 'tfseq-resume-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Trains, stopping after `stopAt` steps; returns the losses by step and the answers. */
async function run(
  place: string | undefined,
  resume: boolean,
  stopAt = Infinity,
  changed: TextOptions = {},
  onStep?: (step: number) => void,
) {
  const model = new SentimentClassifier({ ...options, ...changed });
  const abort = new AbortController();
  const losses = new Map<number, number>();
  const onEvent = (event: { type: string }) => {
    if (event.type !== 'step') return;
    const { globalStep, loss } = event as StepEvent;
    losses.set(globalStep, loss);
    onStep?.(globalStep);
    if (globalStep >= stopAt) abort.abort();
  };
  try {
    const { reason } = await model.fit(train, {
      validation,
      checkpoints: place,
      resume,
      onEvent,
      signal: abort.signal,
    });
    if (place !== undefined && reason === 'completed') await model.save(place);
    const answers = await model.predict(validation.map(({ text }) => text));
    return { reason, losses, probabilities: answers.map(({ probabilities }) => probabilities.red) };
  } finally {
    model.dispose();
  }
}

describe('resume', () => {
  it('finds the end of a run that was killed before its model was saved', async () => {
    const place = join(folder, 'unsaved');
    const model = new SentimentClassifier({ ...options, epochs: 1 });
    await model.fit(train, { validation, checkpoints: place });
    const again = new SentimentClassifier({ ...options, epochs: 1 });
    const { reason, globalStep } = await again.fit(train, { validation, checkpoints: place, resume: true });
    expect({ reason, globalStep }).toEqual({ reason: 'completed', globalStep: 7 });
    expect(await again.predict('red then blue')).toEqual(await model.predict('red then blue'));
    await again.save(place);
    expect(existsSync(join(place, 'checkpoint'))).toBe(false);
    model.dispose();
    again.dispose();
  });

  it.each([1, 5, 7, 13])('after step %i gives what an uninterrupted run gives, byte for byte', async (stopAt) => {
    const place = join(folder, `stop-${stopAt}`);
    const whole = await run(undefined, false);
    const first = await run(place, false, stopAt);
    expect(first.reason).toBe('aborted');
    const second = await run(place, true);
    expect(second.reason).toBe('completed');
    expect(new Map([...first.losses, ...second.losses])).toEqual(whole.losses);
    expect(second.probabilities).toEqual(whole.probabilities);
  });

  it('tells when the arithmetic is another than that of the run that was begun', async () => {
    const place = join(folder, 'arithmetic');
    const warnings = async (resume: boolean) => {
      const said: string[] = [];
      const model = new SentimentClassifier({ ...options, epochs: 1 });
      const onEvent = (event: TrainingEvent) => {
        if (event.type === 'warning') said.push(event.message);
      };
      await model.fit(train, { checkpoints: place, resume, onEvent });
      model.dispose();
      return said;
    };
    try {
      closeRuntime();
      await startRuntime({ threads: 1 });
      expect(await warnings(false)).toEqual([]);
      expect(await warnings(true)).toEqual([]);
      closeRuntime();
      await startRuntime({ threads: 2 });
      expect(await warnings(true)).toEqual([
        expect.stringMatching(/other arithmetic \(cpu, .*threads 1; now cpu, .*threads 2\)/),
      ]);
    } finally {
      closeRuntime();
    }
  });

  it('names what differs from the run that was begun', async () => {
    const place = join(folder, 'other');
    await run(place, false, 3);
    const other = run(place, true, Infinity, { hiddenSize: 9, learningRate: 0.1 });
    await expect(other).rejects.toThrow(ConfigError);
    await expect(other).rejects.toThrow('learningRate (0.02, now 0.1), hiddenSize (8, now 9)');
    const model = new SentimentClassifier(options);
    const fit = model.fit(train.slice(1), { validation, checkpoints: place, resume: true });
    await expect(fit).rejects.toThrow('differs from the one that was begun: the training examples');
  });

  it('never overwrites an unfinished run, and has nothing to resume after a finished one', async () => {
    const place = join(folder, 'begun');
    await run(place, false, 3);
    await expect(run(place, false)).rejects.toThrow('there is the checkpoint of a run that has not ended');
    await run(place, true);
    await expect(run(place, true)).rejects.toThrow(BundleError);
    await expect(run(place, true)).rejects.toThrow('there is no checkpoint to resume from');
    await expect(new SentimentClassifier(options).fit(train, { resume: true })).rejects.toThrow(ConfigError);
  });
});

describe('one place', () => {
  it('two trainings: the second is refused, and the first ends as if it were alone', async () => {
    const place = join(folder, 'two');
    let second: Promise<unknown> = Promise.resolve();
    const { probabilities } = await run(place, false, Infinity, {}, (step) => {
      if (step !== 1) return;
      const other = new SentimentClassifier(options).fit(train, { checkpoints: place });
      second = other.catch((error: unknown) => error);
    });
    expect(await second).toBeInstanceOf(ConfigError);
    expect(String(await second)).toMatch(/two": another training writes its checkpoints there: this process/);
    const alone = await run(undefined, false);
    expect(probabilities).toEqual(alone.probabilities);
    expect(readdirSync(place).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('of another process, and of one that is gone, whose place is taken over', async () => {
    const place = join(folder, 'other-process');
    mkdirSync(place);
    const lock = join(place, '.checkpoint-lock');
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, host: hostname(), id: 'of our parent' }));
    await expect(run(place, false)).rejects.toThrow(new RegExp(`process ${process.ppid} on .*checkpoint-lock`));
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), id: 'of nobody' })); // above the largest id
    expect(await occupantOf(platform().openStore(place))).toEqual({ is: 'free' }); // for a bundle: no file of a user's
    expect((await run(place, false)).reason).toBe('completed');
    expect(existsSync(lock)).toBe(false);
  });

  it('what another run has begun there since stays when a model is saved', async () => {
    const place = join(folder, 'since');
    const model = new SentimentClassifier({ ...options, epochs: 1 });
    await model.fit(train, { checkpoints: place });
    const lock = { pid: process.ppid, host: hostname(), id: 'of our parent' };
    writeFileSync(join(place, '.checkpoint-lock'), JSON.stringify(lock));
    await model.save(place);
    expect(existsSync(join(place, 'checkpoint'))).toBe(true);
    model.dispose();
  });

  it('that is a number, or a checkpoint that is a named pipe: refused at once', async () => {
    const place = join(folder, 'pipe');
    mkdirSync(join(place, 'checkpoint'), { recursive: true });
    execFileSync('mkfifo', [join(place, 'checkpoint/checkpoint.json')]);
    await expect(run(place, true)).rejects.toThrow(/checkpoint\.json: is a named pipe/);
    const numbered = new SentimentClassifier(options).fit(train, { checkpoints: 5 as never });
    await expect(numbered).rejects.toThrow(/checkpoints is 5\. Expected a directory/);
    await expect(numbered).rejects.toThrow(ConfigError);
  });
});

test('the mark of examples is of what they say, not of the lines that they stand on', () => {
  const recording = { recording: 'a', frames: Float32Array.of(1, 2), size: 1, labels: ['x', 'y'] };
  const read = { ...recording, where: 'frames.csv line 2', lines: [2, 3] };
  expect(fingerprint([read])).toBe(fingerprint([recording]));
  expect(fingerprint([{ ...recording, frames: Float32Array.of(1, 3) }])).not.toBe(fingerprint([recording]));
});
