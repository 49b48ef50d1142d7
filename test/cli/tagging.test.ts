import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { FrameRecording } from '../../src/data/examples/frames';
import type { TaggedWords } from '../../src/data/examples/tagged-words';
import { Tagger } from '../../src/node';
import { recordings, sentences } from '../tasks/tagging/support';
import { expectRefusal, outcomeOf, sealed, startProgram, temporaryFolder, tfseq } from './support';

const { place, write } = temporaryFolder();
const conll = (examples: TaggedWords[]) =>
  examples.map(({ words, tags }) => words.map((word, t) => `${word} ${tags[t]}\n`).join('')).join('\n');
const csv = (all: FrameRecording[], withLabels = true) =>
  [
    `recording,x,y,z${withLabels ? ',label' : ''}`,
    ...all.flatMap(({ recording, frames, labels }) =>
      labels.map((label, t) =>
        [recording, ...frames.subarray(3 * t, 3 * t + 3), ...(withLabels ? [label] : [])].join(','),
      ),
    ),
  ].join('\n');

write('names/train.conll', conll(sentences(40, 1)));
write('names/dev.conll', conll(sentences(10, 2)));
write('names/test.conll', conll(sentences(12, 3)));
write('frames/train.csv', csv(recordings(5, 1, 60)));
write('frames/test.csv', csv(recordings(2, 3, 60)));
const unlabelled = write('new.csv', csv(recordings(2, 4, 30), false));
const vectors = write(
  'vectors.txt',
  ['Mr', 'In', 'lives', 'sleeps', 'Zuzan'].map((word, i) => `${word} ${i} 1`).join('\n'),
);
const small = ['hiddenSize=6', 'epochs=2', 'learningRate=0.02', 'seed=2'];
const words = place('words');
const both = place('both');
const forward = place('forward');

/** Pictures need packages that jest cannot load. */
const inOwnProcess = (...args: string[]) => outcomeOf(startProgram(...args));

let trained: Awaited<ReturnType<typeof tfseq>>;
let framesTrained: typeof trained;
beforeAll(async () => {
  const letters = ['characterSize=6', 'embeddingSize=6'];
  trained = await tfseq(
    ...['train', 'tagging', '--data', place('names'), '--out', words, '--vectors', vectors],
    ...['--set', ...small, ...letters],
  );
  const frames = ['train', 'tagging', '--data', place('frames'), '--set', ...small, 'window=30'];
  framesTrained = await tfseq(...frames, '--out', both);
  await tfseq(...frames, 'bidirectional=false', '--out', forward);
});

describe('words', () => {
  it('train says what the vectors cover, and prints span F1 beside the baselines', () => {
    expect(trained).toMatchObject({ code: 0 });
    expect(trained.stderr).toMatch(/vectors\.txt has vectors of 2 numbers for 4 of \d+ different training words/);
    for (const part of ['spanF1', 'oovAccuracy', 'this model', 'most frequent tag per word']) {
      expect(trained.stdout).toContain(part);
    }
  });

  it('predict: the text, and below it spans with offsets', async () => {
    const { stdout } = await tfseq('predict', words, 'Mr Baken Lomin lives in Sotiburg .');
    expect(stdout.split('\n')[0]).toContain('Baken');
    const spans = stdout.split('\n').filter((line) => line.startsWith('  '));
    spans.forEach((line) => expect(line).toMatch(/^ {2}\d+–\d+ {2}(PER|LOC) {2}\S/));
    const [answer] = JSON.parse((await tfseq('predict', words, 'Mr Baken', '--json')).stdout) as object[];
    expect(answer).toMatchObject({ input: 'Mr Baken', text: 'Mr Baken', tokens: { total: 2 } });
    expect(answer).toHaveProperty('spans');
  });

  it('evaluate --report writes tables and a picture', async () => {
    const report = place('report-words');
    const { code, stderr } = await inOwnProcess('evaluate', words, '--data', place('names'), '--report', report);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`the report is in ${report}`) as string,
    });
    expect(readFileSync(`${report}/confusion.csv`, 'utf8')).toMatch(/^truth \\ prediction,B-LOC,B-PER,/);
    expect(readFileSync(`${report}/labels.csv`, 'utf8')).toMatch(/^label,precision,recall,f1,support\nB-LOC,/);
    expect(readFileSync(`${report}/spans.csv`, 'utf8')).toMatch(/\nPER,[\d.]+,[\d.]+,[\d.]+,12\n/);
    expect(readFileSync(`${report}/confusion.svg`, 'utf8')).toMatch(/^<svg.*B-PER/s);
  });
});

