import { readFileSync } from 'node:fs';
import { openLabeledText } from '../../src/node';
import { expectRefusal, outcomeOf, startProgram, toyLines, type TuningDocument, tuningOnToys } from './support';

const { place, write, data, tune, run, read } = tuningOnToys();
/** Without what depends on the machine. */
const trialsIn = (csv: string) => csv.split('\n').map((line) => line.replace(/(,\d+),\d+\.\d\d,/, '$1,,'));

beforeAll(async () => {
  expect(await run(...tune(place('whole'), '--trials', '6'))).toMatchObject({ code: 0 });
});

describe('test examples', () => {
  const [train, validation] = [toyLines(120, 1), toyLines(60, 2)];
  const folder = (name: string, test?: string) => {
    write(`${name}/train.jsonl`, train);
    write(`${name}/validation.jsonl`, validation);
    if (test !== undefined) write(`${name}/test.jsonl`, test);
    return place(name);
  };
  const found = async (path: string, out: string) => {
    const outcome = await run(...tune(place(out), '--data', path, '--trials', '4', '--json'));
    expect(outcome).toMatchObject({ code: 0 });
    const { trials, ...document } = JSON.parse(outcome.stdout) as TuningDocument;
    const own = { seconds: 0, data: '', bundle: '' };
    return { ...document, ...own, trials: trials.map((trial) => ({ ...trial, seconds: 0, epochSeconds: 0 })) };
  };

  it('are not read: without them, and with a file that cannot be read, the same is found', async () => {
    const without = await found(folder('without'), 'without-out');
    const damaged = folder('damaged', '{"text": 5');
    expect(await found(damaged, 'damaged-out')).toEqual(without);
    await expectRefusal(['train', 'sentiment', '--data', damaged, '--out', place('none')], 'test.jsonl');
    expect(readFileSync(place('damaged-out', 'weights.bin'))).toEqual(
      readFileSync(place('without-out', 'weights.bin')),
    );
  });

  it('of one file change nothing', async () => {
    const other = read('toy.jsonl').split('\n');
    const { splits } = await openLabeledText(data);
    const tests = new Set(splits.test?.map(({ text }) => text));
    const swapped = other.map((line) => {
      const example = JSON.parse(line) as { text: string; label: string };
      return JSON.stringify(tests.has(example.text) ? { ...example, label: example.label === 'red' ? 'blue' : 'red' } : example); // prettier-ignore
    });
    expect(swapped).not.toEqual(other);
    expect(await found(write('swapped.jsonl', swapped.join('\n')), 'swapped-out')).toEqual(
      await found(data, 'same-out'),
    );
  });
});

describe('interrupted', () => {
  const out = place('interrupted');
  const trialsOf = (stderr: string) => stderr.split('\n').filter((line) => /^trial \d+:/.test(line)).length;

  it('by Ctrl-C it ends with 130, says how to go on, and goes on to the same trials', async () => {
    const child = startProgram(...tune(out, '--trials', '6'));
    const outcome = outcomeOf(child);
    child.stderr?.on('data', (chunk) => {
      if (String(chunk).includes('trial 2:')) child.kill('SIGINT');
    });
    const stopped = await outcome;
    expect(stopped).toMatchObject({ code: 130, stdout: '' });
    expect(stopped.stderr).toMatch(/interrupted after \d finished trials\. Go on with the same command and --resume/);
    await expectRefusal(tune(out, '--trials', '6'), 'a search is in it', '--resume');
    await expectRefusal([...tune(out, '--resume'), '--seed', '7'], 'the settings (');
    const resumed = await run(...tune(out, '--trials', '6', '--resume'));
    expect(resumed).toMatchObject({ code: 0 });
    expect(trialsOf(resumed.stderr)).toBeLessThan(6);
    expect(trialsIn(read('interrupted', 'trials.csv'))).toEqual(trialsIn(read('whole', 'trials.csv')));
  });

  it('by a kill it goes on too', async () => {
    const killed = place('killed');
    const child = startProgram(...tune(killed, '--trials', '6'));
    const outcome = outcomeOf(child);
    child.stderr?.on('data', (chunk) => {
      if (String(chunk).includes('trial 3:')) child.kill('SIGKILL');
    });
    expect(await outcome).toMatchObject({ signal: 'SIGKILL' });
    expect(await run(...tune(killed, '--trials', '6', '--resume'))).toMatchObject({ code: 0 });
    expect(trialsIn(read('killed', 'trials.csv'))).toEqual(trialsIn(read('whole', 'trials.csv')));
    expect(readFileSync(place('killed', 'weights.bin'))).toEqual(readFileSync(place('whole', 'weights.bin')));
  });
});
