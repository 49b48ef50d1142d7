/**
 * A process to be killed: trains a row of the contract suite with a checkpoint after every step, going on from what is
 * there, and saves the model. Arguments: row, directory.
 */
import { loadCheckpoint } from '../../src/bundle/checkpoint';
import { nodePlatform } from '../../src/platform/node';
import { table } from './contract/table';
import { pinArithmetic, train } from './contract/training';

async function main([name, directory]: string[]): Promise<void> {
  const row = table.find((one) => one.name === name);
  if (!row) throw new Error(`no row ${name}`);
  await pinArithmetic();
  const resume = (await loadCheckpoint(nodePlatform.openStore(directory))) !== undefined;
  console.log('begins');
  const options = { ...row.options, epochs: 4, checkpointEvery: 1 };
  const { model } = await train({ ...row, options }, { checkpoints: directory, resume });
  await model.save(directory, { overwrite: true });
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.log(error.stack);
  process.exitCode = 1;
});
