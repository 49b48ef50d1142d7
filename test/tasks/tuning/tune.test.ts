import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import {
  type AnyTaskModel,
  choice,
  type FinishedSearch,
  LanguageModel,
  load,
  SentimentClassifier,
  type SentimentOptions,
  Tagger,
  type Trial,
  tune,
  type TuneOptions,
  type TuneResult,
  type TuningEvent,
} from '../../../src/node';
import { NgramRegression } from '../../../src/baselines/linear/ngram-regression';
import { sourceOf } from '../../../src/data/bytes/source';
import { platform } from '../../../src/platform/platform';
import { loadSearch, saveSearch } from '../../../tasks/tuning/kept/saved-search';
import { recordings, sentences, wordOptions } from '../tagging/support';
import { toyExamples, toyOptions } from '../support';

const training = toyExamples(160, 1);
const validation = toyExamples(100, 2);
/** With the default learning rate, a tenth of the right one. */
const settings: SentimentOptions = { ...toyOptions, epochs: 6, learningRate: undefined, ngrams: 'none' };
const space = { settings: { learningRate: choice(0.0001, 0.01, 0.03) } };

type Options = TuneOptions<SentimentClassifier, SentimentOptions>;

const folder = mkdtempSync(join(tmpdir(), 'tfseq-tune-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string) => join(folder, name);

/** A clock on which a step of training takes a second, whatever the machine. */
function steps(secondsOf: (trial: number) => number = () => 1) {
  let [now, trial] = [0, 0];
  const events: TuningEvent[] = [];
  const onEvent = (event: TuningEvent) => {
    events.push(event);
    if (event.type === 'trial-start') trial = event.number;
    if (event.type === 'training' && event.event.type === 'step') now += secondsOf(trial);
  };
  return { events, options: { clock: () => 1000 * now, onEvent } };
}

const search = (more: Options = {}) =>
  tune(SentimentClassifier, training, { validation, settings, space, ...steps().options, minutes: 60, ...more });

async function finished(more: Options = {}): Promise<FinishedSearch<SentimentClassifier>> {
  return ended(await search(more));
}

function ended<Model>(found: TuneResult<Model>): FinishedSearch<Model> {
  if (found.reason === 'aborted') throw new Error('aborted');
  return found;
}

const withoutTimes = (trials: readonly Trial[]) => trials.map((trial) => ({ ...trial, seconds: 0, epochSeconds: 0 }));
const warningsOf = (events: readonly TuningEvent[]) =>
  events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));

describe('a search', () => {
  let found: FinishedSearch<SentimentClassifier>;
  const clock = steps();
  beforeAll(async () => {
    found = await finished({ ...clock.options, location: place('whole') });
  });
  afterAll(() => found.model.dispose());

  it('finds what is better than the default, sees it with two seeds, and tries the whole space', () => {
    expect(found.reason).toBe('space');
    expect(found.settings).toHaveProperty('learningRate');
    expect(found.config).toMatchObject({ learningRate: found.settings.learningRate, seed: 3, hiddenSize: 8 });
    expect(found.best.value).toBeGreaterThan(found.standard.value);
    expect(found.best.isConfirmed).toBe(true);
    expect(found.best.gain).toBeGreaterThan(found.best.standardError ?? Infinity);
  });

  it('has the default first, with all of its epochs, and every trial with settings, epochs, metric and time', () => {
    const [first] = found.trials;
    expect(first).toMatchObject({
      number: 1,
      settings: {},
      epochs: 6,
      seed: 3,
      outcome: 'finished',
      seconds: 60,
      epochSeconds: 10,
    });
    expect(first.value).toBe(found.standard.trials[0].value);
    found.trials.forEach(({ number, seconds, epochs: own }, i) => {
      expect(number).toBe(i + 1);
      expect(seconds).toBe(10 * own);
    });
    const rates = new Set(found.trials.map((trial) => trial.settings.learningRate));
    expect([0.0001, 0.01, 0.03, undefined].every((rate) => rates.has(rate))).toBe(true);
    expect(found.baselines).toHaveProperty(['naive Bayes', 'accuracy']);
  });

  it('gives the model of the best trial, saves it with its settings, and they train the same model', async () => {
    const { accuracy } = await found.model.evaluate(validation);
    expect(accuracy).toBe(found.best.trials[0].value);
    const saved = await load(place('whole'));
    expect(saved.config).toEqual(found.config);
    const config = JSON.parse(readFileSync(join(place('whole'), 'config.json'), 'utf8')) as SentimentOptions;
    const again = new SentimentClassifier(config);
    await again.fit(training, { validation });
    expect(await again.evaluate(validation)).toMatchObject({ accuracy });
    expect(again.config).toEqual(found.config);
    [saved, again].forEach((model: AnyTaskModel) => model.dispose());
  });

  it('is the same again with the same seed, and leaves no tensor behind', async () => {
    const { numTensors } = tf.memory();
    const again = await finished();
    again.model.dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(withoutTimes(again.trials)).toEqual(withoutTimes(found.trials));
    expect(again.settings).toEqual(found.settings);
  });

  it('tells what happens', () => {
    const kinds = clock.events.map(({ type }) => type);
    const trials = kinds.filter((type) => type === 'trial');
    expect(trials).toHaveLength(found.trials.length);
    expect(kinds.filter((type) => type === 'trial-start')).toHaveLength(trials.length);
  });

  it('that has ended goes on with more to do', async () => {
    const again = await finished({ location: place('whole'), resume: true });
    again.model.dispose();
    expect(again).toMatchObject({ reason: 'space', settings: found.settings, config: found.config });
    expect(again.trials).toEqual(found.trials);
  });
});

