/** What is measured: whole training steps (forward, backward, Adam) of one recurrent layer with a one-unit head. */
export interface Work {
  name: string;
  cell: 'simple-rnn' | 'lstm' | 'gru';
  /** B */
  batchSize: number;
  /** T */
  steps: number;
  /** D: numbers that go in at a step. */
  inputSize: number;
  /** H */
  hiddenSize: number;
}

const shapeA = { batchSize: 32, steps: 50, inputSize: 64, hiddenSize: 128 };

const recurrence: Work[] = [
  { name: 'lstm-train-A', cell: 'lstm', ...shapeA },
  { name: 'gru-train-A', cell: 'gru', ...shapeA },
  { name: 'simple-rnn-train-A', cell: 'simple-rnn', ...shapeA },
];

export const groups: Record<string, Work[]> = { recurrence };
export const works: Work[] = Object.values(groups).flat();
