/** What `predict` prints: a prediction for every input, in their order; nothing for an input that cannot be read. */
import type { PredictionForms } from '../../../tasks/presentation';
import { visibleText } from '../../display/visible-text';
import type { LocatedInput } from '../../data/example-kind';
import type { DataError } from '../../errors';
import type { AnyTaskModel } from '../../node';
import { onCommandLine, worded } from '../../wording';
import { predictionLine } from './prediction-lines';
import { note, print, printPlain } from './print';

interface PrintOptions {
  json?: boolean;
  withInput?: boolean;
}

const mostNamed = 5;

export class PrintedPredictions {
  private readonly lineOf: ReturnType<typeof predictionLine>;
  /** With `json` nothing is printed before all is known: half a document is none. */
  private readonly documents: string[] = [];
  /** Empty lines before the first prediction. */
  private blank = 0;
  private predicted = 0;
  private readonly invalid: DataError[] = [];

  constructor(
    model: AnyTaskModel,
    private readonly options: PrintOptions,
  ) {
    this.lineOf = options.withInput && model.prediction === 'label' ? labelCells : predictionLine(model);
  }

  /** @param prediction none where there is an error */
  add({ input }: LocatedInput, prediction: object | undefined, error: DataError | undefined): void {
    if (error) this.invalid.push(error);
    else this.predicted++;
    const message = error && { error: error.messageIn(onCommandLine) };
    if (this.options.json) this.documents.push(JSON.stringify({ input, ...message, ...prediction }));
    else if (prediction) this.printLine(this.lineOf(prediction, textOf(input)), input);
    else if (this.predicted === 0) this.blank++;
    else this.printLine('', input);
  }

  /** @throws DataError where no input at all could be read. */
  end(): void {
    const [first] = this.invalid;
    if (first && this.predicted === 0) throw first;
    if (this.options.json) printPlain(this.documents.length ? `[\n${this.documents.join(',\n')}\n]` : '[]');
    if (first) note(invalidNote(this.invalid, this.predicted + this.invalid.length));
  }

  private printLine(lines: string, input: unknown): void {
    for (; this.blank > 0; this.blank--) print('');
    const before = this.options.withInput ? `${visibleText(textOf(input))}\t` : '';
    lines.split('\n').forEach((line) => print(before + line));
  }
}

/** The line of a person has the text at its end. */
function labelCells(prediction: object): string {
  const { label, mostProbable = label, probabilities } = prediction as PredictionForms['label'];
  return `${visibleText(label)}\t${probabilities[mostProbable].toFixed(4)}`;
}

const textOf = (input: unknown): string => {
  if (typeof input === 'string') return input;
  const { words, name } = (input ?? {}) as { words?: readonly string[]; name?: string };
  return words?.join(' ') ?? name ?? '';
};

function invalidNote(errors: readonly DataError[], count: number): string {
  const named = errors
    .slice(0, mostNamed)
    .map(({ parts: { where, problem } }) => `${where}: ${worded(problem, onCommandLine)}`);
  const rest = errors.length > mostNamed ? `; and ${errors.length - mostNamed} more` : '';
  return `${errors.length} of ${count} inputs cannot be read, and their lines are empty: ${named.join('; ')}${rest}`;
}
