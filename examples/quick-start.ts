/**
 * `npm start`: trains a sentiment classifier on the sample that the package ships, shows what it reaches beside its
 * baselines, saves it, loads it again and asks it about sentences that it has never seen.
 */
import { openLabeledText, SentimentClassifier, terminalProgress } from 'tfjs-sequence/node';

const out = 'runs/sentiment';
const sentences = [
  'a quiet triumph',
  'a tedious mess',
  'not a bad film at all',
  'the cast is wonderful but the script is hopeless',
  'hardly a dull moment',
];

async function main(): Promise<void> {
  const { splits } = await openLabeledText('sentiment-sample');
  const { train, validation = [], test = [] } = splits;
  console.log(`Training on ${train.length} sentences, choosing on ${validation.length}, testing on ${test.length}.`);

  const model = new SentimentClassifier({ cell: 'lstm', bidirectional: true, hiddenSize: 32, epochs: 6, seed: 7 });
  await model.fit(train, { validation, onEvent: terminalProgress() });

  const { baselines, ...figures } = await model.evaluate(test);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(7);
  console.log(`\nTest accuracy of the model          ${percent(figures.accuracy)}`);
  for (const [name, { accuracy }] of Object.entries(baselines)) {
    console.log(`              its baseline ${name.padEnd(13)}${percent(accuracy)}`);
  }

  await model.save(out);
  model.dispose();
  const again = await SentimentClassifier.load(out);
  console.log(`\nSaved in ${out}, loaded again, and asked:`);
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
