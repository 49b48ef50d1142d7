/**
 * Depth and directions in float64: layers one above the other, each in one or both directions, under the contract of a
 * single recurrence. Names of weights and states say where they belong: `0.forward.kernel`, `1.backward.h`.
 */
import type { Cell, Named } from '../cells/cell';
import { float64, type Matrix } from '../cells/float64';
import { ConfigError } from '../errors';
import type { ParameterSpec } from '../parameters';
import { type Merge, mergeBackward, mergeDirections } from './merge';
import type { Recurrence } from './recurrence';
import { unroll, type Unrolled } from './unroll';

/** One layer of a stack. */
export interface StackLayer {
  cell: Cell;
  /** Given: a second cell of the same kind runs backwards, and this says how the two outputs become one. */
  merge?: Merge;
}

type Direction = 'forward' | 'backward';

/** One entry a layer. */
export type StackSaved = LayerSaved[];

interface LayerSaved {
  hs: Record<Direction, Matrix[] | undefined>;
  runs: Record<Direction, Unrolled | undefined>;
}

/** Stacked recurrent layers, in one or both directions, as one recurrence. */
export interface Stack extends Recurrence<Matrix[], Matrix, StackSaved> {
  /** Every weight of every layer and direction, named `0.forward.kernel` and so on. @param inputSize I. */
  parameters(inputSize: number): ParameterSpec[];
  outputSize: number;
  /** h of the last layer after its last step: forwards at the end, backwards at the beginning, merged. [B,outputSize] */
  lastOutput(lastState: Named<Matrix>): Matrix;
  /** Gradient of `lastOutput` → gradient of the last state. */
  lastOutputBackward(d: Matrix, lastState: Named<Matrix>): Named<Matrix>;
}

/** @throws ConfigError for no layers; ShapeError, from forward, for inputs that do not fit. */
export function stack(layers: readonly StackLayer[]): Stack {
  if (layers.length === 0) {
    throw new ConfigError({ where: 'stack', problem: 'there are no layers', expected: 'at least one' });
  }
  const top = layers.length - 1;
  const topNames = directionsOf(layers[top]).map((d) => `${top}.${d}.${layers[top].cell.stateNames[0]}`);

  return {
    outputSize: widthOf(layers[top]),

    parameters: (inputSize) =>
      layers.flatMap((layer, i) =>
        directionsOf(layer).flatMap((d) =>
          layer.cell
            .parameters(i === 0 ? inputSize : widthOf(layers[i - 1]))
            .map((spec) => ({ ...spec, name: `${i}.${d}.${spec.name}` })),
        ),
      ),

    forward({ xs, weights, initialState, mask }) {
      const saved: StackSaved = [];
      const lastState: Named<Matrix> = {};
      let hs = xs;
      layers.forEach((layer, i) => {
        const layerSaved: LayerSaved = { hs: both(), runs: both() };
        for (const d of directionsOf(layer)) {
          const given = initialState && under(`${i}.${d}`, initialState);
          const run = unroll({ cell: layer.cell, reverse: d === 'backward' });
          const out = run.forward({ xs: hs, weights: under(`${i}.${d}`, weights), initialState: given, mask });
          Object.assign(lastState, above(`${i}.${d}`, out.lastState));
          layerSaved.hs[d] = out.hs;
          layerSaved.runs[d] = out.saved;
        }
        saved.push(layerSaved);
        hs = merged(layer, layerSaved);
      });
      return { hs, lastState, saved };
    },

    backward({ dhs, dLastState = {} }, saved) {
      const dWeights: Named<Matrix> = {};
      const dInitialState: Named<Matrix> = {};
      let dOut = dhs;
      for (let i = top; i >= 0; i--) {
        const layer = layers[i];
        let dIn: Matrix[] | undefined;
        for (const d of directionsOf(layer)) {
          const gradients = {
            dhs: dOut && intoDirection(layer, saved[i], d, dOut),
            dLastState: under(`${i}.${d}`, dLastState),
          };
          const back = unroll({ cell: layer.cell }).backward(gradients, saved[i].runs[d] as Unrolled);
          Object.assign(dWeights, above(`${i}.${d}`, back.dWeights));
          Object.assign(dInitialState, above(`${i}.${d}`, back.dInitialState));
          dIn = dIn ? dIn.map((dx, t) => float64.add(dx, back.dxs[t])) : back.dxs;
        }
        dOut = dIn;
      }
      return { dxs: dOut as Matrix[], dWeights, dInitialState };
    },

    lastOutput(lastState) {
      const [f, b] = topNames.map((name) => lastState[name]);
      return b ? mergeDirections(layers[top].merge as Merge, f, b) : f;
    },

    lastOutputBackward(d, lastState) {
      const [f, b] = topNames.map((name) => lastState[name]);
      const parts = b ? mergeBackward(layers[top].merge as Merge, d, f, b) : [d];
      return Object.fromEntries(topNames.map((name, i) => [name, parts[i]]));
    },
  };
}

const directionsOf = ({ merge }: StackLayer): Direction[] => (merge ? ['forward', 'backward'] : ['forward']);

const widthOf = ({ cell, merge }: StackLayer): number => (merge === 'concat' ? 2 : 1) * cell.hiddenSize;

const both = () => ({ forward: undefined, backward: undefined });

function merged({ merge }: StackLayer, { hs: { forward = [], backward } }: LayerSaved): Matrix[] {
  return merge && backward ? forward.map((f, t) => mergeDirections(merge, f, backward[t])) : forward;
}

function intoDirection(
  { merge }: StackLayer,
  { hs: { forward = [], backward } }: LayerSaved,
  d: Direction,
  dOut: Matrix[],
) {
  if (!merge || !backward) return dOut;
  return dOut.map((d_t, t) => mergeBackward(merge, d_t, forward[t], backward[t])[d === 'forward' ? 0 : 1]);
}

/** Those under a prefix, without it. */
const under = (prefix: string, record: Named<Matrix>): Named<Matrix> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, value]) => [name.slice(prefix.length + 1), value]),
  );

const above = (prefix: string, record: Named<Matrix>): Named<Matrix> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [`${prefix}.${name}`, value]));
