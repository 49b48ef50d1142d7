/** Child process: TensorFlow.js, with our layers and kernels or with the stock ones, on one backend. */
import * as tf from '@tensorflow/tfjs';
import type { Work } from '../works';
import { type Round, serve } from './child-loop';
import { prepareCharacters } from './layers/characters';
import { prepareCrf } from './layers/crf';
import { prepareCtc } from './layers/ctc';
import { prepareEmbedding } from './layers/embedding';
import { prepareGeneration } from './layers/generation';
import { prepareMemory } from './layers/memory';
import { prepareForward, prepareGradient, prepareTraining } from './layers/recurrent';
import { prepareSentiment } from './layers/sentiment';
import { prepareSequential } from './layers/sequential';
import { prepareStep } from './layers/step';
import { Skip, start, type System } from './layers/system';

const systems: Record<string, System> = {
  'tfjs-sequence/wasm': { backend: 'wasm', ours: true },
  'tfjs-sequence/tensorflow': { backend: 'tensorflow', ours: true },
  'tfjs-sequence/cpu': { backend: 'cpu', ours: true },
  'tfjs-wasm': { backend: 'wasm', ours: false },
  'tfjs-cpu': { backend: 'cpu', ours: false },
  'tfjs-node': { backend: 'tensorflow', ours: false },
};

async function prepare(system: System, work: Work): Promise<Round> {
  switch (work.kind) {
    case 'train':
      return prepareTraining(system, work);
    case 'forward':
      return prepareForward(system, work);
    case 'gradient':
      return prepareGradient(system, work);
    case 'step':
      return prepareStep(system, work);
    case 'characters':
      return prepareCharacters(system, work);
    case 'generation':
      return prepareGeneration(system, work);
    case 'embedding':
      return prepareEmbedding(system, work);
    case 'memory':
      return prepareMemory(system, work);
    case 'crf':
      return prepareCrf(system, work);
    case 'ctc':
      return prepareCtc(system, work);
    case 'sentiment':
      return prepareSentiment(system);
    case 'sequential':
      return prepareSequential(system, work);
  }
}

const system = systems[process.argv[2]];

void serve(async (work) => {
  tf.disposeVariables();
  try {
    const details = await start(system);
    return { round: await prepare(system, work), note: `TensorFlow.js ${tf.version.tfjs}${details}` };
  } catch (error) {
    if (error instanceof Skip) return { skip: error.message };
    throw error;
  }
});