it('a report counts repaired tags as evaluate does', async () => {
  const [out, report] = [place('repaired'), place('report-repaired')];
  write('broken/train.conll', conll(sentences(10, 1)));
  write('broken/test.conll', 'Mr O\nBaken I-PER\nLomin I-PER\n');
  const set = ['--set', ...small, 'repairTags=true'];
  expect(await tfseq('train', 'tagging', '--data', place('broken'), '--out', out, ...set)).toMatchObject({ code: 0 });
  await inOwnProcess('evaluate', out, '--data', place('broken'), '--report', report);
  const supports = readFileSync(`${report}/labels.csv`, 'utf8').match(/^[BI]-PER.*,(\d+)$/gm);
  expect(supports?.map((row) => [row.slice(0, 5), row.at(-1)])).toEqual(
    expect.arrayContaining([
      ['B-PER', '1'],
      ['I-PER', '1'],
    ]),
  );
});

it('the model is saved before it is measured beside its baselines', async () => {
  const out = place('saved');
  const child = startProgram('train', 'tagging', '--data', place('frames'), '--out', out, '--set', ...small);
  const outcome = outcomeOf(child);
  let wasThere: boolean | undefined;
  child.stderr?.on('data', (chunk) => {
    if (String(chunk).includes('measuring on the test split')) wasThere = existsSync(`${out}/bundle.json`);
  });
  expect(await outcome).toMatchObject({ code: 0 });
  expect(wasThere).toBe(true);
});

