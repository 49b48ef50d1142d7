/** `npm run experiment -- NAME`: small measurements on networks that are made for them, printed as tables. */
import Table from 'cli-table3';
import { useBackend } from '../src/node';
import { type LayerName, trainAdding } from './experiments/adding';
import { flowOf, starts } from './experiments/gradient-flow';

const experiments: Record<string, () => Promise<string> | string> = {
  'gradient-flow': () => {
    const table = tableWith(['‖dL/dh_1‖ ÷ ‖dL/dh_T‖', 'T = 10', 'T = 30', 'T = 100', 'T = 300', 'T = 1000']);
    for (const start of starts) {
      const ratios = [10, 30, 100, 300, 1000].map((steps) => {
        const norms = flowOf(start, steps);
        return (norms[0] / norms[steps - 1]).toExponential(1);
      });
      table.push([start.name, ...ratios]);
    }
    return table.toString();
  },

  adding: async () => {
    await useBackend('auto');
    const table = tableWith(['adding problem, T = 100', 'test MSE', 'seconds']);
    for (const layer of ['simple-rnn', 'lstm', 'gru'] satisfies LayerName[]) {
      const { testError, seconds } = await trainAdding({
        layer,
        seed: 1,
        onProgress: (updates, error) => process.stderr.write(`${layer}: update ${updates}, MSE ${error.toFixed(4)}\n`),
      });
      table.push([layer, testError.toFixed(4), seconds.toFixed(0)]);
    }
    table.push(['always 1', (1 / 6).toFixed(4), '']);
    return table.toString();
  },
};

function tableWith(head: string[]) {
  const colAligns = head.map((_, i) => (i === 0 ? ('left' as const) : ('right' as const)));
  return new Table({ head, colAligns, style: { head: [], border: [] } });
}

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
