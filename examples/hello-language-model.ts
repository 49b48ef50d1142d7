/**
 * A language model of one word: after h comes e, after he comes l, … Trained in a second; printed is what may follow at
 * every step.
 *
 *     npx tsx examples/hello-language-model.ts
 */
import { LanguageModel } from 'tfjs-sequence/node';

const word = 'hello';

export async function train(): Promise<LanguageModel> {
  const model = new LanguageModel({
    ...{ cell: 'simple-rnn', layers: 1, hiddenSize: 8, embeddingSize: 4, dropout: 0, outputDropout: 0 },
    ...{ window: word.length, batchSize: 1, epochs: 150, learningRate: 0.05, averaging: 0, seed: 1 },
  });
  await model.fit([{ text: word }]);
  return model;
}

export interface Step {
  /** What was read so far. */
  read: string;
  /** Letter → probability that it follows. */
  next: Record<string, number>;
}

/** Reads the word letter by letter. */
export function stepsOf(model: LanguageModel): Step[] {
  const stream = model.stream();
  const steps = [...word].map((letter, t) => {
    const letters = stream.distribution().filter(({ token }) => token.length === 1); // without <pad>, <end>, …
    const next = Object.fromEntries(letters.map(({ token, probability }) => [token, probability]));
    stream.feed(letter);
    return { read: word.slice(0, t), next };
  });
  stream.dispose();
  return steps;
}

export async function main(): Promise<void> {
  const model = await train();
  for (const { read, next } of stepsOf(model)) {
    const shown = ['h', 'e', 'l', 'o'].map((letter) => `${letter} ${next[letter].toFixed(3)}`).join('  ');
    console.log(`${read.padEnd(word.length)} → ${shown}`);
  }
  const { text } = await model.generateText('', { temperature: 0, length: word.length });
  console.log(`Generated from nothing: ${text}`);
  model.dispose();
}

if (process.argv[1]?.endsWith('hello-language-model.ts')) void main();
