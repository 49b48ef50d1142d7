/**
 * Names by language, generated: the label alone is read, a name follows. A regression on runs of letters, fitted on the training
 * names, says which language a name is of. Its accuracy on real test names is what generated ones are compared with.
 */
import { LanguageModel, type LanguageModelOptions, openLabeledText, Random, terminalProgress } from '../../src/node';
import { NgramRegression } from '../../src/baselines/linear/ngram-regression';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import { type Experiment, mean, type Run, rowsOf } from './rows';

const NAMES = 2000;
/** Chosen by nats of the validation names, as is the epoch. */
const options: LanguageModelOptions = { layers: 1, epochs: 12, batchSize: 50 };
const regression = { words: 2, letters: 5, leastTexts: 2 };
const freedoms = [0.1, 0.3, 1, 3];

export const conditionalNames: Experiment = async (command) => {
  const { splits } = await openLabeledText('names-by-language');
  const { train, validation = [], test = [] } = splits;
  const languageOf = languageClassifier(train, validation);
  const known = new Set(train.map(({ text }) => text));
  const figuresOf = (names: readonly LabeledText[]) => ({
    givenBack: mean(names.map((name) => Number(languageOf(name.text) === name.label))),
    newNames: mean(names.map(({ text }) => Number(!known.has(text)))),
  });
  const real = figuresOf(test);
  process.stderr.write(`real test names: ${JSON.stringify(real)}\n`);
  const runs: Run[] = [];
  for (const seed of [1, 2, 3]) {
    const start = performance.now();
    const model = new LanguageModel({ ...options, seed });
    await model.fit(train, { validation, onEvent: terminalProgress() });
    const { baselines, ...metrics } = await model.evaluate(test);
    const seconds = (performance.now() - start) / 1000;
    const figures = figuresOf(await generatedNames(model, test, seed));
    model.dispose();
    process.stderr.write(`seed ${seed}: ${JSON.stringify({ ...metrics, ...figures, seconds })}\n`);
    runs.push({
      seed,
      metrics: { ...metrics, ...figures },
      baselines: { ...baselines, 'real test names': real },
      seconds,
    });
  }
  const model = `names that follow from a language: LSTM 128, ${NAMES.toLocaleString('en')} generated a seed`;
  return rowsOf({ task: 'language-model', data: 'names-by-language', split: 'test', model, command }, runs);
};

/** Languages are asked for as often as the test names have them. */
async function generatedNames(
  model: LanguageModel,
  test: readonly LabeledText[],
  seed: number,
): Promise<LabeledText[]> {
  const random = Random.fromSeed(seed).fork('labels');
  const names: LabeledText[] = [];
  for (let i = 0; i < NAMES; i++) {
    const { label } = random.choice(test);
    const { text } = await model.generateText('', { label, length: 40, seed: 1000 * seed + i });
    names.push({ text, label });
  }
  return names;
}

/** The regression of the C that is best on the validation names. */
function languageClassifier(
  train: readonly LabeledText[],
  validation: readonly LabeledText[],
): (name: string) => string {
  const labels = [...new Set(train.map(({ label }) => label))];
  const tokensOf = (name: string) => name.split(/\s+/).filter(Boolean);
  const examples = train.map(({ text, label }) => ({ tokens: tokensOf(text), label: labels.indexOf(label) }));
  const classifiers = freedoms.map((freedom) => {
    const model = NgramRegression.fit(examples, labels.length, { ...regression, freedom });
    return (name: string) => {
      const scores = model.scores(tokensOf(name));
      return labels[scores.indexOf(Math.max(...scores))];
    };
  });
  const accuracies = classifiers.map((languageOf) =>
    mean(validation.map(({ text, label }) => Number(languageOf(text) === label))),
  );
  return classifiers[accuracies.indexOf(Math.max(...accuracies))];
}
