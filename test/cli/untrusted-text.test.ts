/** Labels, tags, names and tokens come from strangers' files and bundles: no command writes a control character of theirs. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { outcomeOf, sealed, startProgram, temporaryFolder, tfseq, tiny } from './support';

const { place, write } = temporaryFolder();

/** Conceal, title of the window, C1 erase, right-to-left override, bell, line separator, lone surrogate, names of Object.prototype. */
const labels = ['a\x1b[8mb', '\x1b]0;t\x07', 'c\x9b2J', '\u202edc', 'e\u2028f', '\ud800', 'constructor', '__proto__'];
const word = (label: string) => `w${label}w`;
const jsonLines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const repeated = Array.from({ length: 10 * labels.length }, (_, i) => labels[i % labels.length]);

const texts = write('texts.jsonl', jsonLines(repeated.map((label, i) => ({ text: `${word(label)} n${i}`, label }))));
const sentences = write(
  'sentences.jsonl',
  jsonLines(repeated.map((label, i) => ({ words: [word(label), `n${i}`], tags: [label, 'O'] }))),
);
const spans = write(
  'spans.jsonl',
  jsonLines(repeated.map((label, i) => ({ words: [word(label), `n${i}`], tags: [`B-${label}`, 'O'] }))),
);
const frames = write(
  'frames.jsonl',
  jsonLines(
    repeated.flatMap((label, r) =>
      [0, 1, 2].map((t) => ({ recording: `r${r}${label}`, frame: [t, labels.indexOf(label)], label })),
    ),
  ),
);
const pairs = write('pairs.tsv', repeated.map((label, i) => `${word(label)} n${i}\tn${i} ${word(label)}`).join('\n'));

// eslint-disable-next-line no-control-regex -- colours and tabs of ours
const ours = /\x1b\[(?:1|2|22|3[1-6]|39)m|\t|\n/g;
const controls = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

async function clean(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await tfseq(...args);
  if (code !== 0) throw new Error(`${args.join(' ')}: exit code ${code}: ${stderr}`);
  for (const text of [stdout, stderr]) expect(text.replace(ours, '')).not.toMatch(controls);
  return stdout;
}

const settings = (...more: string[]) => ['--set', 'epochs=1', 'hiddenSize=4', ...more];

it.each([
  ['sentiment', texts, tiny, [word(labels[0]), word(labels[2])]],
  ['tagging', sentences, ['--input-kind', 'words', ...settings('characters=none')], [word(labels[0])]],
  ['tagging', spans, ['--input-kind', 'words', ...settings('characters=none', 'output=softmax')], [word(labels[0])]],
  [
    'tagging',
    frames,
    ['--input-kind', 'frames', ...settings()],
    ['--input', frames, '--recording-column', 'recording'],
  ],
  ['translation', pairs, settings('embeddingSize=4', 'minimumCount=1', 'tokenizer=whitespace'), [word(labels[0])]],
])('%s of %s', async (task, data, options, inputs) => {
  const out = place(`model of ${data.split('/').at(-1)}`);
  const kind = options[0] === '--input-kind' ? options.slice(0, 2) : [];
  await clean('train', task, '--data', data, '--out', out, ...options);
  const evaluate = ['evaluate', out, '--data', data, ...kind, '--split', 'all'];
  await clean(...evaluate);
  await clean(...evaluate, '--json');
  await clean('inspect', out);
  const document = JSON.parse(await clean('inspect', out, '--json')) as { labels: string[] };
  if (task === 'sentiment') expect([...document.labels].sort()).toEqual([...labels].sort());
  await clean('predict', out, ...inputs);
  const predictions = JSON.parse(await clean('predict', out, ...inputs, '--json')) as object[];
  if (task !== 'tagging') expect(predictions[0]).toMatchObject({ input: word(labels[0]) });
  expect(readFileSync(`${out}/MODEL_CARD.md`, 'utf8').replace(/\n/g, '')).not.toMatch(controls);
});

it('a bundle whose metrics and notes were edited', async () => {
  const [first, edited] = [place('model of texts.jsonl'), place('edited')];
  cpSync(first, edited, { recursive: true });
  const manifest = JSON.parse(readFileSync(`${edited}/bundle.json`, 'utf8')) as object;
  const metrics = Object.fromEntries(labels.map((label) => [`m${label}`, 0.5]));
  const text = { trainedOn: labels.join(), measuredOn: labels.join(), libraries: { 'a\x1b[8m': '\x9b2J' } };
  const content = { ...manifest, metrics, baselines: { 'b\x1b[8m': metrics }, ...text };
  writeFileSync(`${edited}/bundle.json`, sealed(JSON.stringify(content)));
  const shown = await clean('inspect', edited);
  expect(shown).toContain('ma\\u001b[8mb');
});

it('errors name what they refuse', async () => {
  const refused = [
    await tfseq('predict', place('no\x1b[8mwhere'), 'x'),
    await tfseq('evaluate', place('model of texts.jsonl'), '--data', write('bad.csv', 'te\x1b[8mxt,\x9b2J\na,b\n')),
    await tfseq('train', 'senti\x1b[8mment', '--data', texts, '--out', place('never')),
    await tfseq('train', 'sentiment', '--out', 'x', '--data', texts, '--\x1b[8msede'),
  ];
  for (const { code, stderr } of refused) {
    expect(code).toBe(2);
    expect(stderr).toContain('\\u001b[8m');
    expect(stderr.replace(ours, '')).not.toMatch(controls);
  }
});

it('reports: SVG for every label, and CSV that no program for tables takes for a formula', async () => {
  const tags = ['=1+1', '-2+3', '@SUM(A1)', '+x', ...labels.slice(0, 4), 'constructor'];
  const all = Array.from({ length: 180 }, (_, i) => tags[i % tags.length]);
  const data = write(
    'tags.jsonl',
    jsonLines(all.map((tag, i) => ({ words: [`w${tags.indexOf(tag)}`, `n${i}`], tags: [tag, 'O'] }))),
  );
  const [out, report] = [place('tags'), place('report')];
  mkdirSync(report);
  const kind = ['--input-kind', 'words'];
  await clean('train', 'tagging', '--data', data, '--out', out, ...kind, ...settings('characters=none'));
  const evaluate = ['evaluate', out, '--data', data, ...kind, '--split', 'all', '--report', report];
  const { code, stderr } = await outcomeOf(startProgram(...evaluate));
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(readdirSync(report).sort()).toEqual(['confusion.csv', 'confusion.svg', 'labels.csv']);
  const csv = readFileSync(`${report}/labels.csv`, 'utf8');
  for (const row of ["\n'=1+1,", "\n'-2+3,", "\n'@SUM(A1),", "\n'+x,", '\nconstructor,']) expect(csv).toContain(row);
  expect(csv).not.toMatch(/(^|,)[=+@]/m);
});
