/** `npm run experiment -- NAME`: small measurements on networks that are made for them, printed as tables. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { table } from '../src/cli/output/table';
import { useBackend } from '../src/node';
import { type LayerName, trainAdding } from './experiments/adding';
import { flowOf, starts } from './experiments/gradient-flow';
import { readTable, writeTable } from './experiments/large-file';
import { trainOnText } from './experiments/large-text';
import { trainStream } from './experiments/stream';
import { trainOnFile } from './experiments/streaming';

const isNumber = (column: number) => column > 0;

const experiments: Record<string, () => Promise<string> | string> = {
  'gradient-flow': () => {
    const lengths = [10, 30, 100, 300, 1000];
    const rows = starts.map((start) => {
      const flows = lengths.map((steps) => flowOf(start, steps));
      return [start.name, ...flows.map((norms) => (norms[0] / norms[norms.length - 1]).toExponential(1))];
    });
    return table(rows, { head: ['‖dL/dh_1‖ ÷ ‖dL/dh_T‖', ...lengths.map((T) => `T = ${T}`)], right: isNumber });
  },

  stream: () => {
    const rows = [...trainStream(1_000_000)].map(({ steps, loss, heapBytes }) => [
      steps.toLocaleString('en'),
      loss.toFixed(4),
      (heapBytes / 2 ** 20).toFixed(1),
    ]);
    return table(rows, { head: ['steps of one stream', 'loss', 'heap, MB'], right: isNumber });
  },

  'large-file': async () => {
    const folder = await mkdtemp(join(tmpdir(), 'large-file-'));
    try {
      const path = join(folder, 'reviews.tsv');
      const rows = [];
      process.stderr.write(`${(await writeTable(path, 300e6)).toLocaleString('en')} rows in 300 MB\n`);
      for await (const { pass, examples, seconds, heapBytes, peakBytes } of readTable(path)) {
        const memory = [heapBytes, peakBytes].map((bytes) => (bytes / 2 ** 20).toFixed(0));
        rows.push([pass, examples.toLocaleString('en'), seconds.toFixed(1), ...memory]);
      }
      const head = ['a TSV of 300 MB', 'examples', 'seconds', 'heap, MiB', 'peak RSS, MiB'];
      return table(rows, { head, right: isNumber });
    } finally {
      await rm(folder, { recursive: true });
    }
  },

  streaming: async () => {
    await useBackend('auto');
    const folder = await mkdtemp(join(tmpdir(), 'streaming-'));
    const rows = [];
    try {
      for (const [megabytes, form] of [
        [30, 'streamed'],
        [300, 'streamed'],
        [30, 'array'],
      ] as const) {
        const path = join(folder, `${megabytes}.tsv`);
        await writeTable(path, megabytes * 1e6, { numbered: false });
        const { examples, steps, seconds, heapBytes, peakBytes } = await trainOnFile(path, form);
        const memory = [heapBytes, peakBytes].map((bytes) => (bytes / 2 ** 20).toFixed(0));
        const counts = [examples, steps].map((count) => count.toLocaleString('en'));
        rows.push([`${megabytes} MB, ${form}`, ...counts, seconds.toFixed(0), ...memory]);
        process.stderr.write(`${rows.at(-1)?.join('  ')}\n`);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
    const head = ['one epoch', 'examples', 'steps', 'seconds', 'largest heap, MiB', 'peak RSS so far, MiB'];
    return table(rows, { head, right: isNumber });
  },

  'large-text': () => {
    const rows = [10, 100].flatMap((megabytes) =>
      (['streamed', 'in memory'] as const).map((form) => {
        const { stepsPerEpoch, preparationSeconds, secondsPerStep, peakBytes } = trainOnText(megabytes * 1e6, form);
        const seconds = [preparationSeconds.toFixed(1), secondsPerStep.toFixed(3)];
        const row = [stepsPerEpoch.toLocaleString('en'), ...seconds, (peakBytes / 2 ** 20).toFixed(0)];
        process.stderr.write(`${megabytes} MB, ${form}: ${row.join('  ')}\n`);
        return [`${megabytes} MB, ${form}`, ...row];
      }),
    );
    const head = ['a text, 20 steps', 'steps an epoch', 's before the first', 's a step', 'peak RSS, MiB'];
    return table(rows, { head, right: isNumber });
  },

  adding: async () => {
    await useBackend('auto');
    const rows = [['always 1', (1 / 6).toFixed(4), '']];
    for (const layer of ['simple-rnn', 'lstm', 'gru'] satisfies LayerName[]) {
      const { testError, seconds } = await trainAdding({
        layer,
        seed: 1,
        onProgress: (updates, error) => process.stderr.write(`${layer}: update ${updates}, MSE ${error.toFixed(4)}\n`),
      });
      rows.push([layer, testError.toFixed(4), seconds.toFixed(0)]);
    }
    return table(rows, { head: ['adding problem, T = 100', 'test MSE', 'seconds'], right: isNumber });
  },
};

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !Object.hasOwn(experiments, name));
  if (!names.length || unknown.length) {
    process.stderr.write(
      `usage: npm run experiment -- NAME …, with NAME one of ${Object.keys(experiments).join(', ')}\n`,
    );
    process.exitCode = 2;
    return;
  }
  for (const name of names) process.stdout.write(`${await experiments[name]()}\n`);
}

void main();
