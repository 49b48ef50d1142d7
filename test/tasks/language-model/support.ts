/** Text by a rule, which a tiny model learns in a second or two. */
import { LanguageModel, type LanguageModelOptions, Random } from '../../../src/node';
import type { LanguageModelPredictor } from '../../../tasks/language-model/predictor';

export const options = {
  ...{ layers: 1, hiddenSize: 16, embeddingSize: 8, batchSize: 4, window: 16, epochs: 8 },
  ...{ dropout: 0, outputDropout: 0, learningRate: 0.02, seed: 4 },
} satisfies LanguageModelOptions;

/** Sentences: who does what, line end. */
export function sentences(count: number, seed: number): string {
  const random = Random.fromSeed(seed);
  const [who, does] = [['the dog', 'the cat', 'a bird'], ['barks', 'purrs', 'sings']]; // prettier-ignore
  const line = () => {
    const i = random.integer(who.length);
    return `${who[i]} ${does[i]}.\n`;
  };
  return Array.from({ length: count }, line).join('');
}

export async function trained(texts: readonly string[], changes: LanguageModelOptions = {}): Promise<LanguageModel> {
  const model = new LanguageModel({ ...options, ...changes });
  await model.fit(texts.map((text) => ({ text })));
  return model;
}

/** What is inside of a trained model. */
export const predictorOf = (model: LanguageModel): LanguageModelPredictor =>
  model['ready']('test').predictor as LanguageModelPredictor;
