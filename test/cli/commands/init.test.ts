/** A configuration to start from is one that `train` reads. */
import { taskClasses, type TaskName } from '../../../src/node';
import { settingsOf } from '../../../src/cli/options/settings';
import { expectRefusal, temporaryFolder, tfseq } from '../support';

const { write } = temporaryFolder();

it.each(Object.keys(taskClasses) as TaskName[])('init %s writes its defaults, explained', async (task) => {
  const { code, stdout } = await tfseq('init', task);
  expect(code).toBe(0);
  expect(stdout).toContain('"// epochs": "Passes over the training');
  const settings = settingsOf({ config: write(`${task}.json`, stdout) });
  const { config } = new taskClasses[task]();
  expect(new taskClasses[task](settings).config).toEqual(config);
});

it('of another kind of data, chosen by a setting', async () => {
  const { stdout } = await tfseq('init', 'tagging', '--set', 'input=frames', 'epochs=3');
  expect(JSON.parse(stdout)).toMatchObject({ input: 'frames', epochs: 3, window: expect.any(Number) as number });
});

it('leaves out what follows from the training data, or spans would not be learnt as spans', async () => {
  const config = JSON.parse((await tfseq('init', 'tagging')).stdout) as Record<string, unknown>;
  expect(config['// scheme']).toMatch(/\(none, IOB1, IOB2, IOBES; left out: from the data\)$/);
  expect(Object.keys(config).filter((name) => ['scheme', 'output'].includes(name))).toEqual([]);
  expect(Object.keys(config).filter((name) => ['epochs', 'batchSize'].includes(name))).toEqual([]);
  expect(JSON.parse((await tfseq('init', 'translation')).stdout)).not.toHaveProperty('tokenizer');
  const { stdout } = await tfseq('train', 'tagging', '--help');
  expect(stdout).toContain('epochs: whole number ≥ 1; default 18, or from the data\n');
  expect(stdout).toContain('scheme: none, IOB1, IOB2, IOBES; default: from the data\n');
});

it('refuses a task that there is not', () => expectRefusal(['init', 'sentimant'], 'Did you mean sentiment?'));

it('help on a task is about its own options and settings', async () => {
  const { stdout } = await tfseq('train', 'sentiment', '--help');
  expect(stdout).toContain(
    'epochs: whole number ≥ 1; default 6, or from the data\n      Passes over the training texts.',
  );
  expect(stdout).not.toMatch(/--vectors|--recording-column|--target-column|train tagging/);
});
