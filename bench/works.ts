/** What is measured. `kind` says what one round does; every system knows some kinds and says why it leaves out others. */

/**
 * One recurrent layer. `train`: forward, backward, Adam, with a one-unit head; `forward`: all h; `gradient`: forward and
 * all gradients of all h, without an optimizer; `step`: one step, B 1.
 */
export interface RecurrentWork {
  kind: 'train' | 'forward' | 'gradient' | 'step';
  name: string;
  /** Measured on these only. */
  systems?: string[];
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

/** A training step of a character language model: embedding [V,H], LSTMs, softmax over V; Adam, clipping at norm 5. */
export interface CharacterModelWork {
  kind: 'characters';
  name: string;
  layers: number;
  batchSize: number;
  steps: number;
  hiddenSize: number;
  vocabularySize: number;
}

/** Characters drawn one by one, batch 1: embedding [V,H], LSTMs, softmax over V, the draw. `method` is ours. */
export interface GenerationWork {
  kind: 'generation';
  name: string;
  systems: string[];
  method: 'next' | 'generate';
  layers: number;
  hiddenSize: number;
  vocabularySize: number;
}

/** Gradient of an embedding [V,D] for N looked-up ids, with the look-up. */
export interface EmbeddingWork {
  kind: 'embedding';
  name: string;
  vocabularySize: number;
  ids: number;
  size: number;
}

/** Loss and gradient of a linear-chain CRF over K tags. */
export interface CrfWork {
  kind: 'crf';
  name: string;
  batchSize: number;
  steps: number;
  tags: number;
}

/** Loss and gradient of CTC on logits [B,T,K], for targets of a few labels. */
export interface CtcWork {
  kind: 'ctc';
  name: string;
  batchSize: number;
  steps: number;
  outputs: number;
  labels: number;
}

/** An epoch of `tf.sequential().fit()`: LSTM and one sigmoid unit; the stock loop, optimizer and loss. */
export interface SequentialWork {
  kind: 'sequential';
  name: string;
  batches: number;
  batchSize: number;
  steps: number;
  inputSize: number;
  hiddenSize: number;
}

/** One epoch of the sentiment task in its default configuration, on rt-polarity. */
export interface SentimentWork {
  kind: 'sentiment';
  name: string;
  /** JSON with the same ids, labels and batches for every system; written by the bench. */
  file?: string;
}

/** Bytes that a training step holds at its end, the weights left out. */
export interface MemoryWork extends Omit<RecurrentWork, 'kind'> {
  kind: 'memory';
}

/** Where other systems would take minutes a round, and what is asked is ours. */
const ownAndPyTorch = ['tfjs-sequence/wasm-1', 'tfjs-sequence/wasm-2', 'pytorch'];

export type Work =
  | RecurrentWork
  | CharacterModelWork
  | GenerationWork
  | EmbeddingWork
  | CrfWork
  | CtcWork
  | SentimentWork
  | SequentialWork
  | MemoryWork;

const shapeA = { batchSize: 32, steps: 50, inputSize: 64, hiddenSize: 128 };
const shapeB = { batchSize: 64, steps: 100, inputSize: 128, hiddenSize: 256 };

const recurrence: Work[] = [
  { kind: 'train', name: 'lstm-train-A', cell: 'lstm', ...shapeA },
  { kind: 'train', name: 'gru-train-A', cell: 'gru', ...shapeA },
  { kind: 'train', name: 'simple-rnn-train-A', cell: 'simple-rnn', ...shapeA },
  { kind: 'train', name: 'lstm-train-B', cell: 'lstm', ...shapeB },
  { kind: 'train', name: 'gru-train-B', cell: 'gru', ...shapeB },
  { kind: 'forward', name: 'lstm-forward-A', cell: 'lstm', ...shapeA },
  { kind: 'gradient', name: 'lstm-gradient-A', cell: 'lstm', ...shapeA },
];

const step: Work[] = [
  { kind: 'step', name: 'lstm-step-1', cell: 'lstm', ...shapeA, batchSize: 1, steps: 1 },
  { kind: 'step', name: 'gru-step-1', cell: 'gru', ...shapeA, batchSize: 1, steps: 1 },
];

const generated: Omit<GenerationWork, 'name' | 'method'> = {
  ...{ kind: 'generation', layers: 1, hiddenSize: 128, vocabularySize: 65 },
  systems: ['tfjs-sequence/wasm-1', 'tfjs-sequence/chromium', 'pytorch-1'],
};

/** A step is a character. */
const generation: Work[] = [
  { ...generated, name: 'generate-next', method: 'next' },
  { ...generated, name: 'generate-text', method: 'generate' },
];

const task: Work[] = [
  {
    ...{ kind: 'characters', name: 'char-lm-step', layers: 2 },
    ...{ batchSize: 50, steps: 50, hiddenSize: 128, vocabularySize: 65 },
  },
  {
    ...{ kind: 'characters', name: 'char-strings', layers: 1 },
    ...{ batchSize: 32, steps: 115, hiddenSize: 64, vocabularySize: 27 },
  },
  { kind: 'sentiment', name: 'sentiment-epoch' },
  { kind: 'sequential', name: 'sequential-epoch', batches: 20, ...shapeA },
  { kind: 'embedding', name: 'embedding-gradient', vocabularySize: 20_000, ids: 6_400, size: 128 },
  { kind: 'crf', name: 'crf', batchSize: 32, steps: 50, tags: 20 },
  { kind: 'ctc', name: 'ctc', batchSize: 32, steps: 200, outputs: 11, labels: 6 },
];

const memory: Work[] = [{ kind: 'memory', name: 'lstm-memory-A', cell: 'lstm', ...shapeA }];

/** Times T and times B, each alone. */
const growth: Work[] = [
  ...[50, 100, 200, 400, 800, 1600].map((steps) => grown(`lstm-train-T${steps}`, { batchSize: 16, steps })),
  ...[16, 32, 64, 128, 256].map((batchSize) => grown(`lstm-train-B${batchSize}`, { batchSize, steps: 50 })),
];

function grown(name: string, sizes: { batchSize: number; steps: number }): RecurrentWork {
  return { kind: 'train', name, cell: 'lstm', systems: ownAndPyTorch, ...shapeA, ...sizes };
}

export const groups: Record<string, Work[]> = { recurrence, step, generation, task, memory, growth };
export const works: Work[] = Object.values(groups).flat();

/** `B 32, T 50, D 64, H 128` */
export function describeWork(work: Work): string {
  const letters = {
    batchSize: 'B',
    steps: 'T',
    inputSize: 'D',
    hiddenSize: 'H',
    vocabularySize: 'V',
    tags: 'K',
    ids: 'N',
    size: 'D',
  };
  return Object.entries(work)
    .flatMap(([key, value]) => (key in letters ? [`${letters[key as keyof typeof letters]} ${String(value)}`] : []))
    .join(', ');
}
