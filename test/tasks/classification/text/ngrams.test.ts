/** Sentiment with n-grams: scores that no training text gives about itself, saved, resumed, learnt. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { BundleError } from '../../../../src/errors';
import { openLabeledText } from '../../../../src/node';
import { Random } from '../../../../src/random';
import type { LabeledText } from '../../../../src/data/examples/labeled-text';
import { SentimentClassifier } from '../../../../tasks/sentiment/sentiment';
import { type EncodedLabeledText, TextPreprocessor } from '../../../../tasks/classification/text/preprocessor';
import { parseText, type TextOptions } from '../../../../tasks/classification/text/settings';
import { describeWithData } from '../../../support/real-data';
import { onCpu, toyExamples, toyOptions } from '../../support';

const options: TextOptions = { ...toyOptions, ngrams: 'naive-bayes' };
const train = toyExamples(160, 1);
const validation = toyExamples(40, 2);
const test = toyExamples(60, 5);
const texts = test.map(({ text }) => text);
let folder: string;

beforeAll(async () => {
  await onCpu();
  folder = mkdtempSync(join(tmpdir(), 'tfseq-ngrams-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Three labels, 6 : 3 : 1, told by one word each; a quarter of the texts has another label's word as well, before it. */
function unequalExamples(count: number, seed: number): LabeledText[] {
  const random = Random.fromSeed(seed);
  const labels = ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'b', 'b', 'c'];
  return Array.from({ length: count }, () => {
    const label = random.choice(labels);
    const other = random.uniform() < 0.25 ? [`word-${random.choice(labels)}`] : [];
    return { label, text: [...other, 'and', `word-${label}`, random.choice(['here', 'there'])].join(' ') };
  });
}

const fitted = (examples: readonly LabeledText[], options: TextOptions) =>
  TextPreprocessor.fit(examples, parseText(options));

describe('the preprocessor', () => {
  it('with a regression has scores for texts that are not trained with alone', () => {
    const config = parseText({ ...options, ngrams: 'logistic' });
    const preprocessor = TextPreprocessor.fit(train, config);
    const biasesOf = (encoded: EncodedLabeledText[]) => encoded.map(({ input }) => input.logitBias);
    expect(biasesOf(preprocessor.encodeTraining(train, String))).toEqual(train.map(() => undefined));
    const asNew = biasesOf(validation.map((one) => preprocessor.encode(one, '')));
    expect(asNew.every((bias) => bias?.length === preprocessor.labels.length)).toBe(true);
    const restored = TextPreprocessor.fromJSON(JSON.parse(JSON.stringify(preprocessor)), config);
    expect(biasesOf(validation.map((one) => restored.encode(one, '')))).toEqual(asNew);
  });

  it('judges a training text by all others, and any other text by all', () => {
    const preprocessor = fitted(train, options);
    const { label, text } = train[0];
    const others = fitted(train.slice(1), options);
    const biasOf = ({ input }: EncodedLabeledText) => [...(input.logitBias ?? [])];
    const inTraining = biasOf(preprocessor.encodeTraining(train, String)[0]);
    biasOf(others.encodeInput(text, '')).forEach((e, k) => expect(inTraining[k]).toBeCloseTo(e, 5));
    const measured = biasOf(preprocessor.encodeInput(text, ''));
    expect(biasOf(preprocessor.encode(train[0], ''))).toEqual(measured);
    const own = preprocessor.labels.indexOf(label);
    expect(measured[own]).toBeGreaterThan(inTraining[own]);
  });

  it('has a regression on words also where the network reads characters', () => {
    const biasesOf = (tokenizer: TextOptions['tokenizer']) => {
      const preprocessor = fitted(train, { ...options, ngrams: 'logistic', tokenizer });
      return texts.map((text) => preprocessor.encodeInput(text, '').input.logitBias);
    };
    expect(biasesOf('characters')).toEqual(biasesOf('whitespace'));
  });

  it('has no logit bias where none is configured, and its JSON has none', () => {
    const preprocessor = fitted(train, {});
    expect(preprocessor.encodeTraining(train, String)[0].input.logitBias).toBeUndefined();
    expect(Object.keys(preprocessor.toJSON())).toEqual(['encoder', 'labels', 'labelCounts']);
  });
});

