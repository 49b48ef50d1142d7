/** Advice for a model that is worse than a baseline: each rule points to what it measured, and only then. */
import { ConfigError } from '../../../src/errors';
import { adviceFor } from '../../../tasks/advice/advise';
import type { TrainingCourse } from '../../../tasks/advice/measured-model';
import { moreEpochs } from '../../../tasks/advice/more-epochs';
import { adviseOnTexts } from '../../../tasks/classification/text/advice';
import { TextPreprocessor } from '../../../tasks/classification/text/preprocessor';
import { parseText, type TextOptions } from '../../../tasks/classification/text/settings';
import { adviseOnFrames } from '../../../tasks/tagging/frames/advice';
import { parseFrames } from '../../../tasks/tagging/frames/settings';
import { adviseOnWords } from '../../../tasks/tagging/words/advice';
import { parseWords } from '../../../tasks/tagging/words/settings';
import { adviseOnPairs } from '../../../tasks/translation/advice';
import { TranslationPreprocessor } from '../../../tasks/translation/preprocessor';
import { parseTranslatorConfig } from '../../../tasks/translation/settings';

const config = parseText({});
const examples = Array.from({ length: 20 }, (_, i) => ({
  text: `a quiet film ${i % 2}`,
  label: i % 2 ? 'good' : 'bad',
}));
const preprocessor = TextPreprocessor.fit(examples, config);
const task = { parseConfig: parseText };
const finished: TrainingCourse = {
  epochs: 6,
  globalStep: 4000,
  bestEpoch: 4,
  history: Array.from({ length: 6 }, () => ({ train: { loss: 0.5, accuracy: 0.8 }, validation: { accuracy: 0.8 } })),
};
const metrics = { accuracy: 0.7, macroF1: 0.7 };
const baselines = { 'bag of words': { accuracy: 0.8, macroF1: 0.8 } };
const model = { config, preprocessor, examples, metrics, baselines, training: finished };
type Model = Omit<typeof model, 'training' | 'metrics'> & {
  training?: TrainingCourse;
  metrics: Record<string, number>;
};
const advised = (change: Partial<Model> = {}) => adviceFor(task, { ...model, ...change });
const what = (change?: Partial<Model>) => advised(change).map((one) => one.what);

it('a model that is worse in nothing needs none', () => {
  expect(advised({ baselines: { 'bag of words': { accuracy: 0.7, macroF1: 0.6 } } })).toEqual([]);
});

it('a search where no measurement says more, with or without a known training', () => {
  expect(advised()).toMatchObject([{ action: 'tune', settings: {} }]);
  expect(what({ training: undefined })).toEqual(['a search for settings']);
});

describe('more epochs', () => {
  it('where the last one was the best', () => {
    expect(moreEpochs({ ...finished, bestEpoch: 6 })).toMatchObject({ action: 'continue', settings: { epochs: 6 } });
    expect(moreEpochs(finished)).toBeUndefined();
    expect(what({ training: { ...finished, bestEpoch: 6 } })).toEqual(['more epochs']);
  });

  it('where updates are few, until there are enough', () => {
    expect(moreEpochs({ ...finished, globalStep: 60 })?.settings).toEqual({ epochs: 44 }); // 50 epochs of 10 updates
  });

  it('without validation, where the training loss still falls', () => {
    const course = (...losses: number[]): TrainingCourse => {
      const history = losses.map((loss) => ({ train: { loss }, validation: null }));
      return { ...finished, epochs: losses.length, bestEpoch: null, history };
    };
    expect(moreEpochs(course(0.7, 0.6))?.reason).toBe(
      'the training loss still falls, in the last epoch from 0.700 to 0.600',
    );
    expect(moreEpochs(course(0.7, 0.6, 0.595))).toBeUndefined();
    expect(moreEpochs(course(0.7))).toBeUndefined();
  });
});

describe('overfitting', () => {
  const learntByHeart = {
    ...finished,
    history: finished.history.map(() => ({ train: { loss: 0.1, accuracy: 0.99 }, validation: { accuracy: 0.7 } })),
  };

  it('is where training data are right far more often than validation data, and settings still leave room', () => {
    expect(advised({ training: learntByHeart })).toMatchObject([
      {
        what: 'regularisation, or more training data',
        reason: '99.0 % of the training data are right in the last epoch, 70.0 % of the validation data',
        settings: { labelSmoothing: 0.1 },
      },
    ]);
    const weak = parseText({ dropout: 0.1 });
    expect(advised({ training: learntByHeart, config: weak })[0].settings).toEqual({ dropout: 0.5 });
    const strong = parseText({ labelSmoothing: 0.1 });
    expect(advised({ training: learntByHeart, config: strong })[0].settings).toEqual({ hiddenSize: 16 });
  });

  it('is where the validation loss has risen again', () => {
    const losses = [0.6, 0.5, 0.58];
    const history = losses.map((loss) => ({ train: { loss: 0.3 }, validation: { loss, accuracy: 0.7 } }));
    const [{ reason }] = advised({ training: { ...finished, epochs: 3, bestEpoch: 2, history } });
    expect(reason).toBe('the validation loss rose from 0.500 in epoch 2 to 0.580');
  });
});

