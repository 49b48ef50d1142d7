import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tinyPairs } from '../tasks/translation/support';
import { expectRefusal, outcomeOf, root, startProgram, temporaryFolder, tfseq } from './support';

const { place, write } = temporaryFolder();
const { train, validation, test } = tinyPairs;
const side = (pairs: typeof train, name: 'source' | 'target') => pairs.map((pair) => `${pair[name]}\n`).join('');
for (const [split, pairs] of Object.entries({ train, validation, test })) {
  write(`corpus/${split}.ab`, side(pairs, 'source'));
  write(`corpus/${split}.ba`, side(pairs, 'target'));
}
const data = place('corpus');
const bundle = place('bundle');
const sides = ['--source', 'ab', '--target', 'ba'];
const settings = [
  'tokenizer=characters',
  'minimumCount=1',
  'hiddenSize=8',
  'embeddingSize=4',
  'epochs=1',
  'tying=none',
];

let trained: Awaited<ReturnType<typeof tfseq>>;
beforeAll(async () => {
  trained = await tfseq(
    ...['train', 'translation', '--data', data, '--out', bundle, ...sides],
    ...['--seed', '3', '--set', ...settings],
  );
});

it('train prints BLEU and chrF beside copying and looking up, and keeps what was said of the validation', () => {
  expect(trained).toMatchObject({ code: 0 });
  expect(trained.stderr).toContain(`translation on ${data}: train 60, validation 12, test 12 examples`);
  for (const part of ['bleu', 'chrf', 'this model', 'copy of the source', 'most frequent translation']) {
    expect(trained.stdout).toContain(part);
  }
  expect(trained.stdout).toContain(`npx tfseq evaluate ${bundle} --data ${data} --source ab --target ba`);
  expect(readFileSync(join(bundle, 'validation', 'epoch-1.tsv'), 'utf8').split('\n')).toHaveLength(14);
});

it('evaluate --json has the figures by their names', async () => {
  const { stdout } = await tfseq('evaluate', bundle, '--data', data, ...sides, '--json');
  const document = JSON.parse(stdout) as { task: string; examples: number; metrics: object; signatures: object };
  const { task, examples, metrics, signatures } = document;
  expect({ task, examples }).toEqual({ task: 'translation', examples: 12 });
  expect(Object.keys(metrics)).toEqual(['bleu', 'chrf', 'sequenceAccuracy', 'accuracy', 'perplexity']);
  expect(signatures).toEqual({
    bleu: 'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0',
    chrf: 'nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0',
  });
  expect(trained.stdout).toContain(`bleu: nrefs:1|case:mixed|eff:no|tok:13a`);
});

it('predict: a line a line; with --n-best, scores; with --json, attention too', async () => {
  const lines = await tfseq('predict', bundle, 'abc', 'ba');
  expect(lines.stdout.split('\n')).toHaveLength(3);
  const several = await tfseq('predict', bundle, 'abc', '--beam', '3', '--n-best', '2');
  expect(several.stdout).toMatch(/^ +-\d+\.\d{3} {2}.*\n +-\d+\.\d{3} {2}.*\n$/);
  const [answer] = JSON.parse((await tfseq('predict', bundle, 'abc', '--json', '--beam', '2')).stdout) as object[];
  expect(answer).toMatchObject({ input: 'abc', score: expect.any(Number) as number });
  expect(answer).toMatchObject({ attention: { source: ['a', 'b', 'c'], weights: expect.any(Array) as number[][] } });
});

it('predict names the answers that broke off at the limit', async () => {
  const { code, stderr } = await tfseq('predict', bundle, 'abc', 'ba', '--maximum-length', '1');
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /note: \d of 2 predictions reached the limit of tokens \(--maximum-length\) without an end: input 1/,
  );
  expect((await tfseq('predict', bundle, 'abc', '--json', '--maximum-length', '1')).stderr).toContain(
    '1 of 1 predictions',
  );
});

it('train tells what measuring cut', async () => {
  const cut = await tfseq(
    ...['train', 'translation', '--data', data, '--out', place('cut'), ...sides],
    ...['--set', ...settings, 'maximumLength=5'],
  );
  expect(cut.code).toBe(0);
  const notes = cut.stderr.split('\n').filter((line) => line.startsWith('note: ') && line.includes('sources were cut'));
  expect(notes.map((line) => Number(/of (\d+) sources/.exec(line)?.[1]))).toEqual([72, 12]); // the last: of the test
});

it('predict --attention draws a picture for each answer', async () => {
  const folder = place('pictures');
  const { code, stderr } = await outcomeOf(startProgram('predict', bundle, 'abc', 'ba<', '--attention', folder));
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('not in the vocabulary') as string });
  const [first, second] = [1, 2].map((number) => readFileSync(join(folder, `${number}.svg`), 'utf8'));
  expect(first).toMatch(/^<svg /);
  for (const label of ['a', 'b', 'c']) expect(first).toContain(`>${label}</text>`);
  expect(second).toContain('>&lt;</text>');
});

it('the built command line draws it too', () => {
  const folder = place('built');
  const built = join(root, 'dist/cli.js');
  const { status, stderr } = spawnSync(process.execPath, [built, 'predict', bundle, 'abc', '--attention', folder]);
  expect({ status, stderr: String(stderr).replace(/^note: .*\n/gm, '') }).toEqual({ status: 0, stderr: '' });
  expect(readFileSync(join(folder, '1.svg'), 'utf8')).toMatch(/^<svg /);
});

it('train TASK --help lists the settings with their defaults and choices', async () => {
  const { code, stdout } = await tfseq('train', 'translation', '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^ {2}tokenizer: words, whitespace, characters, byte-pairs; default words, or from the data$/m,
  );
  expect(stdout).toMatch(/^ {2}hiddenSize: whole number ≥ 1; default 512$/m);
  for (const task of ['sentiment', 'tagging']) {
    expect((await tfseq('train', task, '--help')).stdout).toMatch(
      /^ {2}learningRate: number > 0; default 0\.\d+(, or from the data)?$/m,
    );
  }
  await expectRefusal(['train', 'translations', '--help'], 'Did you mean translation?');
});

it('refuses what cannot work', async () => {
  const predict = ['predict', bundle, 'abc'];
  await expectRefusal([...predict, '--beam', 'five'], '--beam is "five"', 'a number');
  await expectRefusal([...predict, '--beam', '2', '--n-best', '3'], 'nBest is 3');
  await expectRefusal([...predict, '--beam', '0'], 'beam is 0');
  await expectRefusal([...predict, '--length-penalty', '0'], 'the search is greedy', '--beam 5');
  write('odd/train.ab', 'a\nb\nc\n');
  write('odd/train.ba', 'a\nb\n');
  const train = ['train', 'translation', '--data', place('odd'), '--out', place('never'), ...sides];
  await expectRefusal(train, 'train.ab line 3', 'no partner', '3 lines');
});
