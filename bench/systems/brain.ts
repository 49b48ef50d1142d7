/** Child process: brain.js, which trains on one string after the other, without batches. */
import type { Work } from '../works';
import { type Prepare, serve, timed } from './child-loop';
import { peer } from './peers';

interface Brain {
  recurrent: {
    LSTM: new (options: { hiddenLayers: number[] }) => {
      train(strings: string[], options: { iterations: number; errorThresh: number }): unknown;
    };
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- as the contract has it
const prepare: Prepare = async (work: Work) => {
  if (work.kind !== 'characters' || work.layers !== 1)
    return { skip: 'it trains on strings only, and one layer of it is slow enough' };
  const found = peer<Brain>('brain.js');
  if ('skip' in found) return found;
  const { batchSize, steps, vocabularySize, hiddenSize } = work;
  let seed = 1;
  const letter = () => {
    seed = (seed * 16807) % 2147483647;
    return String.fromCharCode(97 + (seed % vocabularySize));
  };
  const strings = Array.from({ length: batchSize }, () => Array.from({ length: steps }, letter).join(''));
  const network = new found.module.recurrent.LSTM({ hiddenLayers: [hiddenSize] });
  return {
    round: timed(() => void network.train(strings, { iterations: 1, errorThresh: 0 })),
    note: `brain.js ${found.version}, one pass over the strings`,
  };
};

void serve(prepare);
