/** The polarity of a text: classification of texts with defaults that were chosen for opinions. */
import { textClassification, type TextPrediction, type TextTypes } from '../classification/text/text-classification';
import type { TextConfig, TextOptions } from '../classification/text/settings';
import type { LoadOptions } from '../options';
import { TaskModel } from '../task-model';

/** Settings of a sentiment classifier; what is left out has its default. */
export type SentimentOptions = TextOptions;
/** Every setting of a sentiment classifier, with defaults filled in. */
export type SentimentConfig = TextConfig;
/** The predicted label of a text, and how much of the text the model has seen. */
export type SentimentPrediction = TextPrediction;

export const sentiment = textClassification('sentiment', 'SentimentClassifier');

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

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<SentimentClassifier> {
    const model = new SentimentClassifier();
    await model.restore(location, options);
    return model;
  }
}
