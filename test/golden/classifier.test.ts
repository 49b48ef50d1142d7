/** PyTorch's rnn → last step → linear: weights in, the same probabilities, loss and gradients; and back out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toRows } from '../../src/cells/float64';
import { oneHot } from '../../src/recurrence/output-layer';
import type { StackLayer } from '../../src/recurrence/stack';
import { fromStateDict, type StateDict, type StateDictEntry, toStateDict } from '../../src/recurrence/state-dict/state-dict';
import { cellNamed, core } from '../support/core';
import { stateDictOf, steps } from '../support/golden';
import { expectClose, flatten } from '../support/numbers';
import { describeIf } from '../support/optional';
import { pythonWithTorch, runGolden } from '../support/python';

interface Classifier {
  kind: 'rnn' | 'lstm' | 'gru';
  layers: number;
  bidirectional: boolean;
  stateDict: Record<string, number[] | number[][]>;
  x: number[][][];
  labels: number[];
  probabilities: number[][];
  loss: number;
  dStateDict: Record<string, number[] | number[][]>;
}

const { cases } = JSON.parse(readFileSync(join(__dirname, 'pytorch_classifier.json'), 'utf8')) as { cases: Classifier[] };
const names = { recurrent: 'rnn', linear: 'fc' };

function load({ kind, layers, bidirectional, stateDict }: Classifier) {
  const cell = cellNamed(core, kind === 'rnn' ? 'simple-rnn' : kind, 2);
  const stack = Array.from({ length: layers }, (): StackLayer => (bidirectional ? { cell, merge: 'concat' } : { cell }));
  const net = core.network({ layers: stack, outputSize: 3, activation: 'softmax', lossAt: 'last-step' });
  return { stack, net, weights: fromStateDict(stack, stateDictOf(stateDict), names) };
}

test.each(cases.map((golden) => [golden.kind, golden] as const))('%s: the same numbers', (kind, golden) => {
  const { stack, net, weights } = load(golden);
  const forward = net.forward({ xs: steps(golden.x), weights }, [oneHot(golden.labels, 3)]);
  expectClose(forward.ys[0].values, flatten(golden.probabilities), 1e-12);
  expect(forward.loss).toBeCloseTo(golden.loss, 12);
  const { dWeights } = net.backward(forward);
  const theirs = toStateDict(stack, dWeights, names);
  for (const [name, { values }] of Object.entries(stateDictOf(golden.dStateDict))) {
    if (kind !== 'gru' && name.includes('bias_hh')) continue; // one bias here: its gradient stands under bias_ih
    expectClose(theirs[name].values, values, 1e-10);
  }
});

const python = pythonWithTorch();

describeIf(python !== undefined, 'live', 'no Python with torch; set TFSEQ_PYTHON to one', () => {
  test.each(cases.map((golden) => [golden.kind, golden] as const))('%s: PyTorch loads what we write', (_, golden) => {
    const { stack, net, weights } = load(golden);
    const stateDict = nested(toStateDict(stack, weights, names));
    const answer = runGolden(python as string, 'pytorch_classifier.py', ['--load'], JSON.stringify({ ...golden, stateDict }));
    const { ys } = net.forward({ xs: steps(golden.x), weights }, [oneHot(golden.labels, 3)]);
    expectClose(flatten(JSON.parse(answer) as number[][]), flatten(toRows(ys[0])), 1e-12);
  });
});

function nested(dict: StateDict): Record<string, number[] | number[][]> {
  const rows = ({ shape: [rows, columns], values }: StateDictEntry) =>
    Array.from({ length: rows }, (_, i) => Array.from(values).slice(i * columns, (i + 1) * columns));
  return Object.fromEntries(
    Object.entries(dict).map(([name, entry]) => [name, entry.shape.length === 1 ? Array.from(entry.values) : rows(entry)]),
  );
}
