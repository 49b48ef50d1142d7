/**
 * `npm start`: trains a sentiment classifier on the sample that the package ships, shows what it reaches beside its
 * baselines, saves it, loads it again and predicts the labels of sentences that it has never seen.
 */
import { openLabeledText, SentimentClassifier, terminalProgress } from 'tfjs-sequence/node';

const out = 'runs/sentiment';
const sentences = [
  'a quiet triumph',
  'a tedious mess',
  'not a dull film',
  'never a boring moment',
  'the cast is wonderful, but the script is dreary',
  'although the plot is thin, the acting is superb',
];

async function main(): Promise<void> {
  const { splits } = await openLabeledText('sentiment-sample');
  const { train, validation = [], test = [] } = splits;
  console.log(`Training on ${train.length} sentences, choosing on ${validation.length}, testing on ${test.length}.`);

  // Small, clean data: less dropout and a higher learning rate than the defaults, which are for real text.
  const model = new SentimentClassifier({
    cell: 'lstm',
    bidirectional: true,
    hiddenSize: 32,
    epochs: 10,
    learningRate: 0.01,
    dropout: 0.2,
    embeddingDropout: 0.1,
    wordDropout: 0,
    averaging: 0.98,
    seed: 7,
  });
  await model.fit(train, { validation, onEvent: terminalProgress() });

  const { baselines, ...metrics } = await model.evaluate(test);
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`.padStart(7);
  console.log(`\nTest accuracy of the model          ${percent(metrics.accuracy)}`);
  for (const [name, { accuracy }] of Object.entries(baselines)) {
    console.log(`              its baseline ${name.padEnd(13)}${percent(accuracy)}`);
  }

  await model.save(out, { overwrite: true }); // an earlier run of this example
  model.dispose();
  const again = await SentimentClassifier.load(out);
  console.log(`\nSaved in ${out}, loaded again, predicts:`);
  for (const [i, { label, probabilities }] of (await again.predict(sentences)).entries()) {
    console.log(`  ${label.padEnd(9)}${percent(probabilities[label])}  ${sentences[i]}`);
  }
  again.dispose();

  console.log(`
Try next:
  npx tfseq predict ${out} "a film i would watch again"
  npx tfseq evaluate ${out} --data sentiment-sample
  npx tfseq inspect ${out}
  npx tfseq data list
  npx tfseq train sentiment --data rt-polarity --out runs/mr    # real reviews`);
}

void main();