describe('an interrupted search', () => {
  let whole: FinishedSearch<SentimentClassifier>;
  const uninterrupted = { location: place('uninterrupted'), trials: 7 };
  beforeAll(async () => {
    whole = await finished(uninterrupted);
    whole.model.dispose();
  });

  /** Aborts at a step of a trial. */
  async function interrupt(location: string, at: { trial: number; step: number }, more: Options = {}) {
    const abort = new AbortController();
    const clock = steps();
    let [trial, step] = [0, 0];
    const result = await search({
      ...clock.options,
      ...{ location, trials: 7, signal: abort.signal },
      ...more,
      onEvent(event) {
        clock.options.onEvent(event);
        if (event.type === 'trial-start') [trial, step] = [event.number, 0];
        if (event.type === 'training' && event.event.type === 'step') step++;
        if (trial === at.trial && step === at.step) abort.abort();
      },
    });
    expect(result).toMatchObject({ reason: 'aborted' });
    expect(result.trials).toHaveLength(at.trial - 1);
    return result;
  }

  it.each([
    ['in the default', 1, 25],
    ['in a candidate', 3, 5],
    ['in a confirmation', 5, 15],
  ])('%s goes on to the same trials and the same model', async (name, trial, step) => {
    const location = place(name.replaceAll(' ', '-'));
    await interrupt(location, { trial, step });
    const found = await finished({ location, trials: 7, resume: true });
    found.model.dispose();
    expect(withoutTimes(found.trials)).toEqual(withoutTimes(whole.trials));
    expect(found).toMatchObject({ settings: whole.settings, config: whole.config, reason: whole.reason });
    const weights = (at: string) => readFileSync(join(at, 'weights.bin'));
    expect(weights(location)).toEqual(weights(uninterrupted.location));
    expect(existsSync(join(location, 'checkpoint'))).toBe(false);
  });

  it('goes on inside of the trial, from its checkpoint', async () => {
    const location = place('inside');
    await interrupt(location, { trial: 1, step: 25 });
    const clock = steps();
    const found = await finished({ ...clock.options, location, trials: 1, resume: true });
    found.model.dispose();
    expect(found.trials[0].seconds).toBe(35);
  });

  it('is not begun anew, nor gone on with under other settings or data', async () => {
    const location = place('refused');
    await interrupt(location, { trial: 2, step: 3 });
    await expect(search({ location })).rejects.toThrow('a search is in it');
    const resume = { location, resume: true };
    await expect(search({ ...resume, settings: { ...settings, hiddenSize: 9 } })).rejects.toThrow('the settings (');
    await expect(search({ ...resume, search: ['learningRate'] })).rejects.toThrow('the settings that are searched');
    await expect(search({ ...resume, validation: toyExamples(30, 9) })).rejects.toThrow('the validation examples');
    await expect(tune(Tagger, recordings(3, 1, 28), { validation: recordings(2, 2, 30), ...resume })).rejects.toThrow('the task ("sentiment", now "tagging")'); // prettier-ignore
    const anew = await finished({ location, overwrite: true, trials: 1 });
    anew.model.dispose();
    expect(anew.trials).toHaveLength(1);
  });

  it('nor with other word vectors', async () => {
    const vectors = (number: number) => sourceOf('v.txt', `lives 1 2\nsleeps 3 ${number}\n`);
    const options = { validation: sentences(10, 2), settings: { ...wordOptions, epochs: 1 }, trials: 1 };
    const tagger = (number: number, resume: boolean) => {
      const place = { location: join(folder, 'vectors'), resume };
      return tune(Tagger, sentences(20, 1), { ...options, ...place, fit: { vectors: vectors(number) } });
    };
    ended(await tagger(4, false)).model.dispose();
    await expect(tagger(5, true)).rejects.toThrow('the file of vectors');
    ended(await tagger(4, true)).model.dispose();
  });

  it('whose best model was not saved before it ended has it trained again', async () => {
    const store = platform().openStore(uninterrupted.location);
    const saved = await loadSearch(store);
    await saveSearch(store, { ...saved!, model: null });
    const clock = steps();
    const found = await finished({ ...clock.options, ...uninterrupted, resume: true });
    expect(warningsOf(clock.events)).toEqual([expect.stringContaining('is trained again')]);
    expect(await found.model.evaluate(validation)).toMatchObject({ accuracy: whole.best.trials[0].value });
    found.model.dispose();
  });

  it('that is damaged, or is not there, says so', async () => {
    await expect(search({ location: place('nothing'), resume: true })).rejects.toThrow('there is no search to resume');
    const file = join(uninterrupted.location, 'tuning.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"value": 0.', '"value": 1.'));
    await expect(search({ ...uninterrupted, resume: true })).rejects.toThrow('was changed after it was saved');
  });
});

