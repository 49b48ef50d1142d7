/**
 * `npm run samples [-- NAME …]`: trains the models that come with the package into samples/, by the commands that stand
 * in samples/README.md. Data from TFSEQ_DATA_DIR or their origin.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFiles } from '../src/bundle/encode';

const root = join(__dirname, '..');

/** Arguments of `tfseq train`. */
const samples: Record<string, string> = {
  'sentiment-sample':
    'sentiment --data sentiment-sample --set hiddenSize=32 epochs=10 learningRate=0.01 dropout=0.2 embeddingDropout=0.1 wordDropout=0 averaging=0.98 seed=7',
  'dates-sample': 'translation --data dates --set tokenizer=characters hiddenSize=64 epochs=12',
  'tags-sample':
    'tagging --data ud-english-ewt --set epochs=12 hiddenSize=72 minimumCount=3 embeddingSize=48 characterSize=64 suffixLength=0',
};

for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(samples)) {
  const out = join(root, 'samples', name);
  rmSync(out, { recursive: true, force: true });
  const args = ['dist/cli.js', 'train', ...samples[name].split(' '), '--out', out];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  for (const file of readdirSync(out)) if (!bundleFiles.includes(file)) rmSync(join(out, file), { recursive: true });
  const bytes = readdirSync(out).reduce((sum, file) => sum + statSync(join(out, file)).size, 0);
  process.stdout.write(`${name}: ${(bytes / 1e6).toFixed(2)} MB\n`);
}
