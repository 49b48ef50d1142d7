import { readFileSync } from 'node:fs';
import { expectRefusal, temporaryFolder, tfseq, tiny, toyLines } from '../support';

const { place, write } = temporaryFolder();
const data = write('toy.jsonl', toyLines(60));
const words = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const [text, label] = i % 2 ? ['a scarlet sky', 'red'] : ['an azure sea', 'blue'];
    return JSON.stringify({ text: `${text} ${i}`, label });
  }).join('\n');
const base = place('base');
const train = (file: string, out: string, ...more: string[]) => [
  ...['train', 'sentiment', '--data', file, '--out', out],
  ...more,
];
const further = ['--continue-from', base];
const bundleOf = (out: string) =>
  JSON.parse(readFileSync(`${out}/bundle.json`, 'utf8')) as {
    config: Record<string, unknown>;
    encoder: object;
    trainedOn: string;
  };

beforeAll(async () => {
  expect(await tfseq(...train(data, base, ...tiny, 'learningRate=0.02'))).toMatchObject({ code: 0 });
});

it('a finished run goes on for more epochs, with the settings of its bundle', async () => {
  const out = place('longer');
  const { code, stderr } = await tfseq(...train(data, out, ...further, '--set', 'epochs=2'));
  expect(code).toBe(0);
  expect(stderr).toContain('epoch 2/2');
  const { config, encoder, trainedOn } = bundleOf(out);
  const before = bundleOf(base);
  expect(config).toEqual({ ...before.config, epochs: 2 });
  expect(encoder).toEqual(before.encoder);
  expect(trainedOn).toBe(before.trainedOn);
  expect(readFileSync(`${out}/weights.bin`)).not.toEqual(readFileSync(`${base}/weights.bin`));
});

it('begins with the weights of the bundle: with a learning rate near 0 they stay', async () => {
  const out = place('same');
  const settings = ['learningRate=1e-12', 'averaging=0', 'dropout=0.1'];
  expect(await tfseq(...train(data, out, ...further, '--set', ...settings))).toMatchObject({ code: 0 });
  const predictions = (bundle: string) => tfseq('predict', bundle, 'red and blue', '--json');
  expect((await predictions(out)).stdout).toBe((await predictions(base)).stdout);
});

it('other data: the vocabulary stays, unknown words are counted, the card names both', async () => {
  const other = write('other.jsonl', words(40));
  const out = place('tuned');
  const { code, stderr } = await tfseq(...train(other, out, ...further));
  expect(code).toBe(0);
  expect(stderr).toMatch(/note: \d+ of \d+ tokens \([\d.]+ %\) are not in the vocabulary/);
  expect(bundleOf(out).encoder).toEqual(bundleOf(base).encoder);
  expect(bundleOf(out).trainedOn).toMatch(
    /^other\.jsonl, train \(\d+ examples\), after toy\.jsonl, train \(\d+ examples\)$/,
  );
});

it('refuses settings that need another network, labels that it does not know, and another task', async () => {
  const out = place('never');
  const set = (...settings: string[]) => train(data, out, ...further, '--set', ...settings);
  await expectRefusal(
    set('hiddenSize=9'),
    `${base}: hiddenSize is 9, and 4 in the model`,
    'epochs',
    'Leave hiddenSize out',
  );
  await expectRefusal(set('minimumCount=2'), 'minimumCount is 2, and 1 in the model');
  await expectRefusal(set('epohcs=2'), 'unknown option "epohcs"', 'Did you mean epochs?');
  await expectRefusal(set('epochs=0'), 'epochs is 0');
  const labels = write('labels.jsonl', toyLines(60).replaceAll('"red"', '"green"'));
  await expectRefusal(train(labels, out, ...further), '"green"');
  await expectRefusal(train(data, out, '--continue-from', place('nowhere')), 'there is no such directory');
  const tagging = ['train', 'tagging', '--data', data, '--out', out, ...further];
  await expectRefusal(tagging, 'the bundle is of the task sentiment', 'Expected tagging');
});

it('into its own folder with --overwrite only', async () => {
  const own = place('own');
  expect(await tfseq(...train(data, own, ...further))).toMatchObject({ code: 0 });
  const again = (...more: string[]) => train(data, own, '--continue-from', own, ...more);
  await expectRefusal(again(), 'a trained model is in it', '--overwrite');
  expect(await tfseq(...again('--overwrite'))).toMatchObject({ code: 0 });
});