it('fits the n-gram regression once, whatever the number of trials', async () => {
  const crossValidations = jest.spyOn(NgramRegression, 'crossValidate');
  const fits = jest.spyOn(NgramRegression, 'fit');
  const examples = toyExamples(60, 1).map((example) => ({ ...example })); // no other test's
  const options = { ...settings, epochs: 1, ngrams: 'logistic' as const };
  const found = ended(
    await tune(SentimentClassifier, examples, { validation, settings: options, space, trials: 4, ...steps().options }),
  );
  expect(found.trials.length).toBeGreaterThan(2);
  expect(crossValidations).toHaveBeenCalledTimes(1);
  expect(fits).toHaveBeenCalledTimes(1);
  found.model.dispose();
  const other = new SentimentClassifier(options);
  await other.fit(examples.slice(1).map((example) => ({ ...example })));
  expect(fits).toHaveBeenCalledTimes(2); // of other examples
  other.dispose();
  jest.restoreAllMocks();
});

describe('the time', () => {
  it('that is shorter than one training: the default is trained to its end, and is the result', async () => {
    const found = await finished({ minutes: 0.1 });
    found.model.dispose();
    expect(found).toMatchObject({ reason: 'time', settings: {}, seconds: 60 });
    expect(found.trials).toHaveLength(1);
  });

  it('ends a trial that takes longer than was to be expected', async () => {
    const found = await finished({ ...steps((trial) => (trial > 2 ? 50 : 1)).options, minutes: 4 });
    found.model.dispose();
    expect(found).toMatchObject({ reason: 'time', settings: {} });
    expect(found.trials.at(-1)).toMatchObject({ number: 3, outcome: 'stopped', value: null });
    expect(found.seconds).toBeLessThan(4 * 60 + 50);
  });

  it('of an interrupted search counts', async () => {
    const location = place('time');
    const first = await finished({ location, minutes: 2 });
    const again = await finished({ location, minutes: 2, resume: true });
    [first, again].forEach(({ model }) => model.dispose());
    expect(again.trials).toEqual(first.trials);
    expect(again.reason).toBe('time');
  });
});

describe('nothing to gain', () => {
  it('ties everywhere: the default stays', async () => {
    const same = { settings: { checkpointEvery: choice(1000, 2000, 3000, 4000) } }; // changes nothing
    const found = await finished({ space: same });
    found.model.dispose();
    expect(found).toMatchObject({ settings: {}, reason: 'space' });
    expect(found.best).toBe(found.standard);
    const whole = found.trials.filter((trial) => trial.epochs === 6).map(({ value }) => value);
    expect(new Set(whole).size).toBe(1);
    expect(whole.length).toBeGreaterThan(1);
  });

  it('the search ends early', async () => {
    const found = await finished({
      space: { settings: { learningRate: choice(1e-7, 1e-6, 1e-5, 1e-4) } },
      patience: 2,
    });
    found.model.dispose();
    expect(found).toMatchObject({ settings: {}, reason: 'no-gain' });
  });

  it('a default without a mistake ends it at once', async () => {
    const found = await finished({
      settings: { ...toyOptions, ngrams: 'none' },
      space: { settings: { layers: choice(2) } },
    });
    found.model.dispose();
    expect(found).toMatchObject({ reason: 'perfect', settings: {} });
    expect(found.trials).toHaveLength(1);
  });
});

describe('candidates', () => {
  it('whose training fails are passed over, with the reason', async () => {
    const found = await finished({ space: { settings: { learningRate: choice(1e30) } } });
    found.model.dispose();
    expect(found.settings).toEqual({});
    expect(found.trials.at(-1)).toMatchObject({ outcome: 'failed', value: null, problem: expect.stringMatching(/finite/) as string }); // prettier-ignore
  });

  it('that a class refuses are not tried', async () => {
    const found = await finished({
      space: { settings: { resetAfter: choice(true), dropout: choice(0.01) } },
      trials: 4,
    });
    found.model.dispose();
    expect(found.trials.filter((trial) => 'resetAfter' in trial.settings)).toEqual([]);
  });
});