describe('frames', () => {
  const lines = (text: string) => text.trimEnd().split('\n');

  it('train says how to go on', () => {
    expect(framesTrained.stdout).toContain(`npx tfseq predict ${both} --input FILE`);
    expect(trained.stdout).toContain(`npx tfseq predict ${words} "…"`);
  });

  it('predict: a label and its probability a frame, from a file, with or without the recording', async () => {
    const { stdout, code } = await tfseq('predict', both, '--input', unlabelled, '--recording-column', 'recording');
    expect(code).toBe(0);
    const [header, ...frames] = lines(stdout);
    expect(header).toBe('recording\tlabel\tprobability');
    expect(frames).toHaveLength(60);
    frames.forEach((line) => expect(line).toMatch(/^r[12]\t(rest|left|right)\t[01]\.\d{4}$/));
    const streamed = await tfseq('predict', forward, '--input', unlabelled);
    expect(lines(streamed.stdout)[1]).toMatch(/^(rest|left|right)\t[01]\.\d{4}$/);
    const document = JSON.parse((await tfseq('predict', forward, '--input', unlabelled, '--json')).stdout) as {
      recording: string;
      frames: { label: string; probability: number }[];
    }[];
    expect(document.map(({ recording, frames }) => [recording, frames.length])).toEqual([
      ['r1', 30],
      ['r2', 30],
    ]);
  });

  it('a stream is answered frame by frame, before it has ended, with what predict answers on the whole', async () => {
    const [recording] = recordings(1, 4, 30);
    const rows = csv([recording], false).split('\n');
    const child = startProgram('predict', forward);
    const outcome = outcomeOf(child);
    const firstAnswer = new Promise((resolve) => child.stdout?.once('data', resolve));
    child.stdin?.write(`${rows.slice(0, 11).join('\n')}\n`);
    await firstAnswer; // the input is still open
    child.stdin?.end(`${rows.slice(11).join('\n')}\n`);
    const { code, stdout } = await outcome;
    expect(code).toBe(0);
    const model = await Tagger.load(forward);
    const answer = (await model.predict(recording)) as { frames: { label: string; probability: number }[] };
    expect(
      lines(stdout)
        .slice(1)
        .map((line) => line.split('\t')[0]),
    ).toEqual(answer.frames.map(({ label }) => label));
    model.dispose();
  });

  it('a bundle knows the columns of its frames: other orders, further columns, another name for the recording', async () => {
    const [train, test] = [recordings(4, 1, 40), recordings(2, 3, 40)].map((all) => csv(all).split('\n'));
    const renamed = train.map((row, i) => (i ? row : row.replace('recording', 'session')));
    write('sessions/train.csv', renamed.join('\n'));
    const moved = test.map((row, i) => {
      const [recording, x, y, z, label] = row.split(',');
      return [z, i ? `12:0${i % 10}` : 'time', label, y, x, i ? recording : 'session'].join(',');
    });
    write('sessions/test.csv', [renamed[0], ...test.slice(1)].join('\n'));
    write('moved/test.csv', moved.join('\n'));
    const out = place('sessions-model');
    const columns = ['--recording-column', 'session'];
    const set = ['--set', ...small, 'bidirectional=false'];
    await tfseq('train', 'tagging', '--data', place('sessions'), '--out', out, ...columns, ...set);
    const figures = async (data: string, bundle = out) => {
      const { stdout } = await tfseq('evaluate', bundle, '--data', place(data), '--json');
      return JSON.parse(stdout) as { examples: number; metrics: object };
    };
    const expected = await figures('sessions');
    expect(expected.examples).toBe(2);
    write('moved/train.csv', [moved[0], moved[1].replace('r1', 'r9')].join('\n')); // columns as in test.csv
    expect((await figures('moved')).metrics).toEqual(expected.metrics);
    const answers = await tfseq('predict', out, '--input', place('moved/test.csv'), '--json');
    expect((JSON.parse(answers.stdout) as { recording: string }[]).map(({ recording }) => recording)).toEqual([
      'r1',
      'r2',
    ]);
    const manifest = JSON.parse(readFileSync(`${out}/bundle.json`, 'utf8')) as { config: object; dataOptions: object };
    expect(manifest.dataOptions).toEqual({ recordingColumn: 'session' });
    expect(manifest.config).not.toHaveProperty('recordingColumn');
    const { dataOptions, ...rest } = manifest; // the first bundles have the column among the settings
    const old = place('sessions-of-before');
    cpSync(out, old, { recursive: true });
    const config = { ...manifest.config, ...dataOptions };
    writeFileSync(`${old}/bundle.json`, sealed(JSON.stringify({ ...rest, config })));
    expect((await figures('moved', old)).metrics).toEqual(expected.metrics);
    const lacking = write('lacking.csv', moved.map((row) => row.slice(row.indexOf(',') + 1)).join('\n'));
    await expectRefusal(['evaluate', out, '--data', lacking], 'named z', 'those of training');
  });

  it('recordings may take turns: each is answered as if it were alone, and grouped once in JSON', async () => {
    const [first, second] = recordings(2, 4, 20).map((one) => csv([one], false).split('\n'));
    const turns = first.slice(1).flatMap((row, t) => [row, second[t + 1]]);
    const file = write('turns.csv', [first[0], ...turns].join('\n'));
    const together = JSON.parse((await tfseq('predict', forward, '--input', file, '--json')).stdout) as object[];
    const alone = write('alone.csv', [...first, ...second.slice(1)].join('\n'));
    expect(together).toHaveLength(2);
    expect(together).toEqual(JSON.parse((await tfseq('predict', forward, '--input', alone, '--json')).stdout));
    const refused = await tfseq('predict', both, '--input', file, '--json');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('recording r1 goes on here, after another one began');
  });

  it('says at once that a model of both directions answers at the end only', async () => {
    const child = startProgram('predict', both);
    const outcome = outcomeOf(child);
    const said = new Promise((resolve) => child.stderr?.once('data', (chunk) => resolve(String(chunk))));
    expect(await said).toMatch(/at the end of each recording only: it reads both directions.*bidirectional=false/);
    child.stdin?.end(csv(recordings(1, 4, 5), false));
    expect(await outcome).toMatchObject({ code: 0 });
  });

  it('evaluate --report draws each recording over time', async () => {
    const report = place('report-frames');
    const outcome = await inOwnProcess('evaluate', both, '--data', place('frames'), '--report', report, '--json');
    const { metrics, baselines } = JSON.parse(outcome.stdout) as { metrics: object; baselines: object };
    expect(Object.keys(metrics)).toEqual(['accuracy', 'macroF1', 'editScore']);
    expect(Object.keys(baselines)).toHaveLength(3);
    expect(readFileSync(`${report}/timeline-r1.svg`, 'utf8')).toMatch(/^<svg.*truth.*rest/s);
    expect(existsSync(`${report}/timeline-r2.svg`)).toBe(true);
    expect(existsSync(`${report}/confusion.svg`)).toBe(true);
  });
});

