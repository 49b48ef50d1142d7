/** Masks end to end: what training counts of a padded batch is what its sequences count alone. */
import * as tf from '@tensorflow/tfjs';
import type { WeightedNetwork } from '../../../models/network';
import { Random } from '../../../src/random';
import type { BatchLoss, LossContext } from '../../../src/training/trainable';
import type { FramePredictor } from '../../../tasks/tagging/frames/predictor';
import { frameTagging } from '../../../tasks/tagging/frames/frame-tagging';
import { parseFrames } from '../../../tasks/tagging/frames/settings';
import { parseWords } from '../../../tasks/tagging/words/settings';
import { wordTagging } from '../../../tasks/tagging/words/word-tagging';
import { onCpu } from '../support';
import { frameOptions, recordings, sentences, wordOptions } from './support';

const random = () => Random.fromSeed(2);
const context = () => ({ training: true as const, random: random().fork('step'), progress: 0 });
const quiet = { inputDropout: 0, dropout: 0, wordDropout: 0 };

beforeAll(onCpu);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

/** These tasks have nothing to decode first. */
const inMemory = <P>(fitted: P | Promise<P>) => fitted as P;

function words(options: object) {
  const config = parseWords({ ...wordOptions, ...quiet, scheme: 'IOB2', ...options });
  const task = wordTagging();
  const preprocessor = inMemory(task.fitPreprocessor(sentences(20, 1), config));
  const coded = sentences(5, 4).map((one, i) => preprocessor.encode(one, `${i}`));
  return { net: task.createPredictor(config, preprocessor, random()) as Trained<(typeof coded)[0]>, coded };
}

function frames() {
  const config = parseFrames({ ...frameOptions, inputDropout: 0, input: 'frames' });
  const train = recordings(3, 1);
  const preprocessor = inMemory(frameTagging.fitPreprocessor(train, config));
  const coded = [40, 7, 23].map((steps, i) => preprocessor.encode(recordings(1, i + 5, steps)[0], `${i}`));
  return { net: frameTagging.createPredictor(config, preprocessor, random()) as FramePredictor, coded };
}

/** Sums over the steps of loss, gradients and right answers. */
function sumsOf<Encoded>(net: Trained<Encoded>, batch: readonly Encoded[]) {
  const parameters = net.network.parameters().map(({ variable }) => variable);
  const weight = net.countUnits(batch);
  let right: number | undefined;
  const { value, grads } = tf.variableGrads(() => {
    const { loss, totals } = net.loss(batch, context());
    right = totals?.accuracy.dataSync()[0];
    return loss;
  }, parameters);
  const gradients = parameters.flatMap(({ name }) => Array.from(grads[name].dataSync(), (d) => d * weight));
  return { loss: value.dataSync()[0] * weight, right, gradients };
}

interface Trained<Encoded> {
  network: WeightedNetwork;
  countUnits(batch: readonly Encoded[]): number;
  loss(batch: readonly Encoded[], context: LossContext): BatchLoss;
}

it.each([
  ['words, CRF', () => words({ output: 'crf' })],
  ['words, softmax', () => words({ output: 'softmax' })],
  ['frames', frames],
])('%s: loss, gradients and accuracy of a batch are those of its sequences', (_, make) => {
  const { net, coded } = make() as { net: Trained<unknown>; coded: unknown[] };
  const together = sumsOf(net, coded);
  const alone = coded.map((one) => sumsOf(net, [one]));
  const sum = (of: (one: (typeof alone)[number]) => number) => alone.reduce((total, one) => total + of(one), 0);
  expect(Math.abs(together.loss - sum(({ loss }) => loss)) / together.loss).toBeLessThan(1e-6);
  if (together.right !== undefined) expect(together.right).toBe(sum(({ right = NaN }) => right));
  const largest = Math.max(...together.gradients.map(Math.abs));
  together.gradients.forEach((d, i) =>
    expect(Math.abs(d - sum(({ gradients }) => gradients[i])) / largest).toBeLessThan(2e-6),
  );
});

it('windows count every frame once, with frames around them that do not count', () => {
  const { net, coded } = frames();
  const cut = net.trainingUnits(coded, random());
  expect(cut.reduce((sum, one) => sum + net.countUnits([one]), 0)).toBe(70);
  expect(cut.some(({ target }) => target.ids[0] === -1)).toBe(true);
  cut.forEach(({ target, input }) => expect(input.xs).toHaveLength(3 * target.ids.length));
  cut.forEach(({ target, input }) => expect(input.steps).toBe(target.ids.length));
  const counted = cut.map(({ target }) => target.ids.filter((id) => id >= 0));
  expect(counted.flatMap((ids) => Array.from(ids))).toEqual(coded.flatMap(({ target }) => Array.from(target.ids)));
  expect(net.trainingUnits(coded, random().fork('other')).map(({ input }) => input.steps)).not.toEqual(
    cut.map(({ input }) => input.steps),
  );
});

it('class weights weigh the loss', () => {
  const config = parseFrames({ ...frameOptions, input: 'frames', inputDropout: 0 });
  const preprocessor = inMemory(frameTagging.fitPreprocessor(recordings(3, 1), config));
  const [coded] = recordings(1, 5).map((one) => preprocessor.encode(one, 'it'));
  const lossWith = (classWeights: typeof config.classWeights) => {
    const net = frameTagging.createPredictor({ ...config, classWeights }, preprocessor, random());
    return net.loss([coded], context()).loss.dataSync()[0];
  };
  expect(lossWith({ rest: 2, left: 2, right: 2 })).toBeCloseTo(2 * lossWith('none'), 5);
  expect(lossWith('balanced')).not.toBeCloseTo(lossWith('none'), 3);
  expect(() => lossWith({ rest: 2 })).toThrow(/there is none for the label "left"/);
});
