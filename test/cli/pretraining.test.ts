/** `tfseq train TASK --init DIR`: from a language model. */
import { readFileSync } from 'node:fs';
import { toyExamples } from '../tasks/support';
import { expectRefusal, temporaryFolder, tfseq } from './support';

const { place, write } = temporaryFolder();
const rows = toyExamples(60, 1).map(({ text, label }) => `${text},${label}`);
const reviews = write('reviews.csv', ['text,label', ...rows].join('\n'));
const tagged = write('words.conll', 'good A\nfilm N\n\na D\nfilm N\n\n'.repeat(6));
const model = place('reading');
const short = ['epochs=1', 'hiddenSize=4', 'embeddingSize=4'];

beforeAll(async () => {
  const settings = ['--set', ...short, 'layers=1', 'tokenizer=words', 'lowercase=true', 'window=10'];
  const read = ['train', 'language-model', '--data', reviews, '--input-kind', 'text', '--out', model];
  expect(await tfseq(...read, ...settings)).toMatchObject({ code: 0 });
});

it('a classifier says what the language model knows, and its bundle has the settings', async () => {
  const out = place('started');
  const train = ['train', 'sentiment', '--data', reviews, '--out', out, '--init', model];
  const { code, stderr } = await tfseq(...train, '--set', 'epochs=2', 'batchSize=8');
  expect(code).toBe(0);
  expect(stderr).toMatch(/the language model \S+reading knows \d+\.\d % of \d+ training tokens; \d+ other words/);
  const { config } = JSON.parse(readFileSync(`${out}/bundle.json`, 'utf8')) as { config: object };
  expect(config).toMatchObject({ hiddenSize: 4, layers: 1, unfreezing: 'gradual', pooling: 'last+max+mean' });
  const card = readFileSync(`${out}/MODEL_CARD.md`, 'utf8');
  expect(card).toContain('after a language model of reviews.csv, train');
  expect(await tfseq('predict', out, 'a good film')).toMatchObject({ code: 0 });
});

it('refuses what cannot be, before it trains', async () => {
  const train = ['train', 'sentiment', '--data', reviews, '--out', place('no')];
  await expectRefusal([...train, '--init', place('nowhere')], 'nowhere');
  await expectRefusal(
    [...train, '--init', model, '--set', 'hiddenSize=5'],
    'hiddenSize is 5, and 4',
    'Leave hiddenSize out',
  );
  await expectRefusal([...train, '--init', model, '--continue-from', place('started')], 'the network is there already');
  const words = ['train', 'tagging', '--data', tagged, '--out', place('no'), '--init', model];
  await expectRefusal([...words, '--set', 'embeddingSize=5'], 'embeddingSize is 5, and 4');
  const other = ['train', 'language-model', '--data', reviews, '--out', place('no'), '--init', model];
  await expectRefusal(other, '--init: the task is language-model', 'Leave --init out');
});

it('a search, which chooses sizes, does not offer it', async () => {
  expect((await tfseq('train', 'sentiment', '--help')).stdout).toContain('--init <dir>');
  expect((await tfseq('tune', 'sentiment', '--help')).stdout).not.toContain('--init');
});
