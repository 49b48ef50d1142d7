/**
 * What the command line, a page or a server need to know of a task to show its predictions and to offer its options. They
 * ask for the form of a prediction, never for the name of the task.
 */
import type { AttentionWeights } from '../src/charts';

/** Form → what a prediction of it has at least. */
export interface PredictionForms {
  /** `mostProbable` where the label is not one of training: the one that it would be. */
  label: { label: string; mostProbable?: string; probabilities: Readonly<Record<string, number>> };
  /** Of words; `spans` where the tags denote spans. */
  tags: {
    text: string;
    words: readonly { text: string; tag: string }[];
    spans?: readonly { start: number; end: number; type: string; text: string }[];
  };
  'frame-labels': { frames: readonly { label: string; probability: number }[] };
  /** Generated; what the text itself is called, `Presentation.textOf` knows. */
  text: {
    score: number;
    ended: 'end' | 'limit';
    candidates?: readonly { score: number }[];
    attention?: AttentionWeights;
  };
  /** How probable a text is. */
  score: { logProbability: number; bitsPerCharacter: number; perplexity: number };
  numbers: { values: readonly number[] };
  /** What comes after a series: for each column a value a row, and intervals by level in percent. */
  forecast: {
    series: string;
    times: readonly string[];
    columns: Readonly<
      Record<
        string,
        {
          values: readonly number[];
          intervals: Readonly<Record<string, { lower: readonly number[]; upper: readonly number[] }>>;
        }
      >
    >;
    strategy: string;
    trainedHorizon: number;
  };
}

export type PredictionForm = keyof PredictionForms;

/** A numeric option of `predict` and `evaluate`. */
export interface PredictFlag {
  /** In code: `lengthPenalty`; on the command line: `--length-penalty`. */
  readonly name: string;
  readonly help: string;
  /** Has no effect on metrics, so `evaluate` does not offer it. */
  readonly predictOnly?: boolean;
}

/** A file or a bundle that `fit` takes beside the examples. */
export interface FitFile {
  /** In code, where `fit` takes a `ByteSource` or the place of a bundle, and on the command line. */
  readonly name: string;
  readonly help: string;
  /** A bundle, which determines settings: not for a search among them. Default: a file. */
  readonly form?: 'file' | 'bundle';
}

export interface Presentation<Example, Prediction, Config> {
  /** How terminal, page and server show a prediction. */
  prediction(config: Config): PredictionForm;
  /** Form `text`: the generated text of a prediction, or of one of its candidates. */
  textOf?(prediction: object): string;
  /** The labels that `evaluate` compares predictions with: one of each word or frame of the example. */
  trueLabels?(example: Example, config: Config): readonly string[];
  /** The labels that were predicted, in the same order. */
  predictedLabels?(prediction: Prediction): readonly string[];
  readonly predictFlags?: readonly PredictFlag[];
  /** Whether `predict` takes `attention: true`, with which predictions have `attention`. */
  readonly hasAttention?: boolean;
  readonly fitFiles?: readonly FitFile[];
  /** Command lines behind `tfseq`, for its help. */
  readonly commandExamples?: readonly string[];
}