describe('bad input', () => {
  const rows = csv(recordings(1, 4, 5), false).split('\n');

  it.each([
    ['a gap', [rows[0], rows[1].replace(/,[^,]*$/, ',')], ['bad.csv line 2 column z', 'empty']],
    ['rows of another width', [rows[0], `${rows[1]},7`], ['bad.csv line 2']],
    ['a column that is not there', [rows[0].replace('z', 'w'), rows[1]], ['column', 'z']],
  ])('%s', async (_, text, parts) => {
    await expectRefusal(['predict', both, '--input', write('bad.csv', text.join('\n'))], ...parts);
  });

  it('what is for another kind of model or data', async () => {
    await expectRefusal(['predict', both, 'a text'], 'model is for frames', '--input FILE');
    await expectRefusal(['predict', both, '--input', unlabelled, '--format', 'xml'], 'csv, tsv, jsonl or json');
    await expectRefusal(
      ['predict', words, 'a text', '--recording-column', 'r'],
      'the model is for words',
      '--recording',
    );
    await expectRefusal(['predict', words, 'a text', '--beam', '3'], '--beam: the task is tagging', 'Leave --beam out');
    await expectRefusal(['predict', words, 'a text', '--attention', place('no')], 'unknown option "attention"');
    await expectRefusal(['evaluate', words, '--data', place('names'), '--source', 'a'], 'source is "a"');
    await expectRefusal(
      ['train', 'sentiment', '--data', 'sentiment-sample', '--out', place('no'), '--vectors', vectors],
      '--vectors',
      'expected tagging'.replace('expected', 'Expected'),
    );
    await expectRefusal(['evaluate', words, '--data', place('frames')], 'it is a recording of frames');
    await expectRefusal(['evaluate', both, '--data', place('names')], 'it holds words', 'recordings of frames');
    const tsv = write('data.tsv', 'a\tO\n');
    await expectRefusal(['train', 'tagging', '--data', tsv, '--out', place('no')], '--input-kind');
  });

  it('an illegal sequence of tags, with its line', async () => {
    const file = write('illegal.conll', `${conll(sentences(5, 1))}\nMr O\nBa I-PER\n`);
    const line = readFileSync(file, 'utf8').split('\n').length - 1;
    await expectRefusal(
      ['train', 'tagging', '--data', file, '--out', place('no')],
      `illegal.conll line ${line}`,
      'repairTags',
    );
  });
});