describe('bad input', () => {
  const single = validation.map((example) => ({ ...example, label: 'red' }));
  it.each<[string, Options, string]>([
    ['validation examples of one label', { validation: single }, 'all 100 validation examples have the label "red", one of 2 in training'], // prettier-ignore
    ['no validation examples', { validation: [] }, 'there are 0 examples'],
    ['a label that training does not have', { validation: [...validation, { text: 'red', label: 'green' }] }, 'green'],
    ['a space with nothing left', { settings: { ...settings, learningRate: 0.1 } }, 'nothing is left to search: every setting of the search space is given (learningRate)'], // prettier-ignore
    ['an unknown setting in the space', { space: { settings: { learningRat: choice(1) } } as never }, 'Did you mean learningRate?'], // prettier-ignore
    ['an unknown setting', { settings: { hiddenSiz: 3 } as never }, 'Did you mean hiddenSize?'],
    ['an unknown setting to search', { search: ['learningRat'] }, 'Did you mean learningRate?'],
    ['an unknown option', { minute: 3 } as never, 'Did you mean minutes?'],
    ['no time', { minutes: 0 }, 'minutes is 0'],
    ['half a trial', { trials: 0.5 }, 'trials is 0.5'],
    ['resume without a location', { resume: true }, 'location is undefined'],
    ['resume and overwrite', { resume: true, overwrite: true, location: 'x' }, 'not both resume and overwrite'],
    ['options of fit that a search sets', { fit: { epochs: 3 } as never }, 'epochs is given, which the search sets itself'], // prettier-ignore
  ])('%s', async (_, options, message) => {
    await expect(search(options)).rejects.toThrow(message);
  });

  it('a metric that cannot be measured', async () => {
    class Unmeasured extends SentimentClassifier {
      override async evaluate(...given: Parameters<SentimentClassifier['evaluate']>) {
        return { ...(await super.evaluate(...given)), accuracy: NaN };
      }
    }
    const found = tune(Unmeasured, training, { validation, settings, space });
    await expect(found).rejects.toThrow('accuracy of the default settings is not a finite number');
  });

  it('a place with other files, or with a model', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    await expect(search({ location: folder })).rejects.toThrow('other files');
    const model = new SentimentClassifier({ ...toyOptions, epochs: 1 });
    await model.fit(training);
    await model.save(place('model'));
    model.dispose();
    await expect(search({ location: place('model') })).rejects.toThrow('a trained model is in it');
  });
});

describe('without validation examples', () => {
  it('a tenth of the training texts is held out', async () => {
    const clock = steps();
    const found = await finished({ ...clock.options, validation: undefined, trials: 1 });
    found.model.dispose();
    const [, held] = /compared on (\d+) of the 160 training examples/.exec(warningsOf(clock.events).join()) ?? [];
    expect(Number(held)).toBeGreaterThan(5);
    expect(found.model.kind.input).toBe('text');
  });

  it('too few are refused', async () => {
    const few = tune(SentimentClassifier, training.slice(0, 2), { settings, space });
    await expect(few).rejects.toThrow('2 training examples are too few to hold a tenth of them out');
  });
});

it('frames of two recordings are compared by blocks of steps', async () => {
  const found = ended(
    await tune(Tagger, recordings(3, 1, 60), {
      validation: recordings(2, 2, 60),
      settings: { input: 'frames', hiddenSize: 4, epochs: 2, seed: 3 },
      space: { settings: { dropout: choice(0.1, 0.2) } },
      trials: 2,
    }),
  );
  found.model.dispose();
  expect(found.trials[0].groups).toHaveLength(20);
  expect(found.config).toMatchObject({ input: 'frames' });
});

it('of one text the last tenth is held out, and measured in pieces', async () => {
  const text = toyExamples(200, 4).map((example) => example.text).join('\n'); // prettier-ignore
  const clock = steps();
  const found = ended(
    await tune(LanguageModel, [{ text }], {
      ...clock.options,
      settings: { hiddenSize: 4, embeddingSize: 4, layers: 1, epochs: 1, batchSize: 4, window: 20, seed: 3 },
      space: { settings: { learningRate: choice(0.02) } },
    }),
  );
  found.model.dispose();
  expect(warningsOf(clock.events)[0]).toContain('compared on the last tenth of the 1 training examples');
  expect(found.trials[0].groups).toHaveLength(20);
  expect(found.monitor).toEqual({ metric: 'nats', mode: 'min' });
  expect(found.best.value).toBeLessThanOrEqual(found.standard.value);
  expect(found.settings).toEqual({ learningRate: 0.02 });
});
