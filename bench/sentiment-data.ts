/** The sentiment work as a file of ids, labels and batches, so that every system trains on the same. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planBatches } from '../src/training/batches/bucketing';
import { openLabeledText } from '../src/node';
import { Random } from '../src/random';
import { sentiment } from '../tasks/sentiment/sentiment';
import type { Work } from './works';

/** The work with its file, where it needs one and the data is there. */
export async function withData(work: Work): Promise<Work> {
  if (work.kind !== 'sentiment') return work;
  const config = sentiment.parseConfig({ seed: 1 });
  let train;
  try {
    train = (await openLabeledText('rt-polarity')).splits.train;
  } catch {
    return work; // every system says so itself
  }
  const preprocessor = await sentiment.fitPreprocessor(train, config);
  const encoded = preprocessor.encodeTraining(train, String);
  const lengths = encoded.map(({ input }) => input.ids.length);
  const batches = planBatches(lengths, { batchSize: config.batchSize, random: Random.fromSeed(1) });
  const file = join(mkdtempSync(join(tmpdir(), 'tfseq-bench-')), 'sentiment.json');
  const content = {
    config,
    vocabularySize: preprocessor.text.encoder.vocabulary.size,
    classes: preprocessor.labels.length,
    ids: encoded.map(({ input }) => [...input.ids]),
    labels: encoded.map(({ target }) => target),
    batches: batches.map((batch) => [...batch]),
  };
  writeFileSync(file, JSON.stringify(content));
  return { ...work, file };
}