describe.each(['naive-bayes', 'logistic'] as const)('SentimentClassifier with ngrams=%s', (ngrams) => {
  const options: TextOptions = { ...toyOptions, ngrams };

  it('still learns what only the order of words tells', async () => {
    const model = new SentimentClassifier({ ...options, epochs: 12 });
    await model.fit(train);
    const { accuracy, baselines } = await model.evaluate(test);
    expect(accuracy).toBe(1);
    expect(baselines['naive Bayes'].accuracy).toBeLessThan(0.9);
    model.dispose();
  });

  it('saves and loads with the same answers; the scale is a weight, the n-grams are in the preprocessor', async () => {
    const place = join(folder, `saved-${ngrams}`);
    const model = new SentimentClassifier({ ...options, pooling: 'mean+max', epochs: 2 });
    await model.fit(train);
    await model.save(place);
    const again = await SentimentClassifier.load(place);
    expect(await again.predict(texts)).toEqual(await model.predict(texts));
    const { parameters, encoder } = again.describe();
    const last = {
      'naive-bayes': { name: 'evidence_scale/scale', shape: [1], size: 1 },
      logistic: { name: 'logits/bias', shape: [2], size: 2 },
    };
    expect(parameters.at(-1)).toEqual(last[ngrams]); // the factors of a regression are not trained
    expect(encoder.ngrams).toBeGreaterThan(30);
    again.dispose();
    model.dispose();
  });

  it('adds the logit bias after training where the option says so, and the network learns without it', async () => {
    const place = join(folder, `after-${ngrams}`);
    const weightsOf = async (ngrams: TextOptions['ngrams'], save?: string) => {
      const model = new SentimentClassifier({ ...options, epochs: 2, ngrams, ngramScale: 0.7 });
      const { history } = await model.fit(train);
      const answers = await model.predict(texts);
      if (save) await model.save(save);
      const names = model.describe().parameters.map(({ name }) => name);
      model.dispose();
      return { loss: history[1].train.loss, answers, names };
    };
    const after = await weightsOf('naive-bayes-after', place);
    const none = await weightsOf('none');
    expect(after.loss).toBe(none.loss);
    expect(after.names).toEqual(none.names);
    const preprocessor = fitted(train, { ...options, ngrams: 'naive-bayes' });
    const logOdds = ({ probabilities }: (typeof after.answers)[0]) =>
      Math.log(probabilities[preprocessor.labels[1]] / probabilities[preprocessor.labels[0]]);
    texts.forEach((text, i) => {
      const [e0, e1] = preprocessor.encodeInput(text, '').input.logitBias ?? [];
      expect(logOdds(after.answers[i]) - logOdds(none.answers[i])).toBeCloseTo(0.7 * (e1 - e0), 4);
    });
    const again = await SentimentClassifier.load(place);
    expect(await again.predict(texts)).toEqual(after.answers);
    again.dispose();
  });

  it('resumes with the logit bias that it began with, byte for byte', async () => {
    const run = async (place: string | undefined, resume: boolean, stopAt = Infinity) => {
      const model = new SentimentClassifier({ ...options, epochs: 2, dropout: 0.2, averaging: 0.9 });
      const abort = new AbortController();
      await model.fit(train, {
        checkpoints: place,
        resume,
        signal: abort.signal,
        onEvent: (event) => event.type === 'step' && event.globalStep >= stopAt && abort.abort(),
      });
      const answers = await model.predict(texts);
      model.dispose();
      return answers;
    };
    const place = join(folder, `resumed-${ngrams}`);
    await run(place, false, 3);
    expect(await run(place, true)).toEqual(await run(undefined, false));
  });

  it('reports metrics of the validation as the model has them', async () => {
    const model = new SentimentClassifier({ ...options, epochs: 2 });
    const { calibrated, history, bestEpoch } = await model.fit(train, { validation });
    const { baselines, ...metrics } = await model.evaluate(validation);
    expect(baselines).toBeDefined();
    expect(calibrated ?? history[(bestEpoch ?? 0) - 1].validation).toEqual(metrics);
    expect(calibrated !== undefined).toBe(ngrams === 'logistic');
    model.dispose();
  });

  it('takes several unequal labels', async () => {
    const model = new SentimentClassifier({ ...options, epochs: 4, classWeights: 'balanced' });
    await model.fit(unequalExamples(200, 1));
    const { accuracy, macroF1 } = await model.evaluate(unequalExamples(100, 2));
    expect(accuracy).toBe(1);
    expect(macroF1).toBe(1);
    model.dispose();
  });

  it('may be fitted again with other texts, and leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    const model = new SentimentClassifier({ ...options, epochs: 1 });
    await model.fit(train);
    const trained = tf.memory().numTensors;
    const { history } = await model.fit([...validation, { text: 'green unheard words', label: 'red' }]);
    expect(history[0].train.loss).toBeLessThan(2);
    expect(tf.memory().numTensors).toBe(trained);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('does not load without its n-grams', async () => {
    const model = new SentimentClassifier({ ...options, epochs: 1 });
    await model.fit(train);
    const place = join(folder, `lacking-${ngrams}`);
    const { encoder, labels, labelCounts } = fitted(train, {}).toJSON();
    jest.spyOn(TextPreprocessor.prototype, 'toJSON').mockReturnValueOnce({ encoder, labels, labelCounts });
    await model.save(place);
    const load = SentimentClassifier.load(place);
    await expect(load).rejects.toThrow(BundleError);
    await expect(load).rejects.toThrow(`ngrams is "${ngrams}", and the preprocessor has no n-grams`);
    model.dispose();
  });
});

describe('the regression beside the network', () => {
  const logistic: TextOptions = { ...toyOptions, epochs: 3, ngrams: 'logistic' };
  const logOdds = ({ probabilities: { red, blue } }: { probabilities: Record<string, number> }) => Math.log(red / blue);

  /** Of the network alone, of the regression alone, and of the model. */
  async function partsOf(fitOptions: { validation?: LabeledText[] }) {
    const alone = new SentimentClassifier({ ...logistic, ngrams: 'none' });
    await alone.fit(train, { validation: fitOptions.validation && validation });
    const model = new SentimentClassifier(logistic);
    await model.fit(train, fitOptions);
    const preprocessor = fitted(train, logistic);
    const [blue, red] = [0, 1].map((k) =>
      texts.map((text) => preprocessor.encodeInput(text, '').input.logitBias?.[k] ?? 0),
    );
    const parts = {
      network: (await alone.predict(texts)).map(logOdds),
      regression: red.map((z, i) => z - blue[i]),
      model: (await model.predict(texts)).map(logOdds),
    };
    alone.dispose();
    model.dispose();
    return parts;
  }

  it('has usual factors without validation, and the network learns as it does alone', async () => {
    const { network, regression, model } = await partsOf({});
    model.forEach((z, i) => expect(z).toBeCloseTo(((0.3 * 160) / 360) * network[i] + regression[i], 3));
  });

  it('counts as much as validation data tell: labels at random leave little of both', async () => {
    const random = Random.fromSeed(9);
    const noise = toyExamples(400, 11).map(({ text }) => ({ text, label: random.choice(['red', 'blue']) }));
    const { model } = await partsOf({ validation: noise });
    const informed = await partsOf({ validation: toyExamples(400, 12) });
    const size = (z: number[]) => z.reduce((sum, one) => sum + Math.abs(one), 0);
    expect(size(model)).toBeLessThan(0.3 * size(informed.model));
  });
});

describeWithData('rt-polarity', () => {
  it('the logit bias alone is as good as naive Bayes', async () => {
    const { splits } = await openLabeledText('rt-polarity');
    const preprocessor = fitted(splits.train, { ngrams: 'naive-bayes', minimumCount: 2 });
    const right = ({ input: { logitBias = new Float32Array(2) }, target }: EncodedLabeledText) => {
      return logitBias[target] > logitBias[1 - target];
    };
    const shareOf = (list: boolean[]) => list.filter(Boolean).length / list.length;
    const measured = shareOf((splits.test ?? []).map((example) => right(preprocessor.encode(example, ''))));
    const trained = shareOf(preprocessor.encodeTraining(splits.train, String).map(right));
    expect(measured).toBeCloseTo(0.791, 2);
    expect(trained).toBeLessThan(0.8); // nearly 1 if a text were to judge itself
    expect(JSON.stringify(preprocessor.scores).length).toBeLessThan(1e6);
  });
});
