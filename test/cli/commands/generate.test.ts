/** `tfseq generate`, for language models and for translation. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expectRefusal, temporaryFolder, tfseq } from '../support';
import { sentences } from '../../tasks/language-model/support';

const { place, write } = temporaryFolder();
const bundle = place('plays');
let trained: Awaited<ReturnType<typeof tfseq>>;
beforeAll(async () => {
  const settings = ['layers=1', 'hiddenSize=16', 'embeddingSize=8', 'window=16', 'batchSize=4', 'epochs=6'];
  trained = await tfseq(
    ...['train', 'language-model', '--data', write('book.txt', sentences(100, 1)), '--out', bundle, '--seed', '4'],
    ...['--set', ...settings, 'learningRate=0.02', 'dropout=0', 'outputDropout=0'],
  );
});

it('train prints the slice that was measured beside n-gram models, and how to go on', () => {
  expect(trained).toMatchObject({ code: 0 });
  for (const part of ['nats', 'bitsPerCharacter', 'unigram', 'trigram', '5-gram', 'one stream from zero state'])
    expect(trained.stdout).toContain(part);
  expect(trained.stdout).toContain(`npx tfseq generate ${bundle}`);
});

it('a model of labels says which to give', async () => {
  const names = write('names.csv', 'text,label\nRossini,Italian\nIvanov,Russian\nBellini,Italian\nPetrov,Russian\n');
  const split = ['--set', 'epochs=1', 'hiddenSize=4', 'embeddingSize=4'];
  const { stdout } = await tfseq('train', 'language-model', '--data', names, '--out', place('names'), ...split);
  const [, label] = /npx tfseq generate \S+ --label (\w+)/.exec(stdout) ?? [];
  expect((await tfseq('generate', place('names'), '--label', label, '--length', '3')).code).toBe(0);
  await expectRefusal(['generate', place('names')], 'there is no label', '--label');
});

it('writes the prompt and what follows it', async () => {
  const { code, stdout, stderr } = await tfseq(
    'generate',
    bundle,
    '--prompt',
    'the dog',
    '--temperature',
    '0',
    '--length',
    '7',
  );
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'the dog barks.\n', stderr: '' });
  const stopped = await tfseq(
    'generate',
    bundle,
    '--prompt-file',
    write('p.txt', 'the dog\n'),
    '--temperature',
    '0',
    '--stop',
    'ks',
    'xx',
  );
  expect(stopped.stdout).toBe('the dog bar\n');
});

it('as JSON: every text with what ended it and how its tokens were chosen', async () => {
  const args = [
    '--prompt',
    'the',
    '--length',
    '12',
    '--top-p',
    '0.9',
    '--no-repeat-ngram',
    '4',
    '--seed',
    '5',
    '--count',
    '2',
  ];
  const { stdout } = await tfseq('generate', bundle, ...args, '--json');
  const document = JSON.parse(stdout) as {
    task: string;
    prompt: string;
    texts: { text: string; sampling: { seed: number } }[];
  };
  expect(document).toMatchObject({ task: 'language-model', prompt: 'the' });
  expect(document.texts.map(({ sampling }) => sampling)).toEqual([5, 6].map((seed) => ({ topP: 0.9, noRepeatNgram: 4, order: ['noRepeatNgram', 'topP'], seed }))); // prettier-ignore
  const again = await tfseq('generate', bundle, ...args.slice(0, -2), '--seed', '6', '--json');
  expect((JSON.parse(again.stdout) as typeof document).texts[0]).toEqual(document.texts[1]);
});

it('predict: how probable each line is', async () => {
  const { stdout } = await tfseq('predict', bundle, 'the dog barks.', 'the dog sings.');
  const bits = stdout.trim().split('\n').map((line) => Number(/^([\d.]+) bits a character/.exec(line)?.[1])); // prettier-ignore
  expect(bits[0]).toBeLessThan(bits[1]);
});

it('a translation, as it comes or by a beam', async () => {
  const greedy = await tfseq('generate', 'dates-sample', '--prompt', 'Friday, 31 December 2027');
  expect(greedy).toMatchObject({ code: 0, stdout: '2027-12-31\n' });
  expect((await tfseq('generate', 'dates-sample', '--prompt', '3 May 1999', '--beam', '3')).stdout).toBe(
    '1999-05-03\n',
  );
  await expectRefusal(['generate', 'dates-sample'], 'there is no text to translate', '--prompt TEXT');
  await expectRefusal(['generate', 'dates-sample', '--prompt', '3 May 1999', '--stop', 'x'], 'unknown option "stop"');
});

it.each([
  [['--beam', '3', '--temperature', '0.5'], 'beam is 3, and temperature is 0.5'],
  [['--top-p', '0'], 'topP is 0'],
  [['--repetition-penalty', '0'], 'repetitionPenalty is 0'],
  [['--length', 'many'], '--length is "many"'],
  [['--prompt', 'Ω'], 'training did not have "Ω"'],
  [['--prompt', 'a', '--prompt-file', 'b'], 'both --prompt and --prompt-file'],
  [['--prompt-file', 'nowhere.txt'], '--prompt-file nowhere.txt'],
  [['--count', '2', '--temperature', '0'], 'all texts would be the same'],
])('refuses %j', async (args, message) => {
  await expectRefusal(['generate', bundle, ...args], message);
});

it('a prompt file that is no UTF-8 is refused; an empty one is no prompt', async () => {
  const latin = place('latin.txt');
  writeFileSync(latin, Uint8Array.of(0x74, 0xe9));
  await expectRefusal(['generate', bundle, '--prompt-file', latin], `--prompt-file ${latin}`, 'UTF-8');
  const none = await tfseq('generate', bundle, '--prompt-file', write('empty.txt', ''));
  expect(none).toMatchObject({ code: 0, stdout: (await tfseq('generate', bundle)).stdout });
});

it('train refuses bytes that are no UTF-8, and a text that is shorter than a window', async () => {
  const latin = place('latin-book.txt');
  writeFileSync(latin, Uint8Array.of(0x74, 0xe9, 0x20));
  const train = (data: string, ...more: string[]) => ['train', 'language-model', '--data', data, '--out', place('refused'), ...more]; // prettier-ignore
  await expectRefusal(train(latin), 'at byte offset 1 are not valid UTF-8');
  await expectRefusal(train(write('short.txt', 'to be or')), 'fewer than one window of 50', '--set window=');
});

it('train --stream: nothing is held, and the scores are those of a text in memory', async () => {
  const data = write('streamed.txt', sentences(100, 2));
  const settings = ['layers=1', 'hiddenSize=4', 'embeddingSize=4', 'window=16', 'batchSize=4', 'epochs=1'];
  const measured = async (...more: string[]) => {
    const out = place(`streamed${more.join('')}`);
    const flags = ['--data', data, '--out', out, '--seed', '4', '--json', ...more, '--set', ...settings];
    const { code, stdout, stderr } = await tfseq('train', 'language-model', ...flags);
    expect(code).toBe(0);
    return { stderr, metrics: (JSON.parse(stdout) as { metrics: object }).metrics };
  };
  const streamed = await measured('--stream');
  const whole = await measured();
  expect(streamed.stderr).toContain('examples are read for every epoch');
  expect(streamed.stderr).not.toContain('held in memory');
  expect(streamed.metrics).toEqual(whole.metrics);
});

it('a piece of several voices, as JSON and as MIDI', async () => {
  const piece = JSON.stringify({ notes: [[60, 64], [62, 65], [60, 64], [62, 65]] }); // prettier-ignore
  const data = write('pieces.jsonl', Array.from({ length: 12 }, () => piece).join('\n'));
  const model = place('pieces');
  const settings = ['--set', 'hiddenSize=4', 'epochs=1'];
  expect((await tfseq('train', 'polyphony', '--data', data, '--out', model, ...settings)).code).toBe(0);
  const out = place('piece.mid');
  const prompt = ['--prompt', '{"notes": [[60, 64]]}', '--length', '5', '--seed', '2'];
  const { code, stdout, stderr } = await tfseq('generate', model, ...prompt, '--out', out);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`written to ${out}`) as string });
  expect((JSON.parse(stdout) as { notes: number[][] }).notes).toHaveLength(6);
  expect(readFileSync(out).subarray(0, 4).toString()).toBe('MThd');
  await expectRefusal(['generate', model], 'there is no beginning', '--prompt');
  await expectRefusal(['generate', model, ...prompt, '--top-p', '0.5'], 'unknown option "topP"');
});

it('a model that generates nothing is refused, with what to use', () =>
  expectRefusal(['generate', 'sentiment-sample'], 'which generates no text', 'tfseq predict sentiment-sample'));

it('--out keeps the text in a new file', async () => {
  const out = place('kept.txt');
  const options = ['--prompt', 'the dog', '--temperature', '0', '--length', '7', '--out', out];
  const { code, stdout, stderr } = await tfseq('generate', bundle, ...options);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'the dog barks.\n' });
  expect(stderr).toContain(`written to ${out}`);
  expect(readFileSync(out, 'utf8')).toBe('the dog barks.\n');
  await expectRefusal(['generate', bundle, ...options], 'the file is there already');
});
