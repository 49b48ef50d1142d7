/**
 * A process to be killed: saves bundle and checkpoint 1, 2, 3, … into a directory for ever, each full of its own number,
 * and says which are done. Arguments: directory, first number, size of the weights, number of saves.
 */
import { saveCheckpoint } from '../../src/bundle/checkpoint';
import { saveBundle } from '../../src/bundle/store';
import { nodePlatform } from '../../src/platform/node';
import { installPlatform } from '../../src/platform/platform';

async function main([directory, first, size, saves]: string[]): Promise<void> {
  installPlatform(nodePlatform);
  const store = nodePlatform.openStore(directory);
  for (let n = Number(first); n < Number(first) + Number(saves); n++) {
    const info = { task: 'sentiment', config: {}, encoder: {}, labels: [], metrics: {}, baselines: {}, libraries: {} };
    const weights = [{ name: 'w', shape: [Number(size)], values: new Float32Array(Number(size)).fill(n) }];
    await saveBundle(store, { info: { ...info, seed: n }, topology: { n }, weights });
    console.log(`bundle ${n}`);
    await saveCheckpoint(store, { header: { n }, bytes: new Uint8Array(Number(size)).fill(n) });
    console.log(`checkpoint ${n}`);
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.log(`${error.name}: ${error.message}`);
  process.exitCode = 1;
});