it('class weights where macro-F1 is far below accuracy, not where there are some already', () => {
  const uneven = { metrics: { accuracy: 0.7, macroF1: 0.4 } };
  expect(advised(uneven)).toMatchObject([{ what: 'class weights', settings: { classWeights: 'balanced' } }]);
  expect(advised(uneven)[0].reason).toContain('the most frequent label has 50.0 % of the training data');
  expect(what({ ...uneven, config: parseText({ classWeights: 'balanced' }) })).toEqual(['a search for settings']);
});

it('what the other settings do not allow is left out', () => {
  const parseConfig = (options: object) => {
    if ('classWeights' in options && options.classWeights !== 'none') {
      throw new ConfigError({ where: 'test', problem: 'no weights', expected: 'none', fix: '' });
    }
    return parseText(options);
  };
  const uneven = { ...model, metrics: { accuracy: 0.7, macroF1: 0.4 } };
  expect(adviceFor({ parseConfig }, uneven)).toMatchObject([{ action: 'tune' }]);
});

describe('of each task', () => {
  const lost = [{ baseline: 'naive Bayes', metric: 'accuracy', value: 0.7, baselineValue: 0.8 }];

  const onTexts = (options: TextOptions, texts: string[]) => {
    const config = parseText({ ngrams: 'logistic', ...options });
    const list = texts.map((text, i) => ({ text, label: i % 2 ? 'good' : 'bad' }));
    const preprocessor = TextPreprocessor.fit(list, config);
    return adviseOnTexts({ config, preprocessor, examples: list, metrics, lost });
  };

  it('texts: characters, n-grams, longer texts', () => {
    const sentences = Array.from({ length: 40 }, () => 'a quiet film of few words');
    expect(onTexts({}, sentences)).toEqual([]);
    expect(onTexts({ ngrams: 'none' }, sentences)).toMatchObject([
      { what: 'n-grams', settings: { ngrams: 'logistic' } },
    ]);
    const rare = sentences.map((text, i) => `${text} rare${i} seldom${i}`);
    expect(onTexts({}, rare)).toMatchObject([
      { reason: '25.0 % of the tokens are not in the vocabulary', settings: { tokenizer: 'characters' } },
    ]);
    const names = Array.from({ length: 10 }, () => ['Kim', 'Lee']).flat();
    expect(onTexts({}, names)[0].reason).toBe('100.0 % of the texts are one word');
    expect(onTexts({ tokenizer: 'characters' }, names)).toEqual([]);
    const long = sentences.map((text, i) => (i % 10 ? text : Array.from({ length: 30 }, () => text).join(' ')));
    expect(onTexts({ maximumLength: 50 }, long)).toMatchObject([
      { reason: '10.0 % of the texts are truncated to 50 tokens', settings: { maximumLength: 200 } },
    ]);
  });

  it('pairs: subwords, longer texts, attention', () => {
    const config = parseTranslatorConfig({ attention: 'none', maximumLength: 3 });
    const pairs = Array.from({ length: 20 }, (_, i) => ({ source: `ein hund rennt ${i}`, target: `a dog runs ${i}` }));
    const preprocessor = TranslationPreprocessor.fit(pairs, config);
    const advice = adviseOnPairs({ config, preprocessor, examples: pairs, metrics, lost });
    expect(advice.map(({ settings }) => settings)).toEqual([
      { tokenizer: 'byte-pairs' },
      { maximumLength: 100 },
      { attention: 'general' },
    ]);
    const enough = parseTranslatorConfig({ tokenizer: 'characters' });
    const read = TranslationPreprocessor.fit(pairs, enough);
    expect(adviseOnPairs({ config: enough, preprocessor: read, examples: pairs, metrics, lost })).toEqual([]);
  });

  it('words: characters, a CRF', () => {
    const of = (options: object, oovAccuracy: number) =>
      adviseOnWords({
        config: parseWords(options),
        preprocessor: undefined,
        examples: [],
        metrics: { accuracy: 0.9, oovAccuracy },
        lost,
      }).map(({ settings }) => settings);
    expect(of({ characters: 'none' }, 0.5)).toEqual([{ characters: 'bilstm' }]);
    expect(of({ characters: 'none' }, 0.89)).toEqual([]);
    expect(of({}, 0.5)).toEqual([]);
    expect(of({ scheme: 'IOB2', output: 'softmax' }, 0.9)).toEqual([{ output: 'crf' }]);
  });

  it('frames: both directions, where a baseline that sees both sides is better', () => {
    const of = (options: object, baseline: string) =>
      adviseOnFrames({
        config: parseFrames(options),
        preprocessor: undefined,
        examples: [],
        metrics,
        lost: [{ ...lost[0], baseline }],
      });
    const window = 'linear on 10 frames to both sides';
    expect(of({ bidirectional: false }, window)).toMatchObject([{ settings: { bidirectional: true } }]);
    expect(of({ bidirectional: false }, 'linear on a frame')).toEqual([]);
    expect(of({}, window)).toEqual([]);
  });
});
