/** Layers on the adding problem; its baseline says 1 always. */
import { trainAdding } from '../experiments/adding';
import { type Experiment, type Run, rowsOf } from './rows';

const withLayer =
  (layer: 'lstm' | 'gru' | 'simple-rnn'): Experiment =>
  async (command) => {
    const runs: Run[] = [];
    for (const seed of [1, 2, 3]) {
      const { testError: mse, seconds } = await trainAdding({ layer, seed });
      process.stderr.write(`adding problem, ${layer}, seed ${seed}: MSE ${mse.toFixed(4)}\n`);
      runs.push({ seed, metrics: { mse }, baselines: { 'always 1': { mse: 1 / 6 } }, seconds });
    }
    const split = '1,000 fresh sequences';
    return rowsOf({ task: 'adding problem', data: 'T = 100', split, model: `${layer}, 32 units`, command }, runs);
  };

export const adding: Record<string, readonly Experiment[]> = {
  adding: (['lstm', 'simple-rnn', 'gru'] as const).map(withLayer),
};
