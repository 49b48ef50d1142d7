/** The polarity of a text: classification of texts with defaults that were chosen for opinions. */
import {
  startingText,
  textClassification,
  type TextPrediction,
  type TextTypes,
} from '../classification/text/text-classification';
import type { TextConfig, TextOptions } from '../classification/text/settings';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import type { ExampleSource } from '../../src/data/example-source';
import type { FitResult } from '../../src/training/events';
import { checkOptionNames } from '../../src/validation';
import { type FitOptions, fitOptionNames, type LoadOptions } from '../options';
import { initTooLate, originOf, readPretrained } from '../pretraining/pretrained';
import { optionsFrom } from '../pretraining/settings';
import { TaskModel } from '../task-model';

/** Settings of a sentiment classifier; what is left out has its default. */
export type SentimentOptions = TextOptions;
/** Every setting of a sentiment classifier, with defaults filled in. */
export type SentimentConfig = TextConfig;
/** The predicted label of a text, and how much of the text the model has seen. */
export type SentimentPrediction = TextPrediction;

const name = 'sentiment';
const className = 'SentimentClassifier';

export const sentiment = textClassification(name, className);

/** Options of `fit` of a classifier of texts. */
export interface SentimentFitOptions extends FitOptions<LabeledText> {
  /** Bundle of a language model whose vocabulary and layers the classifier starts from (Howard & Ruder 2018). */
  init?: string;
}

/**
 * Learns labels of texts from examples.
 *
 *     const model = new SentimentClassifier({ cell: 'gru', seed: 7 });
 *     await model.fit(train, { validation });
 *     await model.predict('a quiet triumph'); // { label, probabilities, tokens }
 */
export class SentimentClassifier extends TaskModel<TextTypes> {
  /** Tells TypeScript which model `load` has given. */
  readonly taskName = 'sentiment';

  /** @throws ConfigError for an option that is unknown or out of range. */
  constructor(options: TextOptions = {}) {
    super(sentiment, options);
  }

  /**
   * As every task; with `init` it starts from a language model: in the first fit only. A resumed run needs it again.
   * @throws also ConfigError for options that say otherwise than the language model, for a vocabulary that is not that of the
   * texts, and once the network is there; BundleError where there is no language model.
   */
  override async fit(examples: ExampleSource<LabeledText>, fitOptions: SentimentFitOptions = {}): Promise<FitResult> {
    const where = `${className}.fit`;
    checkOptionNames(where, fitOptions, { ...fitOptionNames, init: true });
    const { init, ...options } = fitOptions;
    if (init === undefined) return super.fit(examples, options);
    if (this.isBuilt) throw initTooLate(where);
    const pretrained = await readPretrained(where, init);
    const giveBack = this.startWith(
      (given) => optionsFrom(pretrained, given, startingText(where)),
      originOf(pretrained),
    );
    const note = (message: string) => options.onEvent?.({ type: 'warning', message });
    this.replaceTask(textClassification(name, className, { pretrained, note }));
    try {
      return await super.fit(examples, options);
    } finally {
      this.replaceTask(sentiment); // the network has it by now
      giveBack();
    }
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<SentimentClassifier> {
    const model = new SentimentClassifier();
    await model.restore(location, options);
    return model;
  }
}
