/**
 * A whole small network in float64: recurrent layers, output layer, loss, every gradient. With `sgd.ts` nothing else is
 * needed to train.
 *
 *     L = 1/N Σ_t Σ_b L(y_tb, target_tb)     over the N real steps, or over the last step of the N = B examples
 */
import type { Named } from '../cells/cell';
import { float64, type Matrix } from '../cells/float64';
import { ShapeError } from '../errors';
import type { ParameterSpec } from '../parameters';
import { checkMatrix } from './checks';
import { outputBackward, outputForward, outputLoss, type OutputActivation } from './output-layer';
import type { InputGradients, RecurrenceInputs } from './recurrence';
import { stack, type StackLayer, type StackSaved } from './stack';
import { checkOptionNames, type OptionNames } from '../validation';

/** What a small float64 network is made of. */
export interface NetworkOptions {
  layers: readonly StackLayer[];
  /** K: size of the output. */
  outputSize: number;
  activation: OutputActivation;
  lossAt: 'every-step' | 'last-step';
  /** Default mean; sum leaves out 1/N. */
  reduction?: 'mean' | 'sum';
}

const optionNames: OptionNames<NetworkOptions> = {
  layers: true,
  outputSize: true,
  activation: true,
  lossAt: true,
  reduction: true,
};

/** Outputs, loss and what the backward pass needs. */
export interface NetworkForward {
  loss: number;
  /** y [B,K] of every step that has a loss. */
  ys: Matrix[];
  lastState: Named<Matrix>;
  saved: NetworkSaved;
}

interface NetworkSaved {
  weights: Named<Matrix>;
  /** What goes into the output layer, each [B,·]. */
  hs: Matrix[];
  targets: readonly Matrix[];
  /** 1/N where a step counts, else 0, for each of B examples. */
  scales: number[][];
  stack: StackSaved;
}

/** Every gradient of a network: of weights, inputs and initial states, and those in between. */
export interface NetworkGradients extends InputGradients<Matrix[], Matrix> {
  /** dL/da_t, a_t = h_t W_hy + b_y: what dL/dy_t has become through g. */
  das: Matrix[];
  /** dL/dh_t through the output of step t alone. */
  dhs: Matrix[];
}

export interface Network extends NetworkOptions {
  /** Recurrent weights as `stack` names them, then `output.kernel` = W_hy and `output.bias` = b_y. */
  parameters(inputSize: number): ParameterSpec[];
  /** @param targets [B,K] for every step, or one for the last. @throws ShapeError before any work. */
  forward(inputs: RecurrenceInputs<Matrix[], Matrix>, targets: readonly Matrix[]): NetworkForward;
  /** Every gradient of the loss. @param forward what `forward` returned. */
  backward(forward: NetworkForward): NetworkGradients;
}

/** Builds a network: stacked recurrent layers, an output layer and its loss. @throws ConfigError for no layers. */
export function network(options: NetworkOptions): Network {
  checkOptionNames('network', options, optionNames);
  const { activation, lossAt, outputSize, reduction = 'mean' } = options;
  const recurrence = stack(options.layers);
  const everyStep = lossAt === 'every-step';
  return {
    ...options,

    parameters: (inputSize) => [
      ...recurrence.parameters(inputSize),
      { name: 'output.kernel', shape: [recurrence.outputSize, outputSize], initializer: 'glorotUniform' },
      { name: 'output.bias', shape: [outputSize], initializer: 'zeros' },
    ],

    forward(inputs, targets) {
      const { weights, mask, xs } = inputs;
      checkTargets(targets, everyStep ? xs.length : 1, [xs[0]?.rows, outputSize]);
      const out = recurrence.forward(inputs);
      const hs = everyStep ? out.hs : [recurrence.lastOutput(out.lastState)]; //               [B,·]
      const outputs = hs.map((h) => outputForward(activation, h, weights['output.kernel'], weights['output.bias']));
      const scales = stepScales(hs, everyStep ? mask : undefined, reduction);
      const losses = outputs.map(({ a }, t) => outputLoss(activation, a, targets[t])); //       [B]
      const loss = losses.flat().reduce((sum, x, i) => sum + weighed(scales.flat()[i], x), 0);
      const saved = { weights, hs, targets, scales, stack: out.saved };
      return { loss, ys: outputs.map(({ y }) => y), lastState: out.lastState, saved };
    },

    backward({ ys, lastState, saved: { weights, hs, targets, scales, stack } }) {
      const steps = hs.map((h, t) => outputBackward(h, weights['output.kernel'], ys[t], targets[t], scales[t]));
      const dhs = steps.map(({ dh }) => dh);
      const outer = everyStep ? { dhs } : { dLastState: recurrence.lastOutputBackward(dhs[0], lastState) };
      const back = recurrence.backward(outer, stack);
      const dOutput = {
        'output.kernel': steps.map(({ dKernel }) => dKernel).reduce(float64.add),
        'output.bias': steps.map(({ dBias }) => dBias).reduce(float64.add),
      };
      return { das: steps.map(({ da }) => da), dhs, ...back, dWeights: { ...back.dWeights, ...dOutput } };
    },
  };
}

function stepScales(hs: readonly Matrix[], mask: readonly Matrix[] | undefined, reduction: 'mean' | 'sum'): number[][] {
  const real = hs.map(({ rows }, t) => Array.from({ length: rows }, (_, b) => mask?.[t].values[b] ?? 1));
  const count = reduction === 'mean' ? real.flat().reduce((sum, x) => sum + x, 0) : 1;
  return real.map((step) => step.map((x) => (count === 0 ? 0 : x / count)));
}

/** Padding may hold anything, NaN too, and counts nothing. */
const weighed = (scale: number, x: number): number => (scale === 0 ? 0 : scale * x);

function checkTargets(targets: readonly Matrix[], expected: number, shape: number[]): void {
  if (targets.length !== expected) {
    throw new ShapeError({ where: 'network', problem: `there are ${targets.length} targets`, expected: `${expected}` });
  }
  targets.forEach((target, t) => checkMatrix('network', `targets[${t}]`, target, shape));
}
